from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command


class AftersalesDemo(models.AbstractModel):
    """A part bought in a hurry for a car that waits, what a customer never paid, and what the stock may be worth (H5, H7)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_store_money(self):
        company = self._ref('company_shanghai')
        self._buy_for_waiting_car(company)
        self._write_off_debt(company)
        self.env['res.company'].union(*(
            self._ref(f'company_{outlet}') for outlet in ('shanghai', 'hangzhou'))).aftersales_ceiling_percent = 0.7

    def _buy_for_waiting_car(self, company):
        """From the line that is short, of whoever has it, above the usual price."""
        lines = self.env['aftersales.order.line'].search([
            ('company_id', '=', company.id), ('line_type', '=', 'part'), ('parts_awaited_since', '!=', False)], order='id')
        free = lines.filtered(lambda line: line.part_approval not in ('to_approve', 'refused'))
        line = free.filtered(lambda line: line.sudo()._get_moves_to_supply())[:1]
        if not line:
            return
        clerk = self._as(self.env['aftersales.emergency.wizard'], 'parts', company)
        action = clerk.create({
            'line_id': line.id, 'cause': 'rare', 'vendor_id': self._ref('supplier_depot').id,
            'price': company.currency_id.round(line.product_id.with_company(company).standard_price * 1.4 or 100),
            'extra_cost': 35}).action_apply()
        clerk.env['purchase.order'].browse(action['res_id']).button_confirm()

    def _write_off_debt(self, company):
        """The smallest of what customers owe for work of the last months is given up."""
        env = self.with_company(company).env
        account = env['account.account'].create({'name': "Bad debts", 'code': '6711.AS', 'account_type': 'expense'})
        self._say_in_chinese({(account, 'name'): "坏账损失"})
        company.aftersales_bad_debt_account_ids = account
        debt = env['account.move.line'].search([
            ('company_id', '=', company.id), ('account_type', '=', 'asset_receivable'), ('parent_state', '=', 'posted'),
            ('amount_residual', '>', 0), ('move_id.invoice_line_ids.aftersales_line_ids', '!=', False),
        ], order='amount_residual, id', limit=1)
        if not debt:
            return
        amount, label = debt.amount_residual, self.env._("Given up: the customer has moved away")
        entry = env['account.move'].create({
            'move_type': 'entry', 'company_id': company.id, 'date': fields.Date.context_today(self) - timedelta(days=3),
            'journal_id': env['account.journal'].search(
                [('company_id', '=', company.id), ('type', '=', 'general')], limit=1).id,
            'line_ids': [
                Command.create({'account_id': account.id, 'name': label, 'debit': amount}),
                Command.create({
                    'account_id': debt.account_id.id, 'partner_id': debt.partner_id.id, 'name': label, 'credit': amount})]})
        entry.action_post()
        (debt | entry.line_ids.filtered(lambda line: line.account_id == debt.account_id)).reconcile()
