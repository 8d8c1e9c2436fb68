from odoo import api, fields, models


class AftersalesStatuteRelief(models.Model):
    """How a customer got about while his car was repaired: a loaner, or money for his ways (Order 43, arts. 17, 21)."""
    _name = 'aftersales.statute.relief'
    _inherit = ['aftersales.log.mixin', 'aftersales.history.mixin']
    _description = "Loaner or Travel Money"
    _order = 'start desc, id desc'
    _check_company_auto = True

    order_id = fields.Many2one(
        'aftersales.order', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True)
    vehicle_id = fields.Many2one(related='order_id.vehicle_id')
    kind = fields.Selection(
        [('loaner', "Loaner"), ('money', "Travel money"), ('agreed', "Otherwise as agreed")],
        required=True, default='loaner', tracking=True)
    start = fields.Datetime(required=True, default=fields.Datetime.now, tracking=True)
    stop = fields.Datetime(string="Until", tracking=True)
    currency_id = fields.Many2one(related='order_id.currency_id')
    amount = fields.Monetary(tracking=True, bounds=(0, 1e9))
    note = fields.Char(help="Which loaner, how the money was paid, or what was agreed.")

    _dates_check = models.Constraint('CHECK (stop >= start)', "A loaner comes back after it was handed out.")

    @api.depends('kind', 'order_id.name')
    def _compute_display_name(self):
        labels = dict(self._fields['kind']._description_selection(self.env))
        for relief in self:
            relief.display_name = f"{relief.order_id.name}: {labels.get(relief.kind, '')}"

    def _is_history(self):
        """The repair record is printed and signed at delivery."""
        return self.order_id.is_locked

    @api.model
    def _get_open_fields(self):
        return {'stop'}

    def _get_stop(self):
        """Until when it was; a loaner that is out still is."""
        self.ensure_one()
        return max(self.stop or self.order_id.delivered_date or fields.Datetime.now(), self.start)
