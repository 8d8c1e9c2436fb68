from odoo import fields, models

from odoo.addons.aftersales.models.base.entries import Tally

CASH = 'aftersales.action_cash_days'


class AftersalesWorkshop(models.Model):
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        own = [('workshop_id', '=', self.id)]
        today = fields.Date.to_string(self._get_local_day(fields.Datetime.now()))
        cash = [('company_id', '=', self.company_id.id)]
        return [
            *super()._get_tallies(start, stop),
            Tally(12, 'give_away', 'wait', self.env._("asked to give away"), 'aftersales.action_jobs', [
                *own, ('asked_percent', '>', 0), ('state', '!=', 'cancelled'), ('order_id.is_locked', '=', False)], 'danger'),
            Tally(60, 'to_invoice', 'wait', self.env._("orders to invoice"), 'aftersales.action_orders_to_invoice', [
                *own, ('invoice_status', '=', 'to_invoice'), ('state', 'in', ('ready', 'delivered'))], 'warning'),
            Tally(65, 'to_credit', 'wait', self.env._("orders to credit"), 'aftersales.action_orders_to_invoice', [
                *own, ('invoice_status', '=', 'to_credit')], 'danger'),
            Tally(66, 'cash_to_confirm', 'wait', self.env._("cash to confirm"), CASH, [
                *cash, ('state', '=', 'handed')], 'warning'),
            Tally(67, 'cash_late', 'wrong', self.env._("cash not handed in"), CASH, [
                *cash, ('state', '=', 'open'), ('date', '<', today)], 'danger'),
        ]
