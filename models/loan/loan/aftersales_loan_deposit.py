from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


class AftersalesLoan(models.Model):
    """The borrower's deposit: payments of Odoo's, so that it stands in the books, is set off on his invoice or given back."""
    _inherit = 'aftersales.loan'

    payment_ids = fields.One2many(
        'account.payment', 'aftersales_loan_id', string="Deposit Payments", readonly=True,
        groups='account.group_account_invoice,account.group_account_readonly')
    deposit_held = fields.Monetary(
        compute='_compute_deposit_held', help="What of the deposit we have: neither set off on an invoice nor given back.")
    is_deposit_held = fields.Boolean(compute='_compute_deposit_held', search='_search_is_deposit_held')

    # === COMPUTE AND SEARCH METHODS ===#

    def _fetch_held(self, ids=None):
        """What is held, by loan, in the currency of the loan's company; one query.

        A payment with an entry counts by what of it is open, one without (no outstanding account is set) by its amount.

        :param ids: of loans; None: all
        :return: dict of id: amount, without those of which nothing is held
        """
        self.env['account.payment'].flush_model(['aftersales_loan_id', 'amount', 'payment_type', 'state', 'move_id'])
        self.env['account.move.line'].flush_model(['move_id', 'account_id', 'amount_residual'])
        return dict(self.env.execute_query(SQL(
            """
            SELECT payment.aftersales_loan_id,
                   SUM(CASE payment.payment_type WHEN 'inbound' THEN 1 ELSE -1 END * CASE
                       WHEN payment.move_id IS NULL THEN payment.amount ELSE COALESCE(open.amount, 0) END) AS held
              FROM account_payment payment
              LEFT JOIN LATERAL (
                       SELECT ABS(SUM(line.amount_residual)) AS amount
                         FROM account_move_line line
                         JOIN account_account account ON account.id = line.account_id
                        WHERE line.move_id = payment.move_id AND account.account_type = 'asset_receivable') open ON TRUE
             WHERE payment.state IN ('in_process', 'paid') AND %s
             GROUP BY payment.aftersales_loan_id
            HAVING ABS(SUM(CASE payment.payment_type WHEN 'inbound' THEN 1 ELSE -1 END * CASE
                       WHEN payment.move_id IS NULL THEN payment.amount ELSE COALESCE(open.amount, 0) END)) > 0.004
            """,
            SQL("payment.aftersales_loan_id IS NOT NULL") if ids is None
            else SQL("payment.aftersales_loan_id = ANY(%s)", list(ids)))))

    @api.depends('payment_ids.state', 'payment_ids.amount', 'payment_ids.move_id.line_ids.amount_residual')
    def _compute_deposit_held(self):
        held = self._fetch_held(self._origin.ids) if self._origin else {}
        for loan in self:
            loan.deposit_held = held.get(loan._origin.id, 0)
            loan.is_deposit_held = bool(loan.deposit_held)

    @api.depends('deposit', 'deposit_held')
    def _compute_warning(self):
        super()._compute_warning()

    def _search_is_deposit_held(self, operator, value):
        if operator != 'in':
            return NotImplemented
        held = Domain('id', 'in', list(self._fetch_held()))
        return held if True in value else ~held

    def _get_warnings(self):
        sentences = super()._get_warnings()
        if self.state == 'reserved' and self._origin and self.currency_id.compare_amounts(self.deposit, self.deposit_held) > 0:
            sentences.append(self.env._(
                "The deposit of %(deposit)s is not paid yet.", deposit=self.currency_id.format(self.deposit)))
        return sentences

    # === ACTION METHODS ===#

    def action_take_deposit(self):
        """The receipt of what was agreed, for whoever keeps the cash."""
        self.ensure_one()
        missing = self.deposit - self.deposit_held
        if self.state == 'cancelled' or self.currency_id.compare_amounts(missing, 0) <= 0:
            raise UserError(self.env._("%(loan)s: no deposit is to be taken.", loan=self.display_name))
        return self._open_payment('inbound', missing, self.env._("Deposit"))

    def action_give_deposit_back(self):
        """What is left of it, for whoever keeps the cash."""
        self.ensure_one()
        if self.currency_id.compare_amounts(self.deposit_held, 0) <= 0:
            raise UserError(self.env._("%(loan)s: no deposit is held.", loan=self.display_name))
        if self.state == 'out':
            raise UserError(self.env._(
                "%(loan)s is out: the deposit is given back when the car is back.", loan=self.display_name))
        if self.sudo().charge_ids.filtered(lambda charge: charge._is_open()):  # sudo: whether something is owed
            raise UserError(self.env._(
                "%(loan)s: invoice what is charged first, and set the deposit off there.", loan=self.display_name))
        return self._open_payment('outbound', self.deposit_held, self.env._("Deposit Given Back"))

    def _open_payment(self, kind, amount, name):
        return {
            'type': 'ir.actions.act_window', 'name': name, 'res_model': 'account.payment', 'views': [(False, 'form')],
            'target': 'current',
            'context': {
                'default_payment_type': kind, 'default_partner_type': 'customer', 'default_partner_id': self.partner_id.id,
                'default_amount': amount, 'default_currency_id': self.currency_id.id, 'default_memo': f'{name} {self.name}',
                'default_company_id': self.company_id.id, 'default_aftersales_loan_id': self.id,
            },
        }
