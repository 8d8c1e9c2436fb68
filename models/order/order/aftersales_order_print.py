from collections import defaultdict
from datetime import timedelta

from odoo import fields, models

from ..aftersales_order_line import TYPE_ORDER

# So many jobs are named in one cell of a paper.
MOST_NAMES = 4


class AftersalesOrder(models.Model):
    """What the prints of an order say; the templates only set it on paper."""

    _inherit = 'aftersales.order'

    # === BUSINESS METHODS: WORK ===#

    def _fetch_print_data(self):
        """Read at once what the pages of several orders need; each page is then prepared alone."""
        lines = self.line_ids
        lines.fetch(['tax_ids'])
        lines.product_id.product_tmpl_id.mapped('aftersales_is_critical')
        lines.move_ids.move_line_ids.lot_id.mapped('name')
        self.job_ids.pay_type_id.mapped('code')
        self.job_ids.work_class_id.mapped('code')
        (self.partner_id | self.job_ids.payer_id | self.job_ids.co_payer_id).mapped('name')
        lines._fetch_names()

    def _get_print_jobs(self):
        """Live jobs with the number they carry on every print of the order.

        :return: list of dicts ``number``, ``job``, ``lines``
        """
        self.ensure_one()
        return [
            {'number': number, 'job': job, 'lines': job._get_print_lines()}
            for number, job in self._get_numbered_jobs() if job._is_live()
        ]

    def _get_numbered_jobs(self):
        """Cancelled and declined jobs keep their number, so that the others keep theirs."""
        self.ensure_one()
        return list(enumerate(self.job_ids.sorted(lambda job: (job.sequence, job.id)), start=1))

    def _say_print_jobs(self, jobs):
        """A few jobs by name, many by the numbers they carry on the same paper."""
        self.ensure_one()
        if len(jobs) <= MOST_NAMES:
            return ", ".join(job._get_print_name() for job in jobs)
        numbers = (str(number) for number, job in self._get_numbered_jobs() if job in jobs)
        return self.env._("No. %(numbers)s", numbers=", ".join(numbers))

    def _get_print_declined_jobs(self):
        self.ensure_one()
        return self.job_ids.filtered(lambda job: job.approval == 'declined' and job.state != 'cancelled')

    def _get_print_declined_names(self):
        """What the customer did not want: jobs, and single lines of jobs he wanted."""
        self.ensure_one()
        lines = self.job_ids._get_declined_lines()
        return [*(job._get_print_name() for job in self._get_print_declined_jobs()),
                *(line._get_print_name() for line in lines)]

    def _get_print_sections(self):
        """Lines of the whole order by type, as an itemised bill wants them.

        :return: list of dicts ``kind``, ``rows`` (number of the job, line), ``hours``, ``amount``
        """
        self.ensure_one()
        rows = defaultdict(list)
        for entry in self._get_print_jobs():
            for line in entry['lines']:
                rows[line.line_type].append((entry['number'], line))
        return [{
            'kind': kind,
            'rows': rows[kind],
            'hours': sum(line.quantity for __, line in rows[kind]) if kind == 'labour' else 0.0,
            'amount': sum(line.shown_amount for __, line in rows[kind]),
        } for kind in TYPE_ORDER if rows[kind]]

    def _get_print_authorisations(self):
        """The customer's answers, oldest first."""
        self.ensure_one()
        return self.authorisation_ids.sorted('id')

    # === BUSINESS METHODS: MONEY ===#

    def _get_signed_total(self):
        """Hook: the total the customer signed for when he took the car; None when nobody signed."""
        self.ensure_one()
        return None

    def _shows_taxes(self):
        """Whether prices and amounts of lines are shown with taxes, see ``aftersales_order_line_shown.py``."""
        self.ensure_one()
        return self.company_id.account_price_include == 'tax_included'

    def _get_print_totals(self):
        """Untaxed amount, each tax and the total, as ``[{'label', 'amount'}]``.

        Summed over the payers, each rounded as his own invoice will be.
        """
        self.ensure_one()
        taxes = defaultdict(float)
        for __, summary in self._get_payer_summaries():
            for subtotal in summary['subtotals']:
                for group in subtotal['tax_groups']:
                    taxes[group['group_name']] += group['tax_amount_currency']
        return [
            {'label': self.env._("Untaxed amount"), 'amount': self.amount_untaxed, 'kind': 'untaxed'},
            *({'label': name, 'amount': amount, 'kind': 'tax'} for name, amount in taxes.items()),
            {'label': self.env._("Total"), 'amount': self.amount_total, 'kind': 'total'},
        ]

    def _get_print_payers(self):
        """Who bears how much of the total; the amounts add up to it.

        :return: list of dicts ``name``, ``note`` (what for) and ``amount`` (with taxes)
        """
        self.ensure_one()
        notes = defaultdict(list)
        for job in self.job_ids.filtered(lambda job: job._is_live() and job.line_ids):
            notes[job.payer_id].append(job.pay_type_id.name)
            if job._is_shared():
                notes[job.co_payer_id].append(job._get_print_share_note())
        return [{
            'name': payer.display_name or self.env._(
                "%(company)s (not charged to the customer)", company=self.company_id.name),
            'note': ", ".join(dict.fromkeys(notes[payer])),
            'amount': summary['total_amount_currency'],
        } for payer, summary in self._get_payer_summaries()]

    def _get_print_validity_date(self):
        """Last day the estimate holds; of what is more than an estimate, as one printed today would; None: no end."""
        self.ensure_one()
        if self.state == 'draft':
            return self.valid_until or None
        days = self.company_id.aftersales_estimate_validity_days
        return fields.Date.context_today(self) + timedelta(days=days) if days else None

    # === BUSINESS METHODS: GUARANTEE ===#

    def _get_print_guarantees(self):
        """The repair guarantee (F3) of each class of work done, from completion or delivery.

        :return: list of dicts ``work_class``, ``jobs``, ``void_jobs`` (without guarantee for the parts
            used), ``limits`` (in words), ``until`` (date or None), ``until_km`` (0.0 when unknown)
        """
        self.ensure_one()
        result = []
        jobs = self.job_ids.filtered(lambda job: job._is_live() and job.work_class_id)
        for work_class, class_jobs in jobs.grouped('work_class_id').items():
            void = class_jobs.filtered(lambda job: job._voids_guarantee())
            limits = [job._get_guarantee()[:2] for job in class_jobs - void]
            until, until_odometer = limits[0] if limits else (None, 0.0)
            result.append({
                'work_class': work_class,
                'jobs': class_jobs - void,
                'void_jobs': void,
                'limits': work_class._get_print_limits(),
                'until': until,
                'until_km': until_odometer,
            })
        return result

    def _is_certifiable(self):
        """Whether the final inspection is behind the order, so that a completion certificate may be issued."""
        self.ensure_one()
        return self.state in ('ready', 'delivered') and any(job.state == 'passed' for job in self.job_ids)
