import hashlib
import json

from odoo import api, models
from odoo.fields import Domain

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
    ``controllers/portal`` check whose order it is and show what these methods tell."""

    _name = 'aftersales.order'
    _inherit = ['aftersales.order', 'portal.mixin', 'aftersales.own.mixin']

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
        return partner._get_aftersales_family_domain('partner_id') & Domain('active', '=', True)

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
        return self.sudo().authorise_url or None

    def _get_portal_status(self):
        """What changes while the customer watches, as JSON values."""
        self.ensure_one()
        return {
            'state': self.state,
            'promise': self.promise_date and self.promise_date.isoformat(),
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

    def _get_portal_invoices(self):
        """Posted invoices of the order that are made out to the customer."""
        self.ensure_one()
        return self._get_invoices().filtered(
            lambda move: move.state == 'posted'
            and move.commercial_partner_id == self.partner_id.commercial_partner_id
        ).sorted('id')

    # === BUSINESS METHODS: PAPERS ===#

    def _get_portal_papers(self):
        """Papers the customer may fetch now.

        :return: dict of key: ``{'label', 'report' (XML id), 'record'}``
        """
        self.ensure_one()
        papers = {}
        if self.state == 'draft':
            if self.authorisation_ids or self._get_portal_question_url():
                papers['estimate'] = {'label': self.env._("Estimate"), 'report': 'aftersales.action_report_estimate'}
        elif self.state != 'cancelled':
            papers['repair-order'] = {
                'label': self.env._("Repair order"), 'report': 'aftersales.action_report_repair_order'}
        if self._is_certifiable():
            papers['settlement'] = {
                'label': self.env._("Settlement and certificate"), 'report': 'aftersales.action_report_settlement'}
        if self.checkin_id.state == 'signed':
            papers['check-in'] = {
                'label': self.env._("Check-in sheet"), 'report': 'aftersales.action_report_checkin',
                'record': self.checkin_id,
            }
        checks = self.health_check_ids.filtered(lambda check: check.state == 'done')
        if checks and (self.request_ids or self.state in ('ready', 'delivered')):
            # Not before the advisor has spoken: findings come with their prices.
            papers['health-check'] = {
                'label': self.env._("Health check"), 'report': 'aftersales.action_report_health_check', 'record': checks}
        if self.authorisation_ids:
            papers['authorisation'] = {
                'label': self.env._("Your answers"), 'report': 'aftersales.action_report_authorisation',
                'record': self.authorisation_ids,
            }
        if self.state == 'delivered':
            papers['delivery'] = {'label': self.env._("Delivery sheet"), 'report': 'aftersales.action_report_delivery'}
        return {
            key: {'record': self, **paper}
            for key, paper in papers.items() if self.env.ref(paper['report'], raise_if_not_found=False)
        }
