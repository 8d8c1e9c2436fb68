from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from odoo.addons.aftersales.models.base.lookups import looked_up


class AftersalesDeposit(models.Model):
    """The documents of a deposit: its invoice, what the invoice of the work deducts, the credit note that gives it back.

    Core splits a sum over the taxes of what it is for (``account.tax``), as for the down payments of sales orders.
    """
    _inherit = 'aftersales.deposit'

    is_to_return = fields.Boolean(
        string="To Return", compute='_compute_is_to_return', search='_search_is_to_return',
        help="It is still held, and what it was taken for was cancelled or is invoiced.")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('state', 'order_id.state', 'order_id.invoice_status', 'counter_sale_id.state')
    def _compute_is_to_return(self):
        found = self._origin.filtered_domain(self._get_to_return_domain())
        for deposit in self:
            deposit.is_to_return = deposit._origin in found

    @api.model
    def _search_is_to_return(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return self._get_to_return_domain() if True in value else ~self._get_to_return_domain()

    @api.model
    def _get_to_return_domain(self):
        over = Domain('state', '=', 'cancelled') | (
            Domain('state', '=', 'delivered') & Domain('invoice_status', '!=', 'to_invoice'))
        return Domain('state', '=', 'held') & (
            looked_up(self, 'order_id', over)
            | looked_up(self, 'counter_sale_id', Domain('state', 'in', ('cancelled', 'invoiced'))))

    # === BUSINESS METHODS: WHAT IS HELD ===#

    def _read_held(self):
        """What is held of each: invoices less credit notes; what is not posted counts against it, not for it.

        :return: dict of id: amount with taxes in the deposit's currency, of those that were paid
        """
        return self._origin.filtered(lambda deposit: deposit.state in ('held', 'deducted', 'returned'))._read_invoiced()

    def _read_invoiced(self, drafts=True):
        """As ``_read_held``, of all deposits, whether they are paid or not; without ``drafts`` what is posted alone."""
        return self._add_up(lambda state, amount: state == 'posted' or (drafts and amount < 0))

    def _read_asked(self):
        """As ``_read_invoiced``, with all drafts: what of them is in what the customers owe or have paid."""
        return self._add_up(lambda state, amount: True)

    def _add_up(self, counts):
        """:param counts: whether a line of a document in this state, with this amount, is added"""
        # sudo: what is held follows from the invoices, which who takes deposits need not read
        lines = self.env['account.move.line'].sudo().search([
            ('aftersales_deposit_id', 'in', self.ids), ('parent_state', '!=', 'cancel')])
        found = defaultdict(float)
        for line in lines:
            amount = line.price_total if line.move_id.move_type == 'out_invoice' else -line.price_total
            if counts(line.parent_state, amount):
                found[line.aftersales_deposit_id.id] += amount
        return {deposit.id: deposit.currency_id.round(found[deposit.id]) for deposit in self}

    def _get_held(self):
        self.ensure_one()
        return self._read_held().get(self.id, 0.0)

    # === BUSINESS METHODS: DOCUMENTS ===#

    def _prepare_invoice_vals(self):
        """The down payment, by the taxes of its parts."""
        account, document = self._get_deposit_account(), self._get_document()
        base_lines = self._get_parts()._get_rounded_base_lines()
        words = self.with_context(lang=self.partner_id.lang or self.env.lang)
        return {
            'move_type': 'out_invoice', 'company_id': self.company_id.id, 'currency_id': self.currency_id.id,
            'partner_id': self.partner_id.address_get(['invoice'])['invoice'],
            'fiscal_position_id': document.fiscal_position_id.id, 'invoice_user_id': self.user_id.id,
            'invoice_origin': self.name, 'ref': ' · '.join(filter(None, [document.name, self.order_id.license_plate])),
            'invoice_line_ids': self._prepare_part_lines(
                base_lines, self.amount, account, words.env._("Deposit for %(order)s", order=document.name)),
        }

    def _prepare_part_lines(self, base_lines, amount, account, name, sign=1):
        """``amount`` with taxes, as invoice lines by the taxes of ``base_lines``; to the cent, also where no price gives it."""
        AccountTax = self.env['account.tax']
        parts = AccountTax._prepare_down_payment_lines(
            base_lines, self.company_id, 'fixed', amount, computation_key=f'deposit,{self.id}')
        return [Command.create({
            'name': name, 'quantity': sign, 'price_unit': part['price_unit'], 'account_id': account.id,
            'tax_ids': [Command.set(part['tax_ids'].ids)], 'aftersales_deposit_id': self.id,
            'extra_tax_data': self._freeze_part(part, sign),
        }) for part in parts]

    def _freeze_part(self, part, sign):
        frozen = self.env['account.tax']._export_base_line_extra_tax_data(part)
        return frozen if sign > 0 else self.env['account.tax']._reverse_quantity_base_line_extra_tax_data(frozen)

    def _get_paid_lines(self):
        return self.invoice_id.invoice_line_ids.filtered(lambda line: line.aftersales_deposit_id == self)

    def _get_paid_base_lines(self):
        """What was paid, as base lines: what is deducted later has the taxes of then, whatever the order's are now."""
        company, lines = self.company_id, self._get_paid_lines()
        base_lines = [line.move_id._prepare_product_base_line_for_taxes_computation(line) for line in lines]
        AccountTax = self.env['account.tax']
        AccountTax._add_tax_details_in_base_lines(base_lines, company)
        AccountTax._round_base_lines_tax_details(base_lines, company)
        return base_lines

    @api.model
    def _find_open(self, documents):
        """:param documents: repair orders, or sales at the window"""
        field = 'counter_sale_id' if documents._name == 'aftersales.counter.sale' else 'order_id'
        return self.search([(field, 'in', documents.ids), ('state', 'in', ('held', 'deducted'))], order='id')

    def _deduct_from(self, invoice):
        """Take what is held off a draft invoice of the work, at most what it asks for."""
        self._claim_for_update()
        for deposit in self:
            if deposit.currency_id != invoice.currency_id:
                raise UserError(self.env._(
                    "%(deposit)s is held in %(currency)s, and %(order)s would be invoiced in %(other)s. Return the deposit "
                    "first, or invoice in its currency.", deposit=deposit.name, currency=deposit.currency_id.name,
                    order=deposit._get_document().name, other=invoice.currency_id.name))
            amount = min(deposit._get_held(), invoice.amount_total)
            while deposit.currency_id.compare_amounts(amount, 0) > 0:
                lines = deposit._add_deduction(invoice, amount)
                excess = invoice.amount_total
                if deposit.currency_id.compare_amounts(excess, 0) >= 0:
                    break
                # Rounded for the whole document it may be a coin more than rounded for a line.
                lines.unlink()
                amount = deposit.currency_id.round(amount + excess)

    def _add_deduction(self, invoice, amount):
        """Under a heading of its own: else it would count with the last job's work."""
        before = invoice.invoice_line_ids
        words = self.with_context(lang=self.partner_id.lang or self.env.lang)
        heading = Command.create({
            'display_type': 'line_section', 'name': words.env._("Deposit for Parts"), 'aftersales_deposit_id': self.id})
        commands = [heading, *self._prepare_deduction(amount)]
        last = max(before.mapped('sequence'), default=0)
        for number, command in enumerate(commands, start=last + 1):
            command[2]['sequence'] = number
        invoice.invoice_line_ids = commands
        return invoice.invoice_line_ids - before

    def _prepare_deduction(self, amount):
        words = self.with_context(lang=self.partner_id.lang or self.env.lang)
        name = words.env._("Deposit %(number)s of %(invoice)s", number=self.name, invoice=self.invoice_id.name)
        account = self._get_paid_lines().account_id[:1]
        return self._prepare_part_lines(self._get_paid_base_lines(), amount, account, name, sign=-1)

    def _get_deposit_account(self):
        self.ensure_one()
        account = self.company_id.aftersales_deposit_account_id
        if not account:
            raise UserError(self.env._(
                "%(company)s has no account for deposits. Let a manager choose one in the settings of After-Sales.",
                company=self.company_id.name))
        return account

    def _return(self, kept, reason):
        """A draft credit note of what is held less what the house keeps, for accounting to post and pay back.

        :param kept: with taxes, at most what the law or the agreement lets it keep
        """
        self.ensure_one()
        self.check_access('write')
        self._claim_for_update()
        self._check_can_be_returned()
        deposit = self.sudo()  # sudo: a manager decides, and need not keep the books
        held = deposit._get_held()
        limit = deposit._get_keep_limit()
        if deposit.currency_id.compare_amounts(kept, limit) > 0:
            raise UserError(self.env._(
                "%(deposit)s: at most %(limit)s may be kept, by the settings of After-Sales.",
                deposit=self.display_name, limit=deposit.currency_id.format(limit)))
        note = self.env['account.move'].sudo().with_company(deposit.company_id).create(
            deposit._prepare_return_vals(held, kept))
        deposit.amount_kept = kept
        self.message_post(body=self.env._("The deposit is given back: %(reason)s", reason=reason))
        return note

    def _get_keep_limit(self):
        """A forfeited deposit is at most 20 % of the value of what was ordered (Civil Code, art. 586), a setting."""
        self.ensure_one()
        percent = self.company_id.aftersales_deposit_keep_percent
        return min(self._get_held(), self.currency_id.round(self.amount_parts * percent / 100))

    def _prepare_return_vals(self, held, kept):
        invoice, words = self.invoice_id, self.with_context(lang=self.partner_id.lang or self.env.lang)
        base_lines = self._get_paid_base_lines()
        account = self._get_paid_lines().account_id[:1]
        lines = self._prepare_part_lines(
            base_lines, held, account, words.env._("Deposit %(number)s", number=self.name))
        if not self.currency_id.is_zero(kept):
            income = self.company_id.aftersales_deposit_income_account_id
            if not income:
                raise UserError(self.env._(
                    "%(company)s has no income account for deposits that are kept. Let a manager choose one in the settings "
                    "of After-Sales.", company=self.company_id.name))
            for command in self._prepare_part_lines(
                    base_lines, kept, income, words.env._("Kept of deposit %(number)s", number=self.name), sign=-1):
                command[2].pop('aftersales_deposit_id')  # it is no deposit any more
                lines.append(command)
        return {
            'move_type': 'out_refund', 'reversed_entry_id': invoice.id, 'partner_id': invoice.partner_id.id,
            'company_id': self.company_id.id, 'journal_id': invoice.journal_id.id, 'currency_id': self.currency_id.id,
            'fiscal_position_id': invoice.fiscal_position_id.id, 'invoice_user_id': self.user_id.id,
            'invoice_origin': self.name, 'invoice_date': fields.Date.context_today(self), 'invoice_line_ids': lines}
