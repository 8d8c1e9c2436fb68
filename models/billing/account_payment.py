from odoo import api, fields, models


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
