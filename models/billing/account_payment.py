from odoo import api, fields, models
from odoo.fields import Domain


class AccountPayment(models.Model):
    """Who took what from which customer, at the counter and when the bill was settled (contracts, §11)."""
    _inherit = 'account.payment'

    aftersales_paid_for = fields.Char(
        string="Paid For", compute='_compute_aftersales_paid_for', compute_sudo=True,
        help="Invoices, and the order or sale they are of.")

    @api.depends('invoice_ids.name', 'invoice_ids.ref', 'memo')
    def _compute_aftersales_paid_for(self):
        for payment in self:
            invoices = payment.invoice_ids or payment.reconciled_invoice_ids
            payment.aftersales_paid_for = ', '.join(
                ' · '.join(filter(None, (move.name, move.ref))) for move in invoices) or payment.memo or False

    # === CASH OF A PERSON'S DAY ===#

    def action_post(self):
        result = super().action_post()
        self._note_cash_days()
        return result

    def action_draft(self):
        result = super().action_draft()
        self._note_cash_days()
        return result

    def action_cancel(self):
        result = super().action_cancel()
        self._note_cash_days()
        return result

    @api.model
    def _get_cash_domain(self):
        """Cash of customers that is in the drawer, or was given back out of it."""
        return (
            Domain('partner_type', '=', 'customer') & Domain('state', 'in', ('in_process', 'paid'))
            & Domain('journal_id.type', '=', 'cash'))

    def _note_cash_days(self):
        """Who took cash has it to hand in."""
        cash = self.filtered(lambda payment: payment.partner_type == 'customer' and payment.journal_id.type == 'cash')
        if cash:
            self.env['aftersales.cash.day']._note_taken([
                (payment.company_id.id, payment.journal_id.id, payment.create_uid.id, payment.date) for payment in cash])
