from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.aftersales.models.order.approvals import WAITING_APPROVALS


class AftersalesOrder(models.Model):
    """Whether a car in the house waits for something: one answer for board, lists and cards."""

    _inherit = 'aftersales.order'

    is_waiting = fields.Boolean(
        string="Waiting", compute='_compute_is_waiting', search='_search_is_waiting',
        help="The car is in the house, and before its work can go on something must happen: an answer, a part, the end "
             "of a wait.")

    waiting_for = fields.Char(string="Waits For", compute='_compute_waiting_for')
    waiting_since = fields.Datetime(
        compute='_compute_waiting_for', help="When the longest of the waits that are open was put down.")

    @api.depends_context('lang')
    @api.depends('is_waiting', 'hold_ids.start', 'hold_ids.kind', 'hold_ids.note')
    def _compute_waiting_for(self):
        for order in self:
            waits = order._get_waits() if order.is_waiting else []
            order.waiting_for = " · ".join(dict.fromkeys(waits))
            order.waiting_since = min(order.hold_ids.filtered('is_open').mapped('start'), default=False)

    def _get_waits(self):
        """Hook: what the car waits for, in a few words each; rooms that hold work up add theirs by ``super()``."""
        self.ensure_one()
        jobs = self.job_ids.filtered(lambda job: job.is_open and job._is_live())
        return [
            ": ".join(filter(None, (hold._get_wait_text(), hold.job_id.name))) for hold in self.hold_ids if hold.is_open
        ] + [
            self.env._("Customer's answer: %(job)s", job=job.shown_name) for job in jobs
            if (job.approval in WAITING_APPROVALS or job.is_waiting_answer)
            and not any(hold.is_open and hold.kind == 'approval' for hold in job.hold_ids)
        ] + [
            self.env._("Stopped: %(job)s", job=job.shown_name) for job in jobs
            if job.state == 'blocked' and not any(hold.is_open for hold in job.hold_ids)
        ]

    @api.depends('state', 'hold_ids.stop', 'job_ids.state', 'job_ids.approval', 'job_ids.is_waiting_answer')
    def _compute_is_waiting(self):
        for order in self:
            order.is_waiting = order._is_waiting()

    def _search_is_waiting(self, operator, value):
        """Cars in the house are looked at one by one: what they wait for depends on today's stock, too."""
        if operator != 'in':
            return NotImplemented
        waiting = Domain('id', 'in', self.search(self._get_open_domain())._filter_waiting().ids)
        return waiting if True in value else ~waiting

    def _filter_waiting(self):
        """Those of the orders that wait; rooms whose answer is dear read it for all at once by ``super()``."""
        return self.filtered('is_waiting')

    def _is_waiting(self):
        self.ensure_one()
        return self.is_open and (
            any(hold.is_open for hold in self.hold_ids)
            or any(job._is_held_up() for job in self.job_ids if job.is_open and job._is_live()))
