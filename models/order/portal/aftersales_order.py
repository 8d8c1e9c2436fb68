import hashlib
import json

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.aftersales.models.base.entries import Paper

# The steps of a visit in the customer's eyes, and the state of the order that shows each of them.
STEP_OF_STATE = {
    'draft': 'booked',
    'received': 'received',
    'in_progress': 'in_work',
    'quality_check': 'quality_check',
    'ready': 'ready',
    'delivered': 'delivered',
}
# The portal's own key to the document is not part of what a delivered order may not change any more.
KEY_FIELDS = {'access_token'}


class AftersalesOrder(models.Model):
    """What the customer sees of an order. No customer has rights on the model: the pages of
    ``controllers/order`` check whose order it is and show what these methods tell."""

    _name = 'aftersales.order'
    _inherit = ['aftersales.order', 'aftersales.own.mixin']

    _portal_counter = 'aftersales_order_count'

    def _compute_access_url(self):
        super()._compute_access_url()
        for order in self:
            order.access_url = f'/my/repair-orders/{order.id}'

    def _check_frozen_fields(self, vals):
        return super()._check_frozen_fields({name: value for name, value in vals.items() if name not in KEY_FIELDS})

    # === BUSINESS METHODS: WHOSE ===#

    @api.model
    def _get_portal_domain(self, partner):
        """The visits of ``partner``, or of the company ``partner`` is a contact of."""
        return partner._get_aftersales_family_domain('partner_id') & (
            Domain('active', '=', True) | Domain('state', '=', 'delivered'))  # put away here, it still is his visit

    @api.model
    def _get_short_signs(self):
        return (*super()._get_short_signs(), 'o')

    # === BUSINESS METHODS: PROGRESS ===#

    def _get_portal_steps(self):
        """The way of the visit: done, current and coming steps; empty for a cancelled order.

        :return: list of dicts ``key``, ``label``, ``status`` (done, current or todo), ``date``
        """
        self.ensure_one()
        labels = {
            'booked': self.env._("Booked"),
            'received': self.env._("Received"),
            'in_work': self.env._("In work"),
            'quality_check': self.env._("Quality check"),
            'ready': self.env._("Ready"),
            'delivered': self.env._("Delivered"),
        }
        dates = {
            'received': self.received_date,
            'in_work': self.started_date,
            'ready': self.ready_date,
            'delivered': self.delivered_date,
        }
        current = STEP_OF_STATE.get(self.state)
        if not current:
            return []
        position = list(labels).index(current)
        return [
            {
                'key': key,
                'label': label,
                'status': 'current' if index == position else 'done' if index < position else 'todo',
                'date': dates.get(key) if index <= position else False,
            }
            for index, (key, label) in enumerate(labels.items())
        ]

    def _get_portal_question_url(self):
        """Address of the page on which the customer answers what the workshop asks; None when it asks nothing."""
        self.ensure_one()
        # sudo: the link is shown to the customer whom it was sent to
        return self.sudo().open_request_id._get_customer_url() or None

    def _get_portal_status(self):
        """What changes while the customer watches, as JSON values."""
        self.ensure_one()
        return {
            'state': self.state,
            'promise': self.promise_date and self.promise_date.isoformat(),
            'late': self.is_late,
            'question': bool(self._get_portal_question_url()),
            'jobs': [[job.id, job._get_portal_status(), job._get_portal_amount()] for job in self._get_portal_jobs()],
            'invoices': [[move.id, move.payment_state] for move in self._get_portal_invoices()],
        }

    def _get_portal_fingerprint(self):
        return hashlib.sha256(json.dumps(self._get_portal_status(), sort_keys=True).encode()).hexdigest()[:16]

    # === BUSINESS METHODS: WORK AND MONEY ===#

    def _get_portal_jobs(self):
        """The work that is the customer's business, in the order of the papers."""
        self.ensure_one()
        return self.job_ids.sorted(lambda job: (job.sequence, job.id)).filtered(
            lambda job: job._is_shown_to_customer())

    def _get_portal_total(self):
        """What the customer pays for the jobs whose price he knows, with taxes."""
        self.ensure_one()
        live = self.job_ids.filtered(lambda job: job._is_live())
        if any(job._get_customer_amount(job._get_sold_lines() - job._get_portal_lines()) for job in live):
            return sum(job._get_portal_amount() or 0.0 for job in live)
        return sum(
            summary['total_amount_currency'] for payer, summary in self._get_payer_summaries()
            if payer.commercial_partner_id == self.partner_id.commercial_partner_id and payer
        )

    def _get_portal_known_total(self):
        """What the customer pays, as soon as he knows the price of anything; else None."""
        self.ensure_one()
        is_known = self.state != 'cancelled' and any(
            job._get_portal_amount() is not None for job in self._get_portal_jobs())
        return self._get_portal_total() if is_known else None

    def _fetch_portal_totals(self):
        """Read at once what :meth:`_get_portal_known_total` of many orders asks for."""
        lines = self.job_ids.line_ids
        lines.tax_ids.flatten_taxes_hierarchy().mapped('price_include')
        lines.mapped('approval')
        (self.partner_id | self.job_ids.payer_id | self.job_ids.co_payer_id).mapped('commercial_partner_id')
        # sudo: as _get_portal_question_url
        self.sudo().mapped('open_request_id.job_ids')

    def _fetch_told(self):
        super()._fetch_told()
        self._fetch_portal_totals()

    def _get_portal_day(self, moment):
        """The day of the outlet, in the reader's words."""
        self.ensure_one()
        return format_date(self.env, self.workshop_id._get_local_day(moment)) if moment else ''

    def _get_portal_invoices_of_more(self):
        """Hook: those of the invoices that carry work of other orders, too, and so are more than the customer reads here."""
        self.ensure_one()
        return self.env['account.move']

    def _get_portal_invoices(self):
        """Invoices that the customer sees with the order; the billing room knows them."""
        self.ensure_one()
        return self.env['account.move']

    def _prepare_portal_values(self):
        """Hook: what else rooms show on the page of the order."""
        self.ensure_one()
        return {}

    # === BUSINESS METHODS: PAPERS ===#

    def _collect_portal_papers(self):
        """Hook: papers the customer may fetch now; rooms add theirs by ``super()``.

        :return: dict of key (in the page's address): ``Paper``
        """
        self.ensure_one()
        papers = {}
        if self.state == 'draft':
            if self.authorisation_ids or self._get_portal_question_url():
                papers['estimate'] = self._prepare_paper(10, self.env._("Estimate"), 'estimate')
        elif self.state != 'cancelled':
            papers['repair-order'] = self._prepare_paper(20, self.env._("Repair order"), 'repair_order')
        return papers

    def _prepare_paper(self, sequence, label, report, record=None):
        """:param str report: the XML id of the report's action, without ``action_report_``"""
        return Paper(sequence, label, f'aftersales.action_report_{report}', self if record is None else record)

    def _get_portal_papers(self):
        """Papers the customer may fetch now, as :meth:`_collect_portal_papers` in the order of the page."""
        papers = self._collect_portal_papers().items()
        return dict(sorted(papers, key=lambda item: item[1].sequence))
