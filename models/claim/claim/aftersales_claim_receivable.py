from collections import defaultdict

from markupsafe import Markup, escape

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AftersalesClaim(models.Model):
    """The documents by which a maker is charged, or credited, for his decision."""
    _inherit = 'aftersales.claim'

    # === BUSINESS METHODS ===#

    def _make_receivables(self):
        """Bring what stands on the makers' documents to what they accepted.

        :return: the documents made; posted when the user may and the company wants it, else the accountant is told
        """
        made = self.env['account.move'].sudo()
        for claim in self.sudo():  # sudo: what ties documents to claims and orders is the system's
            claim.order_id._claim_for_update()
            drafts = claim._empty_drafts()
            claim._adopt_invoices()
            claim = claim.with_company(claim.company_id)
            moves = claim._make_documents(claim._prepare_receivables(), drafts)
            claim._drop_documents(drafts - moves)
            costs = moves.filtered(lambda move: move.move_type == 'entry')
            costs._post(soft=False)
            claim.order_id._log_costs(costs)
            moves -= costs
            claim._log_documents(moves - drafts)
            made |= moves
            claim._post_or_tell(moves)
        return made

    def _empty_drafts(self):
        """Take the claim out of its documents that nobody has posted: a second decision is written into them."""
        self.ensure_one()
        lines = self._get_claim_move_lines().filtered(lambda line: (
            line.move_id.state == 'draft' and not line.move_id.posted_before
            and self.name in (line.move_id.invoice_origin or '').split(', ')))  # the order's own invoices stay as they are
        drafts, leaving = lines.move_id, lines.move_id._get_leaving_ids()
        leaving.update(drafts.ids)  # the ledger follows when they are written anew
        try:
            (lines | drafts.invoice_line_ids.filtered(self._is_own_section)).unlink()
        finally:
            leaving.difference_update(drafts.ids)
        return drafts

    def _is_own_section(self, line):
        """Hook: whether a line without an amount stands above those of the claim."""
        return False

    def _make_documents(self, vals_list, drafts):
        """:param drafts: those that the claim was taken out of"""
        made = self.env['account.move']
        for vals in vals_list:
            draft = drafts.filtered(
                lambda move, vals=vals: move.move_type == vals['move_type'] and not move.invoice_line_ids)[:1]
            if draft:
                draft.write({'invoice_line_ids': vals['invoice_line_ids'], 'ref': vals['ref']})
            made |= draft or made.with_context(mail_create_nolog=True).create(vals)
        return made

    def _drop_documents(self, drafts):
        """Drafts of which nothing is left go with the tasks that name them."""
        for move in drafts.filtered(lambda move: not move.invoice_line_ids):
            self._get_tasks_to_post(move).unlink()
            move.unlink()

    def _log_documents(self, moves):
        if moves:
            self.order_id._log_invoices(moves)

    def _post_or_tell(self, moves):
        if not moves:
            return
        user = self.env.user
        if self.company_id.aftersales_post_receivables and user.has_group('account.group_account_invoice'):
            moves.invoice_date = fields.Date.context_today(self)
            moves.action_post()
            return
        waiting = moves.filtered(lambda move: not self._get_tasks_to_post(move))
        if waiting:
            self._ask_to_post(waiting)

    def _ask_to_post(self, moves, **values):
        accountant = self.company_id._get_claim_accountant() or self.user_id or self.env.user
        words = self.with_context(lang=accountant.lang).env
        links = Markup(", ").join(move._get_html_link() for move in moves.with_env(words))
        self.activity_schedule(
            'aftersales.mail_activity_receivable', user_id=accountant.id, **values, note=escape(words._(
                "Post %(moves)s of %(partner)s.", moves=links, partner=self.partner_id.display_name)))

    def _get_tasks_to_post(self, move):
        """Open tasks to post one document, on whichever claim they were given: each names it by a link."""
        return self.env['mail.activity'].search([
            ('res_model', '=', self._name),
            ('activity_type_id', '=', self.env.ref('aftersales.mail_activity_receivable').id),
            ('note', 'like', f'data-oe-model="account.move" data-oe-id="{move.id}"')])

    def _adopt_invoices(self):
        """What an order invoiced to the maker before is the claim's receivable."""
        self.ensure_one()
        by_source = {line.source_line_id: line for line in self.line_ids if line.source_line_id}
        lines = self.job_ids.line_ids.invoice_line_ids | self.job_ids.share_invoice_line_ids
        for line in lines.filtered(lambda line: not line.aftersales_claim_id and line.move_id.state != 'cancel'):
            if line.move_id.commercial_partner_id != self.partner_id.commercial_partner_id:
                continue
            if line.currency_id != self.currency_id:
                raise UserError(self.env._(
                    "%(claim)s is in %(currency)s, but %(invoice)s is in %(other)s. Credit that invoice first: the claim "
                    "makes its own.", claim=self.name, currency=self.currency_id.name,
                    invoice=line.move_id.display_name, other=line.currency_id.name))
            line.write({
                'aftersales_claim_id': self.id,
                'aftersales_claim_line_id': by_source.get(line.aftersales_line_ids[:1], self.line_ids.browse()).id})

    def _prepare_receivables(self):
        """Values of the documents that are missing: an invoice, a credit note, or none."""
        self.ensure_one()
        journal, rate = self._get_receivable_terms()
        fitted = self._get_open_order_lines()
        deltas, asked = self._get_deltas(), {}
        total = sum(deltas.values())
        charge, credit = [], []
        for line in self.line_ids:
            source = line.source_line_id if line.source_line_id in fitted else line.source_line_id.browse()
            delta = deltas.get(line, 0.0)
            if source:
                asked[source] = line
                price = delta if delta > 0 else 0.0
                charge.append(self._prepare_receivable_line(line, source, price, fitted[source], journal, rate))
                delta -= price
            if not self.currency_id.is_zero(delta):
                (charge if total >= 0 else credit).append(
                    self._prepare_receivable_line(line, line.source_line_id.browse(), delta, 1.0, journal, rate))
        charge += [
            self._prepare_receivable_line(self.line_ids.browse(), source, 0.0, quantity, journal, rate)
            for source, quantity in fitted.items() if source not in asked]
        rest = deltas.get(self.line_ids.browse(), 0.0)
        if not self.currency_id.is_zero(rest):
            (charge if total >= 0 else credit).append(self._prepare_receivable_line(
                self.line_ids.browse(), self.line_ids.source_line_id.browse(), rest, 1.0, journal, rate))
        vals_list = [
            self._prepare_receivable(move_type, lines, journal)
            for move_type, lines in (('out_invoice', charge), ('out_refund', credit)) if lines]
        # Of a claim that is refused as a whole no invoice is made: what was fitted is booked by an entry.
        return list(filter(None, map(self.order_id._prepare_document_vals, vals_list)))

    def _get_deltas(self):
        """What is missing on the documents of each line, below zero where they say too much."""
        stands = defaultdict(float)
        for line in self._get_claim_move_lines():
            stands[line.aftersales_claim_line_id] += self._sum_lines(line)
        deltas = {line: line.decided_amount - stands.pop(line, 0.0) for line in self.line_ids}
        for line, amount in stands.items():
            deltas[line] = -amount
        return {line: self.currency_id.round(delta) for line, delta in deltas.items()}

    def _get_open_order_lines(self):
        """Lines of the jobs that no document speaks of, with their quantity: they cost, also what was rejected."""
        return {
            line: line.quantity - line.qty_invoiced
            for line in self.job_ids.line_ids
            if line._is_authorised() and line.product_uom_id.compare(line.quantity, line.qty_invoiced) > 0}

    def _get_receivable_terms(self):
        order, company = self.order_id, self.company_id
        journal = order._get_invoice_journal(company, self.currency_id)
        order._check_period_open(company, journal)
        rate = self.env['res.currency']._get_conversion_rate(
            from_currency=company.currency_id, to_currency=self.currency_id, company=company,
            date=fields.Date.context_today(self))
        return journal, rate

    def _prepare_receivable(self, move_type, lines, journal):
        self.ensure_one()
        order = self.order_id
        partner = self.partner_id.browse(self.partner_id.address_get(['invoice'])['invoice'])
        if move_type == 'out_refund':
            lines = [dict(line, quantity=-line['quantity'], extra_tax_data=self.env[
                'account.tax']._reverse_quantity_base_line_extra_tax_data(line['extra_tax_data'])) for line in lines]
        return {
            **order._prepare_invoice_vals(partner),
            'move_type': move_type, 'currency_id': self.currency_id.id, 'journal_id': journal.id,
            'fiscal_position_id': self.job_ids.fiscal_position_id[:1].id, 'invoice_origin': self.name,
            'ref': ' · '.join(filter(None, [self.name, self.reference, order.license_plate])),
            'invoice_user_id': self.user_id.id,
            'invoice_line_ids': [Command.create(dict(line, sequence=number)) for number, line in enumerate(lines, 1)],
        }

    def _prepare_receivable_line(self, line, source, amount, quantity, journal, rate):
        """An invoice line of exactly ``amount`` without taxes, whatever its quantity and its taxes are.

        :param line: the claim's line; empty for work that is not asked for
        :param source: the order's line whose quantity it invoices; empty for a difference
        """
        self.ensure_one()
        origin = source or line.source_line_id
        account = origin._get_income_account(journal) if origin else journal.default_account_id
        if not account:
            raise UserError(self.env._(
                "%(claim)s cannot be booked: the journal %(journal)s has no income account.",
                claim=self.name, journal=journal.display_name))
        taxes = origin.tax_ids if origin else self._get_receivable_taxes()
        archived = taxes.filtered(lambda tax: not tax.active)
        if archived and amount:
            raise UserError(self.env._(
                "%(claim)s cannot be booked: the tax %(tax)s of “%(line)s” is archived. Restore it first.",
                claim=self.name, tax=archived[0].name, line=line.name or origin.name))
        lang = self.partner_id.lang or self.env.lang
        name = source.with_context(lang=lang)._get_invoice_name() if source else (
            line.name or self.with_context(lang=lang).env._("Share of others"))
        product = source.product_id
        return {
            'display_type': 'product', 'name': name, 'product_id': product.id,
            'product_uom_id': source.product_uom_id.id, 'quantity': quantity, 'price_unit': amount / quantity,
            'discount': 0.0, 'tax_ids': [Command.set(taxes.ids)], 'account_id': account.id,
            'vehicle_id': self.vehicle_id.id, 'aftersales_line_ids': [Command.link(source.id)] if source else [],
            'aftersales_claim_id': self.id, 'aftersales_claim_line_id': line.id,
            'extra_tax_data': self._freeze_amount(amount, quantity, taxes, account, rate),
        }

    def _get_receivable_taxes(self):
        """Of costs that stand on no line of the order: those of the jobs' work, else the company's."""
        return self.job_ids.line_ids.tax_ids[:1] or self.company_id.account_sale_tax_id

    def _freeze_amount(self, amount, quantity, taxes, account, rate):
        """The amount without taxes as the engine of taxes keeps it: exact, also of included taxes and thirds."""
        AccountTax = self.env['account.tax']
        base_line = AccountTax._prepare_base_line_for_taxes_computation(
            {}, price_unit=amount, quantity=1.0, tax_ids=taxes, currency_id=self.currency_id, rate=rate,
            account_id=account, partner_id=self.partner_id, special_mode='total_excluded')
        AccountTax._add_tax_details_in_base_lines([base_line], self.company_id)
        AccountTax._round_base_lines_tax_details([base_line], self.company_id)
        base_line.update(price_unit=amount / quantity, quantity=quantity)
        return AccountTax._aftersales_freeze_base_line(base_line, self.company_id)
