from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Invoices of contracts, their credit notes, and the entries by which they are earned."""
    _inherit = 'account.move'

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        invoices = posted.filtered(lambda move: move.move_type == 'out_refund').sudo().reversed_entry_id
        if invoices:
            # sudo: whoever keeps the books need not sell contracts; what the credit note means for them is the system's
            self.env['aftersales.contract'].sudo().search([('invoice_id', 'in', invoices.ids)])._take_credit()
        return posted

    def _invoice_paid_hook(self):
        result = super()._invoice_paid_hook()
        # sudo: whoever takes the money need not sell contracts
        self.env['aftersales.contract'].sudo().search(
            [('invoice_id', 'in', self.ids), ('state', '=', 'invoiced')])._start_paid()
        return result

    def button_draft(self):
        self._check_kept_by_contract()
        return super().button_draft()

    def _check_kept_by_contract(self):
        """:raises UserError: when what a contract was paid with, or has earned, would be undone"""
        moves = self.sudo()  # sudo: the ledger of contracts is the system's
        contracts = self.env['aftersales.contract'].sudo().search([
            ('invoice_id', 'in', (moves | moves.reversed_entry_id).ids), ('state', 'not in', ('draft', 'invoiced'))])
        contracts |= self.env['aftersales.contract.move'].sudo().search([('entry_id', 'in', self.ids)]).contract_id
        for contract in contracts:
            raise UserError(self.env._(
                "%(contract)s counts on this entry, which stays posted. Make a credit note instead.",
                contract=contract.display_name))
