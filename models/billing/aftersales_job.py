from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import float_round

DONE_STATES = ('done', 'passed')


class AftersalesJob(models.Model):
    """Who is invoiced for a job, and how much of it.

    The payer's invoice carries the job's full lines. When a co-payer bears a part, the
    payer's invoice also carries that part as a deduction and the co-payer's invoice
    carries the very same amounts as a charge: together they are the job, to the cent,
    in base, in each tax and in total.
    """

    _inherit = 'aftersales.job'

    share_invoice_line_ids = fields.One2many(
        'account.move.line',
        'aftersales_share_job_id',
        readonly=True,
        groups='account.group_account_invoice,account.group_account_readonly',
    )
    share_deducted = fields.Monetary(
        string="Deducted from the Payer",
        compute='_compute_share_invoiced',
        store=True,
        groups='aftersales.group_price,base.group_portal',
    )
    share_charged = fields.Monetary(
        string="Charged to the Co-payer",
        compute='_compute_share_invoiced',
        store=True,
        groups='aftersales.group_price,base.group_portal',
    )

    # === COMPUTE METHODS ===#

    @api.depends(
        'share_invoice_line_ids.price_total', 'share_invoice_line_ids.aftersales_share',
        'share_invoice_line_ids.move_id.state', 'share_invoice_line_ids.move_id.move_type',
    )
    def _compute_share_invoiced(self):
        for job in self:
            totals = {'deduction': 0.0, 'charge': 0.0}
            for line in job.share_invoice_line_ids:
                if line.move_id.state != 'cancel':
                    sign = -1 if line.move_id.move_type == 'out_refund' else 1
                    totals[line.aftersales_share] += sign * line.price_total
            job.share_deducted = -totals['deduction']
            job.share_charged = totals['charge']

    # === BUSINESS METHODS ===#

    def _is_invoiced(self):
        """Whether a living invoice carries anything of the job."""
        self.ensure_one()
        return bool(
            any(self.line_ids.mapped('qty_invoiced'))
            or (self.share_charged and not self.currency_id.is_zero(self.share_charged))
        )

    def _is_billable(self):
        """Only work that is approved and done is invoiced."""
        self.ensure_one()
        return (
            self.state in DONE_STATES
            and self._is_authorised()
            and self.order_id.state not in ('draft', 'cancelled')
        )

    def _get_billable_lines(self):
        """What of the job may be invoiced: not what the customer has still to answer for, or does not want."""
        return self.line_ids.filtered(lambda line: line._is_authorised())

    def _get_principal(self):
        """The partner who gets the job's lines invoiced; empty when it is settled otherwise.

        Internal and contract work is settled inside the house. A claim without a payer
        waits for the manufacturer's answer; with one, its invoice is the house's
        receivable from the manufacturer and nothing is lost when no claim is filed.
        """
        if self.settlement in ('invoice', 'claim'):
            return super()._get_principal()
        return self.env['res.partner']

    def _get_share_amount(self, base_lines):
        """What the co-payer bears of the job, with taxes: the deductible, then his share of the rest.

        :param base_lines: the job's rounded base lines
        """
        self.ensure_one()
        if not self._is_shared():
            return 0.0
        total = sum(
            base_line['tax_details']['total_included_currency']
            + base_line['tax_details']['delta_total_excluded_currency']
            for base_line in base_lines
        )
        first = min(self.deductible, max(total, 0.0))
        return self.currency_id.round(first + (total - first) * (100 - self.share) / 100)

    def _get_share_left(self, base_lines, made):
        """What of the co-payer's share is not on lines made yet; below zero for work that costs less than nothing.

        Lines carry the share as their taxes round it, which may be apart from the amount asked for. Measured by
        that amount, a share that is invoiced would leave something, and something more at each click.

        :param made: total of the lines made
        :return: the amount to cut out for a line of what is left
        """
        amount, rounding = self._get_share_amount(base_lines), self.currency_id.rounding
        if not made:
            return amount
        left = self.currency_id.round(self._get_share_total(base_lines, amount) - made)
        if left * amount <= 0:
            return 0.0
        misses = {
            wanted: abs(self._get_share_total(base_lines, wanted) - left)
            for wanted in (left, left + rounding, left - rounding)
        }
        nearest = min(misses, key=misses.get)
        return nearest if self.currency_id.compare_amounts(misses[nearest], abs(left)) < 0 else 0.0

    def _get_share_total(self, base_lines, amount):
        """Total of the lines that a share of ``amount`` makes."""
        self.ensure_one()
        return sum(
            details['total_excluded_currency'] + details['delta_total_excluded_currency']
            + sum(tax_data['tax_amount_currency'] for tax_data in details['taxes_data'])
            for share_line in self._get_share_base_lines(base_lines, amount)
            for details in [share_line['tax_details']]
        )

    def _get_share_to_charge(self, base_lines):
        """What the co-payer has not been charged yet."""
        return self._get_share_left(base_lines, self.share_charged)

    def _get_share_base_lines(self, base_lines, amount):
        """Cut ``amount`` (with taxes) out of the job's base lines: one line a set of taxes and an account.

        Made by core's down-payment computation: the lines are exact in base, in each
        tax and in total, and keep their amounts on whatever invoice they stand.
        """
        self.ensure_one()
        if self.currency_id.is_zero(amount):
            return []
        digits = self.env['decimal.precision'].precision_get('Product Price')
        share_lines = self.env['account.tax']._prepare_down_payment_lines(
            base_lines, self.company_id, 'fixed', amount,
            computation_key=f'aftersales_share,{self.id}',
            grouping_function=lambda base_line: {'account_id': base_line['account_id']},
        )
        for share_line in share_lines:
            share_line['price_unit'] = float_round(share_line['price_unit'], precision_digits=digits)
        return share_lines

    # === BUSINESS METHODS: INVOICE LINES ===#

    def _prepare_invoice_lines(self, base_lines, is_whole):
        """Invoice lines of the job that are still to be made.

        :param base_lines: rounded base lines of the order by line
        :param is_whole: function telling whether a job's payer gets all of his part of the order at once
        :return: list of (payer, list of values)
        """
        self.ensure_one()
        own_base_lines = [base_lines[line] for line in self._get_billable_lines()]
        result = []
        principal = self._get_principal()
        lines = self.line_ids.filtered('qty_to_invoice')
        if principal and lines:
            whole = is_whole(self)
            vals_list = [
                line._prepare_invoice_line_vals(
                    account_id=base_lines[line]['account_id'].id,
                    extra_tax_data=line._prepare_extra_tax_data(base_lines[line], whole),
                )
                for line in lines
            ]
            amount = self._get_share_left(own_base_lines, self.share_deducted)
            vals_list += self._prepare_share_line_vals('deduction', own_base_lines, amount)
            result.append((principal, vals_list))
        amount = self._get_share_to_charge(own_base_lines)
        if vals_list := self._prepare_share_line_vals('charge', own_base_lines, amount):
            result.append((self.co_payer_id, vals_list))
        return result

    def _prepare_share_line_vals(self, share, base_lines, amount):
        self.ensure_one()
        if self.currency_id.is_zero(amount):
            return []
        AccountTax = self.env['account.tax']
        vals_list = []
        for base_line in self._get_share_base_lines(base_lines, amount):
            extra_tax_data = AccountTax._aftersales_freeze_base_line(base_line, self.company_id)
            if share == 'deduction':
                extra_tax_data = AccountTax._reverse_quantity_base_line_extra_tax_data(extra_tax_data)
            vals_list.append({
                'display_type': 'product',
                'name': self._get_share_label(share),
                'quantity': -1.0 if share == 'deduction' else 1.0,
                'price_unit': base_line['price_unit'],
                'tax_ids': [Command.set(base_line['tax_ids'].ids)],
                'account_id': base_line['account_id'].id,
                'extra_tax_data': extra_tax_data,
                'vehicle_id': self.vehicle_id.id,
                'aftersales_share_job_id': self.id,
                'aftersales_share': share,
            })
        return vals_list

    def _get_share_label(self, share):
        """In the language of who gets the invoice."""
        self.ensure_one()
        reader = self._get_principal() if share == 'deduction' else self.co_payer_id
        job = self.with_context(lang=reader.lang or self.env.lang)
        if share == 'deduction':
            return job.env._(
                "Share of “%(job)s” borne by %(partner)s", job=job.shown_name, partner=job.co_payer_id.display_name)
        return job.env._("Your share of “%(job)s”", job=job.shown_name)
