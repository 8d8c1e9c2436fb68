from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class AftersalesContract(models.Model):
    """From the sale to the last service: a contract runs once its invoice is paid."""
    _inherit = 'aftersales.contract'

    _transitions = {
        'draft': dict.fromkeys(('invoiced', 'cancelled')),
        'invoiced': dict.fromkeys(('active', 'cancelled')),
        'active': {'suspended': 'aftersales.group_manager', 'used_up': None, 'expired': None, 'refunded': None},
        'suspended': {'active': 'aftersales.group_manager', 'used_up': None, 'expired': None, 'refunded': None},
        'used_up': {},
        'expired': {},
        'refunded': {},
        'cancelled': {},
    }

    # === ACTION METHODS ===#

    def action_invoice(self):
        self._transition('invoiced')

    def action_activate(self):
        self._transition('active')

    def action_expire(self):
        self._transition('expired')

    def action_cancel(self):
        self._transition('cancelled')

    def action_view_invoice(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'account.move', 'view_mode': 'form', 'views': [(False, 'form')],
            'res_id': self.invoice_id.id}

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _check_transition(self, target):
        self._claim_for_update()
        super()._check_transition(target)

    def _check_invoiced(self):
        for contract in self:
            if not contract.type_id._pays_for_something() or contract.currency_id.compare_amounts(contract.price, 0) <= 0:
                raise UserError(self.env._(
                    "%(contract)s: enter a price above zero, and in its type the work it pays for.",
                    contract=contract.display_name))

    def _after_invoiced(self, source):
        for contract in self.sudo():  # sudo: whoever sells it need not make invoices; accounting posts it
            contract.invoice_id = self.env['account.move'].sudo().with_company(contract.company_id).create(
                contract._prepare_invoice_vals())

    def _prepare_invoice_vals(self):
        return {
            'move_type': 'out_invoice', 'partner_id': (self.payer_id or self.partner_id).id,
            'company_id': self.company_id.id, 'invoice_origin': self.name, 'invoice_user_id': self.user_id.id,
            'currency_id': self.currency_id.id,
            'invoice_line_ids': [Command.create({
                'product_id': self.type_id.product_id.id, 'name': self.display_name, 'quantity': 1,
                'price_unit': self.price, 'account_id': self.type_id.deferred_account_id.id})]}

    def _check_active(self):
        for contract in self.sudo():  # sudo: whoever starts it need not read invoices
            invoice = contract.invoice_id
            if invoice.state != 'posted' or invoice.payment_state not in ('paid', 'in_payment'):
                raise UserError(self.env._(
                    "%(contract)s runs once its invoice is posted and paid.", contract=contract.display_name))
            if contract.currency_id.compare_amounts(contract._get_deferred_amount(), 0) <= 0:
                raise UserError(self.env._(
                    "%(contract)s: its invoice has nothing on the account of deferred revenue. Let accounting correct it.",
                    contract=contract.display_name))

    def _get_deferred_amount(self):
        """What the posted invoice put aside, less what was credited: it alone can be earned.

        The balance of the account counts, so that a tax without an account of its own, which lands there, is earned too.
        """
        self.ensure_one()
        moves = (self.invoice_id | self.invoice_id.reversal_move_ids).filtered(lambda move: move.state == 'posted')
        lines = moves.line_ids.filtered(lambda line: line.account_id == self.type_id.deferred_account_id)
        return -sum(lines.mapped('balance'))

    def _after_active(self, source):
        if source != 'invoiced':
            return
        for contract in self.sudo():  # sudo: dates and what is granted are the system's
            contract.write({
                'paid_date': self._get_today(contract.company_id), 'price': contract._get_deferred_amount()})
            contract.entitlement_ids = [Command.create(vals) for vals in contract._prepare_entitlements()]
            for entitlement in contract.entitlement_ids:
                entitlement._note('granted', entitlement.granted)

    def _begin(self):
        """The term begins today, or on the last day on which it might have; rooms add by ``super()`` what follows."""
        for contract in self.sudo():  # sudo: dates are the system's
            start = min(filter(None, (self._get_today(contract.company_id), contract.latest_start)))
            contract.write({'start_date': start, 'end_date': contract._get_end(start)})

    def _prepare_entitlements(self):
        """The price is shared by the times of all work, or by its list value; what does not divide is earned with the last
        service."""
        lines, values = self.type_id.line_ids, self._share_price()
        return [{
            'operation_id': line.operation_id.id, 'menu_id': line.menu_id.id, 'product_id': line.product_id.id,
            'categ_id': line.categ_id.id, 'is_unlimited': line.is_unlimited,
            'granted': 0 if line.is_unlimited else line.quantity, 'value': values.get(line, 0),
            'value_limit': line.value_limit, 'own_share': line.own_share, 'interval_months': line.interval_months,
            'is_any_work': line.is_any_work,
        } for line in lines] or [{'is_unlimited': True, 'is_standing': True}]

    def _share_price(self):
        """:return: dict of line of the type: what of the price is earned each time; unlimited work has no share"""
        lines = self.type_id.line_ids.filtered(lambda line: not line.is_unlimited)
        worth = dict.fromkeys(lines, 1.0)
        if self.type_id.share_by == 'list':
            listed = {line: line._get_list_value(self) for line in lines}
            worth = listed if all(listed.values()) else worth
        total = sum(worth[line] * line.quantity for line in lines)
        return {line: self.currency_id.round(self.price * worth[line] / total) for line in lines} if total else {}

    def _check_suspended(self):
        """Hook: rooms may ask for more."""

    def _check_used_up(self):
        for contract in self.sudo():  # sudo: the ledger is the system's
            if not contract._is_all_used():
                raise UserError(self.env._("%(contract)s: work is left.", contract=contract.display_name))

    def _after_used_up(self, source):
        """Hook: rooms add what follows."""

    def _is_all_used(self):
        self.ensure_one()
        lines = self.entitlement_ids
        return bool(lines) and all(line.used >= line.granted and not line.is_unlimited for line in lines)

    def _check_expired(self):
        for contract in self.filtered(lambda contract: not contract.is_past_end):
            if not contract.start_date:
                raise UserError(self.env._("%(contract)s has not begun yet.", contract=contract.display_name))
            raise UserError(self.env._(
                "%(contract)s runs until %(end)s.", contract=contract.display_name, end=contract.end_date))
        self._check_nothing_reserved()

    def _check_nothing_reserved(self):
        for contract in self:
            if any(contract.sudo().entitlement_ids.mapped('reserved')):  # sudo: the ledger is the system's
                raise UserError(self.env._(
                    "%(contract)s pays for work of an open order. Finish that first.", contract=contract.display_name))

    def _after_expired(self, source):
        """What was not used is forfeited, and what it was paid with is earned: nothing stands aside any more."""
        contracts = self.sudo()  # sudo: the ledger and its entries are the system's
        rests = {contract: contract._get_rest() for contract in contracts}
        entries = contracts._book_earned(rests, self.env._("Contract Expired"))
        for contract, rest in rests.items():
            contract.entitlement_ids._end('forfeited', rest, entries.get(contract))

    def _check_refunded(self):
        self._check_nothing_reserved()
        for contract in self.sudo():  # sudo: whoever asks need not read invoices
            if not contract.currency_id.is_zero(contract._get_deferred_amount() - contract._get_earned()):
                raise UserError(self.env._(
                    "%(contract)s is refunded once accounting has credited what is left of its invoice.",
                    contract=contract.display_name))

    def _after_refunded(self, source):
        self.sudo().entitlement_ids._end('refunded')  # sudo: the ledger is the system's

    def _check_cancelled(self):
        for contract in self.sudo():  # sudo: whoever cancels it need not read invoices
            if contract.invoice_id.state == 'posted' and not contract.currency_id.is_zero(contract._get_deferred_amount()):
                raise UserError(self.env._(
                    "%(contract)s: its invoice is posted. Let accounting credit it first.", contract=contract.display_name))

    def _after_cancelled(self, source):
        drafts = self.sudo().invoice_id.filtered(lambda move: move.state == 'draft')  # sudo: made by the system
        drafts.button_cancel()

    # === BUSINESS METHODS: MONEY ===#

    def _get_earned(self):
        self.ensure_one()
        return sum(self.entitlement_ids.move_ids.mapped('value'))

    def _get_rest(self):
        """What is paid, not credited and not earned yet."""
        self.ensure_one()
        return self.currency_id.round(self.price - self._get_earned())

    def _book_earned(self, values, label):
        """From the account of deferred revenue to the income; posted at once for all.

        :param values: dict of contract: amount
        :return: dict of contract: entry, where there is anything to book
        """
        earning = [
            contract for contract, value in values.items() if contract.currency_id.compare_amounts(value, 0) > 0]
        entries = self.env['account.move'].create([
            contract._prepare_earned_vals(values[contract], f'{contract.name} · {label}') for contract in earning])
        entries._post(soft=False)
        return dict(zip(earning, entries, strict=True))

    def _prepare_earned_vals(self, value, label):
        kind = self.type_id
        return {
            'move_type': 'entry', 'company_id': self.company_id.id, 'journal_id': kind.journal_id.id, 'ref': label,
            'line_ids': [
                Command.create({'account_id': kind.deferred_account_id.id, 'name': label, 'debit': value}),
                Command.create({'account_id': kind.income_account_id.id, 'name': label, 'credit': value})]}

    def _take_credit(self):
        """A credit note of the invoice was posted: less can be earned; where nothing is left, the contract is over."""
        self._claim_for_update()
        for contract in self:
            amount = contract._get_deferred_amount()
            rest, currency = amount - contract._get_earned(), contract.currency_id
            if currency.compare_amounts(rest, 0) < 0:
                raise UserError(self.env._(
                    "%(contract)s: more is credited on the account of deferred revenue than stands there for it, by "
                    "%(amount)s. Put that part on the income account.",
                    contract=contract.display_name, amount=currency.format(-rest)))
            if contract.state == 'invoiced':
                if currency.is_zero(amount):
                    contract._transition('cancelled')
                continue
            contract.price = amount
            if currency.is_zero(rest) and contract.state in ('active', 'suspended'):
                contract._transition('refunded')
