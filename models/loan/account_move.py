from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """What of a loan was on an invoice that is no more is to be asked for again, once."""
    _inherit = 'account.move'

    # === CRUD METHODS ===#

    def write(self, vals):
        if 'state' not in vals:
            return super().write(vals)
        ended = self.filtered(lambda move: move.state == 'cancel')
        if vals['state'] != 'cancel':
            ended._check_loan_not_asked_again()
        result = super().write(vals)
        if vals['state'] == 'cancel':
            (self - ended)._get_loans()._open_again()
        return result

    def unlink(self):
        loans = self._get_loans()
        result = super().unlink()
        loans._open_again()
        return result

    # === BUSINESS METHODS ===#

    def _get_loans(self):
        # sudo: whoever keeps the books need not change loans
        charges = self.env['aftersales.loan.charge'].sudo()
        return charges.search([('move_id', 'in', self.ids)]).loan_id if self.ids else charges.loan_id

    def _check_loan_not_asked_again(self):
        """:raises UserError: when what a cancelled invoice asks for was put on another one since"""
        # sudo: as above; its origin names the loan it was made for
        moves = self.sudo().filtered(lambda move: move.move_type == 'out_invoice' and move.invoice_origin)
        loans = self.env['aftersales.loan'].sudo().search([
            ('name', 'in', moves.mapped('invoice_origin')), ('company_id', 'in', moves.company_id.ids)]) if moves else ()
        made_for = {(loan.name, loan.company_id): loan for loan in loans}
        for move in moves:
            loan = made_for.get((move.invoice_origin, move.company_id))
            if loan and move not in loan.charge_ids.move_id:
                raise UserError(self.env._(
                    "%(loan)s asks for its charges on another invoice: this one stays cancelled.", loan=loan.name))
