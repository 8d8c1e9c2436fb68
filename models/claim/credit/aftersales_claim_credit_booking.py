from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date


class AftersalesClaimCredit(models.Model):
    """The list becomes one journal entry, reconciled with the receivables of its claims."""
    _inherit = 'aftersales.claim.credit'

    # === BUSINESS METHODS ===#

    def _book(self):
        self.ensure_one()
        credit = self.sudo().with_company(self.company_id)  # sudo: the entry is the system's; the role was asked before
        lines = credit._get_bookable_lines()
        if not lines:
            raise UserError(self.env._("%(credit)s: no row of it can be booked.", credit=self.display_name))
        lines.claim_id._claim_for_update()
        credit._check_still_so()
        credit._check_period()
        move = self.env['account.move'].sudo().with_company(self.company_id).create(credit._prepare_move_vals(lines))
        move.action_post()
        for line, move_line in zip(lines, move.line_ids.filtered('partner_id').sorted('sequence'), strict=True):
            open_lines = line.claim_id._get_open_receivables()
            same = open_lines.filtered(lambda open_line, own=move_line: open_line.account_id == own.account_id)
            if same:
                (same | move_line).reconcile()
        credit.write({'move_id': move.id, 'booked_date': fields.Datetime.now(), 'user_id': self.env.uid})

    def _check_still_so(self):
        """Money that came since the list was compared is not booked on top."""
        shown = {line.row_number: (line.difference, line.booked_total, line.amount_due) for line in self.line_ids}
        vals_list = [{
            'row_number': line.row_number, 'claim_text': line.claim_text or '', 'reason_text': line.reason_text or '',
            'currency_text': line.currency_text or '', 'row_hash': line.row_hash, 'amount': line.amount,
            'difference': line.difference if line.difference in ('amount', 'date', 'negative') else False,
        } for line in self.line_ids]
        for vals in self._match_rows(vals_list):
            if (vals['difference'], vals['booked_total'], vals['amount_due']) != shown[vals['row_number']]:
                raise UserError(self.env._(
                    "%(credit)s: what is owed has changed since it was compared (row %(row)s). Take it back to draft and "
                    "compare it again.", credit=self.display_name, row=vals['row_number']))

    def _check_period(self):
        locks = self.company_id._get_violated_lock_dates(self.date, False, self.journal_id)
        if locks:
            raise UserError(self.env._(
                "%(credit)s cannot be booked on %(date)s: the books are locked until %(lock)s. Choose a later day.",
                credit=self.display_name, date=format_date(self.env, self.date), lock=format_date(self.env, locks[-1][0])))

    def _prepare_move_vals(self, lines):
        vals_list, total, balance = [], 0.0, 0.0
        for number, line in enumerate(lines, 1):
            part = self.currency_id._convert(line.booked_total, self.company_id.currency_id, self.company_id, self.date)
            account = line.claim_id._get_open_receivables().account_id[:1]
            vals_list.append({
                'name': f'{self.name} · {line.claim_id.name}', 'partner_id': self.partner_id.commercial_partner_id.id,
                'account_id': account.id, 'currency_id': self.currency_id.id, 'amount_currency': -line.booked_total,
                'balance': -part, 'sequence': number,
            })
            total, balance = total + line.booked_total, balance + part
        vals_list.append({
            'name': self.name, 'account_id': self._get_liquidity_account().id, 'currency_id': self.currency_id.id,
            'amount_currency': total, 'balance': balance, 'sequence': len(lines) + 1,
        })
        return {
            'move_type': 'entry', 'journal_id': self.journal_id.id, 'date': self.date, 'ref': self.name,
            'line_ids': [Command.create(vals) for vals in vals_list],
        }

    def _get_liquidity_account(self):
        """Where the maker's money is waited for: the journal's outstanding receipts, else the company's transfers."""
        account = self.journal_id.inbound_payment_method_line_ids.payment_account_id[:1] \
            or self.company_id.transfer_account_id
        if not account:
            raise UserError(self.env._(
                "%(journal)s has no account of outstanding receipts. Set one on its payment methods.",
                journal=self.journal_id.display_name))
        return account
