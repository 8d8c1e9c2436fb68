from odoo import api, fields, models


class AftersalesLabourRate(models.Model):
    """Published price of an hour of labour in an outlet for one pay type."""
    _name = 'aftersales.labour.rate'
    _inherit = ['aftersales.system.values.mixin']
    _description = "Labour Rate"
    _order = 'workshop_id, pay_type_id'
    _rec_name = 'pay_type_id'

    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='workshop_id.currency_id')
    pay_type_id = fields.Many2one('aftersales.pay.type', required=True, index=True, ondelete='restrict')
    service_class = fields.Selection(related='pay_type_id.service_class')
    rate = fields.Monetary(
        string="Rate per Hour",
        required=True,
        aggregator=None,
        help="Before or after tax as the labour product's taxes say. 0 means that the hour is free.",
    )

    _pay_type_unique = models.Constraint(
        'UNIQUE (workshop_id, pay_type_id)',
        "An outlet has one labour rate per pay type. Change the rate that is there already.",
    )
    _rate_positive = models.Constraint(
        'CHECK (rate >= 0)',
        "A labour rate cannot be negative. Enter 0 for free labour.",
    )

    @api.depends('workshop_id', 'pay_type_id')
    def _compute_display_name(self):
        for rate in self:
            rate.display_name = f"{rate.workshop_id.name} · {rate.pay_type_id.name}"
