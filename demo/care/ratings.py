from odoo import api, models


class AftersalesDemo(models.AbstractModel):
    """What the customer with a login thought of his last visit."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_online_customer(self):
        super()._load_online_customer()
        visits = self.env['aftersales.order'].search([
            ('partner_id', '=', self._ref('customer_01').id), ('state', '=', 'delivered')], order='delivered_date')
        if visits:
            visits[0]._rate_visit(5, feedback="Ready earlier than promised, and everything was explained to me.")
