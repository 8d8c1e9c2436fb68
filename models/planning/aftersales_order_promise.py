from collections import defaultdict
from datetime import timedelta

from markupsafe import escape

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.aftersales.models.outlet.timetable import HORIZON, make_spans

WARNING_ACTIVITY = 'aftersales.mail_activity_promise'


class AftersalesOrder(models.Model):
    """A promise that will not be kept is seen before it is late, so that the customer can be told (F6)."""
    _inherit = 'aftersales.order'

    expected_ready_date = fields.Datetime(
        string="Expected Ready", compute='_compute_expected_ready_date',
        help="When the work that is left will be done, one job after the other in the outlet's opening hours, "
             "or as it is planned when that is later.",
    )
    is_at_risk = fields.Boolean(
        string="Promise at Risk", compute='_compute_expected_ready_date', search='_search_is_at_risk',
        help="The work that is left does not fit before the promise, or hardly.",
    )
    promise_warning_date = fields.Datetime(
        string="Advisor Warned", readonly=True, copy=False, help="When the advisor was warned about this promise.")

    _to_warn_idx = models.Index(
        "(promise_date) WHERE state IN ('received', 'in_progress', 'quality_check') AND promise_warning_date IS NULL")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('state', 'promise_date', 'workshop_id')
    def _compute_expected_ready_date(self):
        """Depends on the clock as well, so it is never stored; constant queries for any number of orders."""
        now = fields.Datetime.now()
        working = self.filtered('is_open')
        others = self - working
        others.expected_ready_date = others.is_at_risk = False
        works = working._get_work_left()
        tables = working.workshop_id._origin._get_timetables(
            # A day more on each side: the outlets' days are not those of Greenwich.
            now.date() - timedelta(days=1), now.date() + HORIZON + timedelta(days=1), self.env['hr.employee'])
        ahead = make_spans([(now, now + HORIZON)])
        for workshop, orders in working.grouped('workshop_id').items():
            table = tables[workshop._origin]
            opening = table.open & ahead
            for order in orders:
                expected = self._get_end_of_work(table, opening, now, works[order._origin])
                order.expected_ready_date = expected
                order.is_at_risk = order._is_promise_at_risk(now, expected)

    @api.model
    def _get_end_of_work(self, table, opening, now, works):
        """When the last of an order's works is done, one after the other; what waits for nothing comes first.

        :param works: list of (earliest start, hours, planned end), see ``_get_work_left``
        :return: naive UTC moment, or False when nobody knows
        """
        end = now
        if any(not start for start, __, __ in works):
            return False
        for start, hours, __ in sorted(works, key=lambda work: work[0]):
            start = max(start, end)
            place = table.lay(opening, start, hours) if hours else (start, start)
            if not place:
                return False
            end = place[1]
        return max([end, *(planned_stop for __, __, planned_stop in works if planned_stop)])

    def _is_promise_at_risk(self, now, expected):
        self.ensure_one()
        promise = self.promise_date
        if not promise or promise < now or (not expected and promise > now + HORIZON):
            return False
        slack = timedelta(minutes=self.company_id.aftersales_promise_warning_minutes)
        return not expected or expected + slack > promise

    def _get_work_left(self):
        """:return: dict of order: list of (moment the work may begin, or False when nobody knows; hours; planned end)"""
        now = fields.Datetime.now()
        jobs = self.env['aftersales.job'].search_fetch(
            [
                ('order_id', 'in', self._origin.ids), ('is_open', '=', True), ('approval', '!=', 'declined'),
            ],
            ['order_id', 'flat_rate_hours', 'planned_stop'],
        )
        starts, works = jobs._get_earliest_starts(), defaultdict(list)
        for job in jobs:
            works[job.order_id].append((
                starts.get(job, now), max(job.flat_rate_hours - job._get_hours_done(), 0.0), job.planned_stop))
        return works

    def _search_is_at_risk(self, operator, value):
        """The cars in the house that are promised soon are looked at one by one: it depends on the time of day."""
        if operator != 'in':
            return NotImplemented
        now = fields.Datetime.now()
        candidates = self.search(
            self._get_open_domain()
            & Domain('promise_date', '>=', now) & Domain('promise_date', '<', now + HORIZON))
        found = Domain('id', 'in', candidates.filtered('is_at_risk').ids)
        return found if True in value else ~found

    # === CRUD METHODS ===#

    def write(self, vals):
        result = super().write(vals)
        if 'promise_date' in vals:
            self._settle_promise_warnings()
        return result

    # === BUSINESS METHODS ===#

    @api.model
    def _get_unlocked_fields(self):
        return super()._get_unlocked_fields() | {'promise_warning_date'}

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target not in self._open_states:
            self._settle_promise_warnings()

    def _settle_promise_warnings(self):
        """The promise was changed or kept: nobody needs to be warned of it any more."""
        warned = self.sudo().filtered('promise_warning_date')  # the stamp is the system's
        if warned:
            warned.activity_unlink([WARNING_ACTIVITY])
            warned.promise_warning_date = False

    @api.model
    def _cron_warn_late_promises(self, batch_size=500):
        """Give advisors a task for each promise that is at risk or late; once a promise."""
        domain = self._get_open_domain() & Domain('promise_warning_date', '=', False) & (
            Domain('is_at_risk', '=', True) | Domain('is_late', '=', True))
        self._work_through(domain, '_warn_of_promise', batch_size, order='promise_date, id', together=True)

    def _warn_of_promise(self):
        tasks = {}
        for order in self:
            user = order.user_id or order.workshop_id.manager_id or self.env.user
            words = order.with_context(lang=user.lang)
            tasks[order] = {
                'user_id': user.id,
                'summary': words.env._("Promise at risk: %(plate)s", plate=order.license_plate or order.name),
                'note': escape(words._get_promise_warning()),
            }
        self._create_tasks(WARNING_ACTIVITY, tasks)
        self.promise_warning_date = fields.Datetime.now()

    def _get_promise_warning(self):
        self.ensure_one()
        names = {
            'order': self.name, 'promise': self._get_time_text(self.promise_date),
            'expected': self._get_time_text(self.expected_ready_date) or self.env._("not foreseeable"),
        }
        warning = self.env._(
            "%(order)s was promised for %(promise)s and is not ready. Expected: %(expected)s. "
            "Agree on a new time with the customer by “Change Promise”.", **names,
        ) if self.is_late else self.env._(
            "%(order)s is promised for %(promise)s, but expected ready: %(expected)s. "
            "Agree on a new time with the customer by “Change Promise” before it is late.", **names)
        return " ".join([warning, *self._get_delay_reasons()])

    def _get_delay_reasons(self):
        """What the work that is left waits for, a sentence each."""
        self.ensure_one()
        return self.job_ids.filtered(lambda job: job.is_open and job._is_live())._get_wait_texts()
