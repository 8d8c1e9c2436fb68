from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AccountPayment(models.Model):
    """A deposit for a loaner."""
    _inherit = 'account.payment'

    aftersales_loan_id = fields.Many2one(
        'aftersales.loan', string="Loan", index='btree_not_null', ondelete='restrict', copy=False, check_company=True,
        groups='account.group_account_invoice,account.group_account_readonly,aftersales.group_see_loan')

    @api.constrains('aftersales_loan_id', 'partner_id', 'currency_id')
    def _check_loan(self):
        """A deposit is its borrower's, in the money of the loan: what is held is summed up."""
        for payment in self.sudo():  # sudo: whoever books a payment may hear what is wrong with it
            loan = payment.aftersales_loan_id
            if not loan:
                continue
            if loan.partner_id.commercial_partner_id != payment.partner_id.commercial_partner_id:
                raise ValidationError(self.env._(
                    "The deposit of %(loan)s is %(borrower)s's: take it from him, or leave the loan out.",
                    loan=loan.display_name, borrower=loan.partner_id.name))
            if loan.currency_id != payment.currency_id:
                raise ValidationError(self.env._(
                    "The deposit of %(loan)s is taken in %(currency)s.",
                    loan=loan.display_name, currency=loan.currency_id.name))
