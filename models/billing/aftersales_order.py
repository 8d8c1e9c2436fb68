from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.entries import Due

# What an invoice was made from: changed after it, order and invoice would tell different stories.
INVOICED_FIELDS = {'partner_id', 'pricelist_id', 'fiscal_position_id'}


class AftersalesOrder(models.Model):
    """What is invoiced and paid of an order, for all who see the order."""

    _inherit = 'aftersales.order'

    invoice_ids = fields.Many2many(
        'account.move',
        string="Invoices",
        compute='_compute_invoice_ids',
        search='_search_invoice_ids',
        groups='account.group_account_invoice,account.group_account_readonly',
    )
    invoice_count = fields.Integer(compute='_compute_invoice_count', compute_sudo=True)
    invoice_status = fields.Selection(
        selection=[
            ('no', "Nothing to Invoice"),
            ('to_invoice', "To Invoice"),
            ('to_credit', "To Credit"),
            ('invoiced', "Invoiced"),
        ],
        compute='_compute_invoice_status',
        store=True,
        copy=False,
        help="To Credit: more is invoiced than was done, because a part came back.",
    )
    payment_state = fields.Selection(
        selection=[
            ('not_paid', "Not Paid"),
            ('partial', "Partially Paid"),
            ('in_payment', "In Payment"),
            ('paid', "Paid"),
        ],
        string="Payment",
        compute='_compute_payment_state',
        store=True,
        copy=False,
        help="Paid once all of the order is invoiced and all of its invoices are paid.",
    )

    # Kept apart from the order's own status: what moves that would otherwise read all invoices each time.
    invoices_paid = fields.Selection(
        selection=[('none', "None"), ('part', "Partly"), ('in_payment', "In Payment"), ('all', "All")],
        string="Paid of the Invoices", compute='_compute_invoices_paid', store=True, copy=False,
    )

    payer_names = fields.Char(string="Payers", compute='_compute_payer_names')
    is_on_account = fields.Boolean(
        string="On Account", compute='_compute_is_on_account', search='_search_is_on_account',
        help="A payer of one of the jobs is an account customer.")

    payer_summary = fields.Html(
        string="Who Pays What",
        compute='_compute_payer_summary',
        groups='aftersales.group_price,base.group_portal',
        compute_sudo=True,
        sanitize=False,
        export_string_translation=False,
    )

    _to_invoice_idx = models.Index("(company_id, id) WHERE invoice_status IN ('to_invoice', 'to_credit')")
    _unpaid_idx = models.Index("(payment_state) WHERE payment_state IN ('not_paid', 'partial')")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('job_ids.pay_type_id.settlement')
    def _compute_amounts(self):
        return super()._compute_amounts()

    @api.depends('job_ids.payer_id', 'job_ids.share', 'job_ids.deductible', 'job_ids.co_payer_id')
    def _compute_tax_totals(self):
        return super()._compute_tax_totals()

    @api.depends('line_ids.invoice_line_ids', 'job_ids.share_invoice_line_ids')
    def _compute_invoice_ids(self):
        for order in self:
            order.invoice_ids = order._get_invoices()

    def _search_invoice_ids(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        return Domain('line_ids.invoice_line_ids.move_id', operator, value) | Domain(
            'job_ids.share_invoice_line_ids.move_id', operator, value)

    @api.depends('line_ids.invoice_line_ids', 'job_ids.share_invoice_line_ids')
    def _compute_invoice_count(self):
        for order in self:
            order.invoice_count = len(order._get_invoices())

    @api.depends(
        'state', 'job_ids.state', 'job_ids.approval', 'job_ids.payer_id', 'job_ids.pay_type_id.settlement',
        'job_ids.share', 'job_ids.deductible', 'job_ids.co_payer_id', 'job_ids.share_charged',
        'line_ids.quantity', 'line_ids.qty_invoiced', 'line_ids.price_total', 'line_ids.approval',
    )
    def _compute_invoice_status(self):
        for order in self:
            if order._has_to_credit():
                order.invoice_status = 'to_credit'
            elif order._has_to_invoice():
                order.invoice_status = 'to_invoice'
            elif any(job._is_invoiced() for job in order.job_ids) and not order._has_unfinished_work():
                order.invoice_status = 'invoiced'
            else:
                order.invoice_status = 'no'

    @api.depends(
        'line_ids.invoice_line_ids.move_id.payment_state', 'line_ids.invoice_line_ids.move_id.state',
        'line_ids.invoice_line_ids.move_id.reversed_entry_id',
        'job_ids.share_invoice_line_ids.move_id.payment_state', 'job_ids.share_invoice_line_ids.move_id.state',
    )
    def _compute_invoices_paid(self):
        for order in self:
            documents = order._get_documents().filtered(lambda move: move.state != 'cancel')
            states = {
                move.payment_state if move.state == 'posted' else 'not_paid' for move in documents
                # credit notes that credit no invoice are what the order itself came to
                if move.move_type != 'entry' and (move.move_type != 'out_refund' or not move.reversed_entry_id)
            } - {'reversed'}
            if not states and 'entry' in documents.mapped('move_type'):
                states = {'paid'}  # nobody owes anything for it; beside an invoice that says nothing of what was paid
            if not states & {'paid', 'in_payment', 'partial'}:
                order.invoices_paid = 'none'
            elif states - {'paid', 'in_payment'}:
                order.invoices_paid = 'part'
            else:
                order.invoices_paid = 'in_payment' if 'in_payment' in states else 'all'

    @api.depends('invoice_status', 'invoices_paid')
    def _compute_payment_state(self):
        for order in self:
            if order.invoices_paid in (False, 'none'):
                order.payment_state = 'not_paid'
            elif order.invoice_status != 'invoiced' or order.invoices_paid == 'part':
                order.payment_state = 'partial'
            else:
                order.payment_state = 'in_payment' if order.invoices_paid == 'in_payment' else 'paid'

    @api.depends('job_ids.payer_id.name', 'job_ids.co_payer_id.name', 'job_ids.state', 'job_ids.approval')
    def _compute_payer_names(self):
        (self.job_ids.payer_id | self.job_ids.co_payer_id).mapped('display_name')  # read for all orders at once
        for order in self:
            jobs = order.job_ids.filtered(lambda job: job._is_live())
            order.payer_names = ", ".join((jobs.payer_id | jobs.co_payer_id).mapped('display_name'))

    @api.depends('job_ids.payer_id.aftersales_account_customer', 'job_ids.co_payer_id.aftersales_account_customer')
    def _compute_is_on_account(self):
        for order in self:
            payers = order.job_ids.payer_id | order.job_ids.co_payer_id
            order.is_on_account = any(payers.mapped('aftersales_account_customer'))

    def _search_is_on_account(self, operator, value):
        """The customers first: they are few, and the database knows how many jobs each of them has."""
        if operator != 'in' or list(value) != [True]:
            return NotImplemented
        payers = self.env['res.partner'].with_context(active_test=False).search([('aftersales_account_customer', '=', True)])
        return Domain('job_ids', 'any', Domain('payer_id', 'in', payers.ids) | Domain('co_payer_id', 'in', payers.ids))

    @api.depends_context('lang')
    @api.depends(
        'amount_total', 'invoice_status', 'payment_state',
        'job_ids.payer_id', 'job_ids.share', 'job_ids.deductible', 'job_ids.co_payer_id',
    )
    def _compute_payer_summary(self):
        for order in self:
            payers = order._get_payer_rows()
            order.payer_summary = bool(payers) and order.env['ir.qweb']._render(
                'aftersales.order_payer_summary', {'order': order, 'payers': payers})

    # === ACTION METHODS ===#

    def action_create_invoices(self):
        """Make the invoices of the orders and show them."""
        return self._create_invoices()._get_aftersales_invoices_action()

    def action_view_invoices(self):
        return self.invoice_ids._get_aftersales_invoices_action()

    # === BUSINESS METHODS: LIFE ===#

    def write(self, vals):
        changed = INVOICED_FIELDS & vals.keys()
        if changed:
            self._check_terms_not_invoiced(changed, vals)
        return super().write(vals)

    def _check_terms_not_invoiced(self, names, vals):
        """Payers, prices and taxes of the jobs follow these: not while an invoice says otherwise."""
        for order in self.sudo():
            changed = [name for name in names if order[name].id != vals[name]]
            invoices = changed and order.job_ids._get_standing_invoices()
            if invoices:
                raise UserError(self.env._(
                    "%(order)s is invoiced already (%(invoices)s); %(field)s cannot change any more. "
                    "Cancel the draft invoice or post a credit note first.",
                    order=order.name, invoices=invoices._get_aftersales_names(),
                    field=order._fields[changed[0]]._description_string(self.env),
                ))

    def _check_cancelled(self):
        result = super()._check_cancelled()
        for order, invoiced in self.job_ids.filtered(lambda job: job._get_standing_invoices()).grouped('order_id').items():
            raise UserError(self.env._(
                "%(order)s cannot be cancelled: %(jobs)s is invoiced (%(invoices)s). "
                "Cancel the draft invoice or post a credit note first.",
                order=order.name, jobs=", ".join(invoiced.mapped('shown_name')),
                invoices=invoiced._get_standing_invoices()._get_aftersales_names(),
            ))
        return result

    # === BUSINESS METHODS: MONEY ===#

    def _get_documents(self):
        """Invoices, credit notes, and the entries of what nobody pays for."""
        jobs = self.job_ids
        return jobs.line_ids.invoice_line_ids.move_id | jobs.share_invoice_line_ids.move_id

    def _get_invoices(self):
        return self._get_documents().filtered(lambda move: move.move_type != 'entry')

    def _get_payer_rows(self):
        """What each payer bears of the order and which invoices he has got."""
        self.ensure_one()
        invoices = self._get_invoices().filtered(lambda move: move.state != 'cancel')
        payment_labels = dict(self._fields['payment_state']._description_selection(self.env))
        return [
            {
                'name': payer.display_name or self.env._("Not invoiced"),
                'untaxed': summary['base_amount_currency'],
                'tax': summary['tax_amount_currency'],
                'total': summary['total_amount_currency'],
                'invoices': [
                    {
                        'name': move.name or self.env._("Draft"),
                        'payment_state': move.payment_state,
                        'status': payment_labels.get(move.payment_state, '') if move.state == 'posted'
                        and move.move_type == 'out_invoice' else '',
                    }
                    for move in invoices if payer and move.commercial_partner_id == payer.commercial_partner_id
                ],
            }
            for payer, summary in self._get_payer_summaries()
        ]

    def _get_dues(self):
        order = self.sudo()  # who hands out the car may know what is paid of it
        invoices = order._get_invoices().filtered(lambda move: move.state != 'cancel' and move.move_type == 'out_invoice')
        dues = super()._get_dues() + [
            Due(
                payer=move.commercial_partner_id,
                note=move.name or self.env._("Draft invoice"),
                amount=move.amount_residual if move.state == 'posted' else move.amount_total,
            )
            for move in invoices if move.state == 'draft' or move.payment_state in ('not_paid', 'partial')
        ]
        if order.invoice_status != 'to_invoice':
            return dues
        if invoices:
            return [*dues, Due(order.partner_id, self.env._("Part of it is not invoiced yet"), 0.0)]
        return dues + [
            Due(payer.commercial_partner_id, self.env._("Not invoiced yet"), summary['total_amount_currency'])
            for payer, summary in order._get_payer_summaries() if payer
        ]

    def _has_unfinished_work(self):
        """Whether a live job that will be invoiced is not done yet."""
        self.ensure_one()
        return any(
            job._is_live() and (job._get_principal() or job._is_shared())
            and (job.is_waiting_answer or not job._is_billable())
            for job in self.job_ids
        )

    def _has_to_invoice(self):
        self.ensure_one()
        billable = self.job_ids.filtered(lambda job: job._is_billable())
        if any(line._is_to_charge() for line in billable.line_ids):
            return True
        shared = billable.filtered(lambda job: job._is_shared())
        if not shared:
            return False
        base_lines = self._get_base_lines_by_job(shared)
        return any(job._get_share_to_charge(base_lines[job]) for job in shared)

    def _get_base_lines_by_job(self, jobs):
        """Base lines of what may be invoiced of the jobs, rounded with the order's others."""
        base_lines = {base_line['record']: base_line for base_line in self._get_live_lines()._get_rounded_base_lines()}
        return {job: [base_lines[line] for line in job._get_billable_lines()] for job in jobs}

    def _get_payer_base_lines(self):
        """Move the share of each co-payer from the payer's total to his own."""
        by_payer = super()._get_payer_base_lines()
        AccountTax = self.env['account.tax']
        by_job = {}
        for base_line in (base_line for base_lines in by_payer.values() for base_line in base_lines):
            by_job.setdefault(base_line['record'].job_id, []).append(base_line)
        for job, base_lines in by_job.items():
            if not job._is_shared():
                continue
            for share_line in job._get_share_base_lines(base_lines, job._get_share_amount(base_lines)):
                by_payer[job._get_principal()].append(AccountTax._aftersales_reverse_base_line(share_line, self.company_id))
                by_payer.setdefault(job.co_payer_id, []).append(share_line)
        return by_payer
