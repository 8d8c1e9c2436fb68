from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

REFUND_FIGURES = {'rest': 'rest', 'taxed': 'total', 'interest': 'interest', 'days': 'days'}
REFUND_READERS = 'account.group_account_invoice,account.group_account_readonly,aftersales.group_manager'


class AftersalesContract(models.Model):
    """Who gives up a contract that runs has back what he has not used, with interest where the house or the law says so."""
    _inherit = 'aftersales.contract'

    # As it was reckoned then: the print says it again.
    refund_date = fields.Date(string="Refunded On", readonly=True, copy=False)
    refund_user_id = fields.Many2one(
        'res.users', string="Refund Approved By", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    refund_reason = fields.Char(string="Why Refunded", readonly=True, copy=False)
    refund_price = fields.Monetary(readonly=True, copy=False, bounds=(0, 1e9), groups=REFUND_READERS)
    refund_rest = fields.Monetary(string="Unused Value", readonly=True, copy=False, bounds=(0, 1e9), groups=REFUND_READERS)
    refund_taxed = fields.Monetary(
        string="Unused Value with Taxes", readonly=True, copy=False, bounds=(0, 1e9), groups=REFUND_READERS)
    refund_percent = fields.Float(string="Interest (% a year)", readonly=True, copy=False, bounds=(0, 100))
    refund_days = fields.Integer(readonly=True, copy=False, bounds=(0, 1e6))
    refund_interest = fields.Monetary(
        string="Interest Paid", readonly=True, copy=False, bounds=(0, 1e9), groups=REFUND_READERS)

    # === ACTION METHODS ===#

    def action_open_refund(self):
        self.ensure_one()
        self.env['aftersales.contract.refund.wizard'].check_access('create')
        self._check_refundable()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Refund Contract"), 'target': 'new', 'view_mode': 'form',
            'views': [(False, 'form')], 'res_model': 'aftersales.contract.refund.wizard',
            'context': {'default_contract_id': self.id}}

    # === BUSINESS METHODS ===#

    def _refund(self, percent, reason):
        """Credit what is left of the invoice; the posted credit note ends the contract (see ``_take_credit``).

        :param percent: interest a year
        """
        self.ensure_one()
        self.check_access('write')
        self._claim_for_update()
        self._check_refundable()
        contract = self.sudo()  # sudo: a manager decides, and need not keep the books; the note follows from the ledger
        reckoned = contract._reckon_refund(percent)
        contract.write({
            'refund_date': fields.Date.context_today(self), 'refund_user_id': self.env.uid, 'refund_reason': reason,
            'refund_price': contract.price, 'refund_percent': percent,
            **{f'refund_{name}': reckoned[key] for name, key in REFUND_FIGURES.items()}})
        contract._keep_at_list(reckoned['kept'])
        note = self.env['account.move'].sudo().with_company(contract.company_id).create(
            contract._prepare_refund_vals(reckoned))
        contract._settle_refund_cents(note)
        note._post(soft=False)
        self.message_post(body=self.env._("The contract is refunded: %(reason)s", reason=reason))
        return note

    def _check_refundable(self):
        self._check_nothing_reserved()
        for contract in self.sudo():  # sudo: whoever asks need not read invoices
            if contract.state not in ('active', 'suspended'):
                raise UserError(self.env._(
                    "%(contract)s does not run, and is not refunded. Reload the page.", contract=contract.display_name))
            if contract._get_term('refund') == 'none':
                raise UserError(self.env._(
                    "%(contract)s: contracts of this type are not refunded. Where the law asks for it all the same, let "
                    "accounting credit its invoice.", contract=contract.display_name))
            if contract.currency_id.compare_amounts(contract._get_refund_rest(), 0) <= 0:
                raise UserError(self.env._("%(contract)s: nothing is left to refund.", contract=contract.display_name))
            if contract.invoice_id.currency_id != contract.currency_id:
                raise UserError(self.env._(
                    "%(contract)s was invoiced in another currency. Let accounting credit what is left of its invoice.",
                    contract=contract.display_name))

    def _get_refund_rest(self):
        """What of the price is given back: all that stands aside, or what remains of it once work counts at list prices."""
        self.ensure_one()
        rest = self._get_rest()
        if self._get_term('refund') != 'list':
            return rest
        used = self.entitlement_ids.move_ids.filtered(lambda move: move.kind == 'used')
        at_list = sum(max(move.list_value, move.value) for move in used)
        return min(rest, max(self.currency_id.round(self.price - at_list), 0))

    def _keep_at_list(self, kept):
        """What the work that is done costs more by the list is earned, before the rest is given back."""
        self.ensure_one()
        entry = self._book_earned({self: kept}, self.env._("Work at list prices")).get(self)
        if entry:
            self.entitlement_ids[:1]._note('kept', 0, value=kept, entry_id=entry.id)

    def _get_refund_lines(self):
        return self.invoice_id.invoice_line_ids.filtered(
            lambda line: line.account_id == self.type_id.deferred_account_id)

    def _reckon_refund(self, percent):
        """What is left, the same with taxes, and the interest on that since the contract was paid and runs.

        :return: dict of ``part`` of the invoice, ``rest``, ``total``, ``interest``, ``days``, and what is ``kept``
        """
        self.ensure_one()
        put_aside = -sum(self.invoice_id.line_ids.filtered(
            lambda line: line.account_id == self.type_id.deferred_account_id).mapped('balance'))
        if self.state not in ('active', 'suspended') or self.currency_id.compare_amounts(put_aside, 0) <= 0:
            return dict.fromkeys(('part', 'rest', 'total', 'interest', 'days', 'kept'), 0)
        rest, days = self._get_refund_rest(), (fields.Date.context_today(self) - (self.paid_date or self.start_date)).days
        total = self.currency_id.round(sum(self._get_refund_lines().mapped('price_total')) * rest / put_aside)
        return {
            'part': rest / put_aside, 'rest': rest, 'total': total, 'days': days,
            'kept': self.currency_id.round(self._get_rest() - rest),
            'interest': self.currency_id.round(total * percent / 100 * days / 365)}

    def _prepare_refund_vals(self, reckoned):
        invoice, currency = self.invoice_id, self.currency_id
        words = self.with_context(lang=invoice.partner_id.lang or self.env.lang)
        lines = [{
            'product_id': line.product_id.id, 'account_id': line.account_id.id, 'tax_ids': [Command.set(line.tax_ids.ids)],
            'name': words.env._("Unused part of %(contract)s", contract=words.display_name),
            'price_unit': currency.round(line.price_unit * line.quantity * (1 - line.discount / 100) * reckoned['part']),
        } for line in self._get_refund_lines()]
        if not currency.is_zero(reckoned['interest']):
            lines.append({
                'account_id': self.type_id.income_account_id.id, 'tax_ids': [Command.clear()],
                'name': words.env._("Interest for %(days)s days", days=reckoned['days']),
                'price_unit': reckoned['interest']})
        return {
            'move_type': 'out_refund', 'reversed_entry_id': invoice.id, 'partner_id': invoice.partner_id.id,
            'company_id': self.company_id.id, 'journal_id': invoice.journal_id.id, 'currency_id': currency.id,
            'fiscal_position_id': invoice.fiscal_position_id.id, 'invoice_user_id': self.user_id.id,
            'invoice_origin': self.name, 'invoice_date': fields.Date.context_today(self),
            'invoice_line_ids': [Command.create({'quantity': 1, **line}) for line in lines]}

    def _settle_refund_cents(self, note):
        """Where taxes stand aside too, not every sum is a price with its taxes: nothing of it may be left there."""
        account = self.type_id.deferred_account_id
        credited = sum(note.line_ids.filtered(lambda line: line.account_id == account).mapped('balance'))
        missing = self.currency_id.round(self._get_rest() - credited)
        if not self.currency_id.is_zero(missing):
            words = self.with_context(lang=note.partner_id.lang or self.env.lang)
            note.invoice_line_ids = [Command.create({
                'account_id': account.id, 'tax_ids': [Command.clear()], 'quantity': 1, 'price_unit': missing,
                'name': words.env._("Rounding")})]
