from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.aftersales.models.base.entries import Alert


class AftersalesOrder(models.Model):
    """An order whose customer pays for parts before they are ordered for him."""
    _inherit = 'aftersales.order'

    deposit_ids = fields.One2many('aftersales.deposit', 'order_id', string="Deposits", groups='aftersales.group_deposit')
    deposit_count = fields.Integer(
        string="Number of Deposits", compute='_compute_deposit_count', groups='aftersales.group_deposit')

    def _compute_deposit_count(self):
        counts = dict(self.env['aftersales.deposit']._read_group(
            [('order_id', 'in', self.ids)], ['order_id'], ['__count']))
        for order in self:
            order.deposit_count = counts.get(order._origin, 0)

    # === ACTION METHODS ===#

    def action_ask_deposit(self):
        """A deposit for the parts that are not here, the advisor says how much."""
        self.ensure_one()
        self.check_access('write')
        self._claim_for_update()
        Deposit = self.env['aftersales.deposit']
        taken = Deposit.search([('order_id', '=', self.id), ('state', '!=', 'cancelled')]).line_ids
        parts = self.line_ids.filtered(
            lambda line: line.line_type == 'part' and line.parts_state in ('not_here', 'on_the_way')) - taken
        if not parts:
            raise UserError(self.env._(
                "%(order)s: no part is missing that no deposit is asked for yet. Approve the work first: parts are looked "
                "for once it is approved.", order=self.name))
        return Deposit.create({'order_id': self.id, 'line_ids': [Command.set(parts.ids)]})._get_records_action()

    def action_view_deposits(self):
        self.ensure_one()
        return self.deposit_ids._get_records_action(name=self.env._("Deposits"))

    # === BUSINESS METHODS ===#

    def _create_invoices(self):
        """What the customers have paid in advance is taken off, at most what there is to pay."""
        invoices = super()._create_invoices()
        # sudo: whoever makes invoices need not take deposits
        invoices.sudo()._deduct_deposits()
        return invoices

    def _find_deposits(self, payer):
        """Those held for the orders that ``payer`` has paid."""
        deposits = self.env['aftersales.deposit']._find_open(self)
        return deposits.filtered(lambda deposit: deposit.partner_id.commercial_partner_id == payer)

    def _tell_advisor_of_arrival(self, lines):
        super()._tell_advisor_of_arrival(lines)
        # sudo: whoever receives parts need not take deposits
        self.sudo().deposit_ids.filtered(lambda deposit: deposit.line_ids & lines)._note_arrival()

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if not self._origin or not self.env.user.has_group('aftersales.group_deposit'):
            return alerts
        for deposit in self._origin.deposit_ids:
            words = {'deposit': deposit.name, 'amount': deposit.currency_id.format(deposit.amount)}
            if deposit.state == 'invoiced':
                alerts.append(Alert('warning', self.env._(
                    "Deposit %(deposit)s of %(amount)s is not paid yet", **words), 'action_view_deposits'))
            elif deposit.state == 'held' and (
                    self.state == 'cancelled' or (self.state == 'delivered' and self.invoice_status != 'to_invoice')):
                alerts.append(Alert('warning', self.env._(
                    "Deposit %(deposit)s of %(amount)s is held, and nothing is left to deduct it from: return it", **words),
                    'action_view_deposits'))
            elif deposit.is_lapsed:
                alerts.append(Alert('warning', self.env._(
                    "Deposit %(deposit)s: the parts are here and nobody came for them", **words), 'action_view_deposits'))
        return alerts
