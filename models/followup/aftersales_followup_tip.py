from odoo import api, fields, models
from odoo.exceptions import ValidationError

MONTHS = [
    ('1', "January"), ('2', "February"), ('3', "March"), ('4', "April"), ('5', "May"), ('6', "June"), ('7', "July"),
    ('8', "August"), ('9', "September"), ('10', "October"), ('11', "November"), ('12', "December"),
]
# So many are read out at most.
MOST_TIPS = 3


class AftersalesFollowupTip(models.Model):
    """Something useful that customers are told on the phone: for the season, or for their model (J3)."""
    _name = 'aftersales.followup.tip'
    _description = "Tip for Customers"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    text = fields.Text(string="What to Say", required=True, translate=True)
    company_id = fields.Many2one('res.company', index='btree_not_null', help="Empty: for all companies.")
    month_from = fields.Selection(MONTHS, string="From", help="Empty: all the year.")
    month_to = fields.Selection(MONTHS, string="Until")
    brand_id = fields.Many2one('fleet.vehicle.model.brand', index='btree_not_null', ondelete='cascade')
    model_ids = fields.Many2many('fleet.vehicle.model', string="Models", help="Empty: all.")

    @api.constrains('month_from', 'month_to')
    def _check_months(self):
        for tip in self:
            if bool(tip.month_from) != bool(tip.month_to):
                raise ValidationError(self.env._("“%(tip)s”: say from when until when, or neither.", tip=tip.name))

    @api.model
    def _find(self, company, vehicle, day):
        """Tips for a car on a day: those of its model first, then those of the season, then all others."""
        tips = self.search([('company_id', 'in', (False, company.id))])
        fitting = tips.filtered(lambda tip: tip._is_season(day) and tip._fits(vehicle))
        return fitting.sorted(lambda tip: (
            not (tip.model_ids or tip.brand_id), not tip.month_from, tip.sequence, tip.id))[:MOST_TIPS]

    def _is_season(self, day):
        """From November until February goes over the year's end."""
        self.ensure_one()
        if not self.month_from:
            return True
        first, last = int(self.month_from), int(self.month_to)
        return first <= day.month <= last if first <= last else day.month >= first or day.month <= last

    def _fits(self, vehicle):
        self.ensure_one()
        if self.model_ids:
            return vehicle.model_id in self.model_ids
        return not self.brand_id or vehicle.model_id.brand_id == self.brand_id
