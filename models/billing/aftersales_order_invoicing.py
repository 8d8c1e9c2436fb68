from collections import defaultdict
from uuid import uuid4

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date


class AftersalesOrder(models.Model):
    _inherit = 'aftersales.order'

    # === BUSINESS METHODS: INVOICING ===#

    def _create_invoices(self):
        """Make draft invoices of the approved and done work that is not invoiced yet.

        One invoice a payer and order; one a payer for all orders when he is an account
        customer. All or nothing: an order that cannot be invoiced stops the call before
        anything is saved; orders with nothing to invoice are passed over.

        :returns: the invoices made
        :raises UserError: when nothing is to invoice, or naming the order that cannot be and why
        """
        self.env['account.move'].check_access('create')
        self.check_access('read')
        # One invoicing at a time an order, and nobody changes who pays for it meanwhile.
        self._claim_for_update()
        groups = self._group_invoice_lines()
        if not groups:
            raise UserError(self._get_nothing_to_invoice_message())
        vals_by_company = defaultdict(list)
        for key, lines_by_order in groups.items():
            if vals := self._prepare_document_vals(self._prepare_grouped_invoice_vals(key, lines_by_order)):
                vals_by_company[key[0]].append(vals)
        if not vals_by_company:
            raise UserError(self._get_nothing_to_invoice_message())
        invoices = self.env['account.move']
        self._share_analytics(vals_by_company)
        for company, vals_list in vals_by_company.items():
            # sudo: what ties an invoice to its orders is the system's
            # No log of core's: ours says where the invoice comes from, once for all of them.
            made = invoices.with_company(company).sudo().with_context(mail_create_nolog=True).create(vals_list)
            made.filtered(lambda move: move._is_owed_by_house()).action_switch_move_type()
            made.filtered(lambda move: move.move_type == 'entry')._post(soft=False)
            invoices |= made.with_env(invoices.env).with_company(self.env.company)
        entries = invoices.filtered(lambda move: move.move_type == 'entry')
        (invoices - entries).check_access('create')  # the rules of the records; those of the model are asked above
        self._log_invoices(invoices - entries)
        self._log_costs(entries)
        return invoices - entries or entries

    def _share_analytics(self, vals_by_company):
        """Core looks for analytic models once a line; where there is none at all, none is looked for."""
        # sudo: as core's, which works with the rights of the invoice's maker, the system
        if self.env['account.analytic.distribution.model'].sudo().search_count([], limit=1):
            return
        for vals_list in vals_by_company.values():
            for vals in vals_list:
                for __, __, line in vals.get('invoice_line_ids') or vals['line_ids']:
                    line.setdefault('analytic_distribution', False)

    def _group_invoice_lines(self):
        """What is to invoice, as ``{invoice key: {order: [(job, values of lines)]}}``."""
        groups = defaultdict(lambda: defaultdict(list))
        billable = self.filtered(lambda order: any(job._is_billable() for job in order.job_ids)).sorted('id')
        terms = billable._get_invoicing_terms()
        for order in billable:
            jobs = order.job_ids.filtered(lambda job: job._is_billable())
            order._check_can_be_invoiced(jobs)
            is_whole = order._get_whole_test()
            journal, rate = terms[order.company_id, order.currency_id]
            base_lines = order._get_billing_base_lines(jobs, journal, rate)
            for job in jobs:
                for payer, vals_list in job._prepare_invoice_lines(base_lines, is_whole):
                    job._check_answered(payer)
                    key = order._get_invoice_key(payer, journal, job.fiscal_position_id)
                    groups[key][order].append((job, vals_list))
        return groups

    def _get_invoicing_terms(self):
        """Journal and today's rate, as ``{(company, currency): (journal, rate)}``."""
        terms = {}
        for (company, currency), orders in self.grouped(lambda o: (o.company_id, o.currency_id)).items():
            journal = orders._get_invoice_journal(company, currency)
            orders._check_period_open(company, journal)
            terms[company, currency] = journal, self.env['res.currency']._get_conversion_rate(
                from_currency=company.currency_id, to_currency=currency,
                company=company, date=fields.Date.context_today(self),
            )
        return terms

    def _get_invoice_key(self, payer, journal, fiscal_position):
        """Lines of one key stand on one invoice."""
        self.ensure_one()
        order, partner = self, payer.browse(payer.address_get(['invoice'])['invoice'])
        if payer.aftersales_account_customer:
            order, partner = self.browse(), payer._get_account_address()
        return self.company_id, journal, self.currency_id, partner, fiscal_position, order

    def _get_whole_test(self):
        """A function telling whether a job's payer gets all of his part of the order now."""
        self.ensure_one()
        partial = {
            job._get_rounding_key()
            for job in self.job_ids
            if job._is_live() and any(line.qty_to_invoice != line.quantity for line in job._get_sold_lines())
        }
        return lambda job: job._get_rounding_key() not in partial

    def _get_billing_base_lines(self, jobs, journal, rate):
        """The order's rounded base lines by line; those of ``jobs`` with the account they are booked on."""
        self.ensure_one()
        base_lines = {}
        for base_line in self._get_live_lines()._get_rounded_base_lines(rate=rate):
            line = base_line['record']
            if line.job_id in jobs:
                base_line['account_id'] = line._get_income_account(journal)
            base_lines[line] = base_line
        return base_lines

    def _get_invoice_journal(self, company, currency):
        journals = self.env['account.journal'].search_fetch([
            *self.env['account.journal']._check_company_domain(company), ('type', '=', 'sale'),
        ])
        journal = journals.filtered(lambda j: j.currency_id == currency)[:1] or journals[:1]
        if not journal:
            raise UserError(self.env._(
                "%(orders)s cannot be invoiced: %(company)s has no sales journal. Create one in Accounting first.",
                orders=", ".join(self.mapped('name')), company=company.name,
            ))
        return journal

    # === BUSINESS METHODS: CHECKS ===#

    def _check_can_be_invoiced(self, jobs):
        """:raises UserError: naming the order, what is in the way and what to do"""
        self.ensure_one()
        for job in jobs:
            if job._is_shared() and not job.co_payer_id:
                raise UserError(self.env._(
                    "%(order)s cannot be invoiced: job %(job)s is shared, but nobody bears the other part. "
                    "Enter its co-payer.", order=self.name, job=job.shown_name,
                ))
            if job.settlement == 'invoice' and not job.payer_id:
                raise UserError(self.env._(
                    "%(order)s cannot be invoiced: job %(job)s has no payer. "
                    "Enter its payer, or choose a pay type that is not invoiced.", order=self.name, job=job.shown_name,
                ))
        for line in jobs.line_ids:
            archived = line.tax_ids.filtered(lambda tax: not tax.active)
            if archived and line.qty_to_invoice:
                raise UserError(self.env._(
                    "%(order)s cannot be invoiced: the tax %(tax)s of “%(line)s” is archived. "
                    "Choose another tax on the line, or restore this one.",
                    order=self.name, tax=archived[0].name, line=line.name,
                ))

    def _check_period_open(self, company, journal):
        locks = company._get_violated_lock_dates(fields.Date.context_today(self), True, journal)
        if locks:
            raise UserError(self.env._(
                "%(orders)s cannot be invoiced today: the books of %(company)s are locked until %(date)s. "
                "Ask for the period to be opened, or invoice after that day.",
                orders=", ".join(self.mapped('name')), company=company.name,
                date=format_date(self.env, locks[-1][0]),
            ))

    def _get_nothing_to_invoice_message(self):
        if len(self) == 1 and self.invoice_status == 'invoiced':
            return self.env._(
                "%(order)s is invoiced already: see %(invoices)s.",
                order=self.name, invoices=", ".join(self.invoice_ids.mapped('display_name')),
            )
        if any(job._is_billable() and any(job.line_ids.mapped('qty_to_invoice')) for job in self.job_ids):
            return self.env._(
                "%(orders)s: nobody pays for what is left, so no invoice is made of it.",
                orders=", ".join(self.mapped('name')))
        return self.env._(
            "Nothing to invoice on %(orders)s. Only work that is approved and done is invoiced, and only once; "
            "internal and contract work is not.",
            orders=", ".join(self.mapped('name')) or self.env._("no order"),
        )

    # === BUSINESS METHODS: VALUES ===#

    def _prepare_invoice_vals(self, payer):
        """Head of an invoice of the order for ``payer``; other rooms add theirs by ``super()``."""
        self.ensure_one()
        return {
            'move_type': 'out_invoice',
            'company_id': self.company_id.id,
            'currency_id': self.currency_id.id,
            'partner_id': payer.id,
            'fiscal_position_id': self.fiscal_position_id.id,
            'invoice_origin': self.name,
            'ref': ' · '.join(filter(None, [self.name, self.license_plate])),
            'invoice_user_id': self.user_id.id,
            'invoice_line_ids': [],
        }

    def _prepare_grouped_invoice_vals(self, key, lines_by_order):
        """One invoice's values: the first order's head, and a section an order and a job."""
        __, journal, __, partner, fiscal_position, single_order = key
        orders = self.browse().concat(*lines_by_order)
        vals = orders[0]._prepare_invoice_vals(partner)
        # The key of the customer's link is made with the invoice: a page that only shows writes none.
        vals.update(journal_id=journal.id, fiscal_position_id=fiscal_position.id, access_token=str(uuid4()))
        if len(orders) > 1:
            vals['invoice_origin'] = ', '.join(orders.mapped('name'))
            vals['ref'] = ', '.join(orders.mapped('name'))[:2000]
        lines = []
        lang = partner.lang or self.env.lang  # who pays reads it
        for order, job_lines in lines_by_order.items():
            if not single_order:
                lines.append({
                    'display_type': 'line_section', 'name': order.with_context(lang=lang)._get_invoice_section_name()})
            job_section = 'line_section' if single_order else 'line_subsection'
            for job, vals_list in job_lines:
                lines.append({'display_type': job_section, 'name': job.with_context(lang=lang)._get_print_name()})
                lines += vals_list
        vals['invoice_line_ids'] = [
            Command.create(dict(line, sequence=sequence)) for sequence, line in enumerate(lines, start=1)
        ]
        return vals

    def _get_invoice_section_name(self):
        self.ensure_one()
        return ' · '.join([self.name, *(value for __, value in self._get_invoice_facts()[1:])])

    def _get_invoice_facts(self):
        """What an invoice says of the visit, as ``[(label, value)]``."""
        self.ensure_one()
        unit = dict(self._fields['odometer_unit']._description_selection(self.env)).get(self.odometer_unit, '')
        return [(label, value) for label, value in (
            (self.env._("Repair order"), self.name),
            (self.env._("Plate"), self.license_plate),
            (self.env._("Model"), self.model_id.display_name),
            (self.env._("VIN"), self.vin),
            (self.env._("Odometer in"), self.odometer_in and f'{self.odometer_in:,.0f} {unit}'),
        ) if value]

    def _log_invoices(self, invoices):
        """Say on each invoice and order where the other is."""
        # sudo: which orders they are of is no secret to who makes the invoices of them
        orders = {invoice: invoice.sudo()._get_aftersales_orders().with_env(self.env) for invoice in invoices}
        bodies = defaultdict(list)
        for invoice in invoices:
            for order in orders[invoice]:
                bodies[order].append(invoice)
        invoices._message_log_batch(bodies={
            invoice.id: self.env._("Invoice of %(orders)s", orders=_join_links(orders[invoice]))
            for invoice in invoices
        })
        self.browse().concat(*bodies).sudo()._message_log_batch(bodies={
            order.id: self.env._("Invoiced: %(invoices)s", invoices=_join_links(invoices_of))
            for order, invoices_of in ((o, self.env['account.move'].concat(*moves)) for o, moves in bodies.items())
        })


def _join_links(records):
    return Markup(', ').join(record._get_html_link() for record in records)
