from odoo import models
from odoo.exceptions import UserError

# No client can send it: an invoice is being credited, and its payment was taken off for that.
REVERSING = object()


class AccountMove(models.Model):
    """Invoices of deposits, and those that deduct them: what is posted, paid or reset says where a deposit stands."""
    _inherit = 'account.move'

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        posted._get_deposits()._follow_books()
        posted._note_core_deposits()
        return posted

    def button_draft(self):
        self._check_kept_by_deposit()
        deposits = self._get_deposits()
        result = super().button_draft()
        deposits._follow_books()
        self._get_core_deposits()._check_not_overdrawn()
        return result

    def button_cancel(self):
        deposits = self._get_deposits()
        result = super().button_cancel()
        deposits._follow_books()
        self._get_core_deposits()._check_not_overdrawn()
        return result

    def _invoice_paid_hook(self):
        result = super()._invoice_paid_hook()
        self._get_deposits()._follow_books()
        return result

    def _reverse_moves(self, default_values_list=None, cancel=False):
        """A deposit that is credited is given back, and not owed again for the moment in between."""
        reversing = self.with_context(aftersales_reversing=REVERSING)
        return super(AccountMove, reversing)._reverse_moves(default_values_list, cancel).with_env(self.env)

    def _has_aftersales_links(self):
        return super()._has_aftersales_links() or bool(self._get_deposits() or self._get_core_deposits())

    def _get_deposits(self):
        return self.sudo().line_ids.aftersales_deposit_id  # sudo: whoever posts need not take deposits

    def _get_core_deposits(self):
        return self.sudo().line_ids.aftersales_core_deposit_id  # sudo: as above

    def _note_core_deposits(self):
        """What the posted invoices of counter sales ask for is held; nothing is given back or kept twice."""
        # sudo: whoever posts need not take deposits
        lines = self.sudo().filtered(lambda move: move.move_type == 'out_invoice').invoice_line_ids
        self.env['aftersales.core.deposit'].sudo()._note_posted(lines.filtered('aftersales_core_line_id'))
        self._get_core_deposits()._check_not_overdrawn()

    def _keeps_core(self):
        """Whether it is an entry by which the house keeps a core deposit, or that takes such a one back."""
        self.ensure_one()
        return self.move_type == 'entry' and self.reversed_entry_id.move_type in (False, 'entry')

    def _check_kept_by_deposit(self):
        """:raises UserError: when the invoice a deposit was paid with would be undone while it is held or used"""
        deposits = self._get_deposits().filtered(
            lambda deposit: deposit.invoice_id in self and deposit.state not in ('draft', 'invoiced', 'cancelled'))
        for deposit in deposits:
            raise UserError(self.env._(
                "%(deposit)s counts on this invoice, which stays posted. Use “Return Deposit” on it instead.",
                deposit=deposit.display_name))
        for deposit in self._get_deposits().filtered(
                lambda deposit: deposit.state == 'cancelled' and deposit.invoice_id.state == 'posted'):
            raise UserError(self.env._(
                "%(deposit)s is cancelled, and this document stays posted: the customer would have to pay again for what he "
                "no longer wants.", deposit=deposit.display_name))

    def _deduct_deposits(self):
        """What customers have paid in advance for the orders or sales of draft invoices is taken off them."""
        for invoice in self.filtered(lambda move: move.move_type == 'out_invoice' and move.state == 'draft'):
            payer = invoice.partner_id.commercial_partner_id
            for documents in (invoice._get_aftersales_orders(), invoice._get_counter_sales()):
                documents.sudo()._find_deposits(payer)._deduct_from(invoice)
