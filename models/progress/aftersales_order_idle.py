from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

IDLE_TASK = 'aftersales.mail_activity_idle_order'
# Who stands longer is idle whatever the hours of the house; a timetable need not be read for it.
SURELY_IDLE = timedelta(days=30)
# More companies than any group of dealers has.
MOST_COMPANIES = 10_000


class AftersalesOrder(models.Model):
    """A car in the house at which nobody works, for which nothing is waited, and which is not planned for later: forgotten.

    Counted are opening hours of the outlet since the last thing that happened with the car (H2 of the shop floor).
    """
    _inherit = 'aftersales.order'

    idle_since = fields.Datetime(
        compute='_compute_idle_since', help="The last thing that happened with a car at which nobody works.")
    is_idle = fields.Boolean(
        string="Standing Idle", compute='_compute_idle_since', search='_search_is_idle',
        help="Nobody works on it, nothing is waited for, and it is not planned for later: longer than the company's hours.")
    idle_told_date = fields.Datetime(
        readonly=True, copy=False, help="When its advisor was told that it stands; he is told anew when it stands again.")
    is_idle_untold = fields.Boolean(
        compute='_compute_idle_since', search='_search_is_idle_untold', export_string_translation=False)

    @api.depends_context('uid')
    def _compute_idle_since(self):
        since = self._read_idle(self.ids)
        idle = self._get_idle_ids(since)
        for order in self:
            order.idle_since = since.get(order._origin.id, (False,))[0]
            order.is_idle = order._origin.id in idle
            order.is_idle_untold = order.is_idle and self._is_untold(since[order._origin.id])

    def _search_is_idle(self, operator, value):
        if operator != 'in':
            return NotImplemented
        domain = Domain('id', 'in', list(self._get_idle_ids(self._read_idle())))
        return domain if True in value else ~domain

    def _search_is_idle_untold(self, operator, value):
        if operator != 'in':
            return NotImplemented
        untold = {order_id: row for order_id, row in self._read_idle().items() if self._is_untold(row)}
        domain = Domain('id', 'in', list(self._get_idle_ids(untold)))
        return domain if True in value else ~domain

    @api.model
    def _is_untold(self, row):
        """Whether its advisor was not told since it stands."""
        since, __, __, told = row
        return not told or told < since

    # === BUSINESS METHODS ===#

    @api.model
    def _read_idle(self, ids=None):
        """Cars that stand, and since when.

        :param ids: of orders; all in the houses of the user's companies if not given
        :return: dict of id: (since, id of the outlet, the company's hours, when the advisor was told)
        """
        if ids is not None and not ids:
            return {}
        self.env.flush_all()
        self.env.cr.execute(SQL(
            """
            SELECT o.id,
                   GREATEST(o.received_date, o.started_date, entry.last, hold.last, job.last), o.workshop_id,
                   company.aftersales_idle_hours, o.idle_told_date
              FROM aftersales_order o
              JOIN res_company company ON company.id = o.company_id AND company.aftersales_idle_hours > 0
         LEFT JOIN LATERAL (SELECT MAX(COALESCE(e.stop, 'infinity')) AS last
                              FROM aftersales_time_entry e WHERE e.order_id = o.id) entry ON TRUE
         LEFT JOIN LATERAL (SELECT MAX(COALESCE(h.stop, 'infinity')) AS last
                              FROM aftersales_hold h WHERE h.order_id = o.id) hold ON TRUE
         LEFT JOIN LATERAL (SELECT MAX(GREATEST(j.started_date, j.done_date)) AS last
                              FROM aftersales_job j WHERE j.order_id = o.id) job ON TRUE
             WHERE o.state IN ('received', 'in_progress', 'quality_check') AND o.received_date IS NOT NULL AND %(which)s
               AND COALESCE(entry.last, o.received_date) < 'infinity' AND COALESCE(hold.last, o.received_date) < 'infinity'
               AND NOT EXISTS (SELECT FROM aftersales_allocation a
                                 JOIN aftersales_job planned ON planned.id = a.job_id
                                WHERE planned.order_id = o.id AND a.start > %(now)s)
            """,
            which=SQL("o.company_id = ANY(%s)", self.env.companies.ids) if ids is None else SQL("o.id = ANY(%s)", list(ids)),
            now=fields.Datetime.now()))
        return {row[0]: row[1:] for row in self.env.cr.fetchall()}

    @api.model
    def _get_idle_ids(self, since):
        """Which of these stand longer than the company's hours, counted while the outlet is open.

        :param since: as of :meth:`_read_idle`
        """
        now = fields.Datetime.now()
        # The clock on the wall says at once who cannot be idle yet.
        late = {
            order_id: row for order_id, row in since.items() if row[0] + timedelta(hours=row[2]) <= now}
        surely = {order_id for order_id, row in late.items() if row[0] <= now - SURELY_IDLE}
        asked = {order_id: row for order_id, row in late.items() if order_id not in surely}
        if not asked:
            return surely
        outlets = self.env['aftersales.workshop'].sudo().browse({row[1] for row in asked.values()})
        first = min(row[0] for row in asked.values()).date() - timedelta(days=1)
        tables = outlets._get_timetables(first, now.date() + timedelta(days=1), employees=self.env['hr.employee'])
        by_id = {outlet.id: tables[outlet] for outlet in outlets}
        return surely | {
            order_id for order_id, (start, outlet, hours, __) in asked.items()
            if not by_id[outlet].has_hours or by_id[outlet].hours(by_id[outlet].open, start, now) >= hours}

    @api.model
    def _cron_tell_idle(self, batch=500):
        """Tell the advisors of cars that stand, once for each time; what moves again needs no task any more."""
        houses = self.with_context(allowed_company_ids=self.env['res.company'].search([], limit=MOST_COMPANIES).ids)
        task_type = self.env.ref(IDLE_TASK, raise_if_not_found=False)
        if task_type:
            tasks = self.env['mail.activity'].search(
                [('activity_type_id', '=', task_type.id), ('res_model', '=', self._name), ('automated', '=', True)],
                limit=batch, order='id')
            idle = houses.search([('id', 'in', tasks.mapped('res_id')), ('is_idle', '=', True)])
            tasks.filtered(lambda task: task.res_id not in idle._ids).unlink()
        houses._work_through(
            [('is_idle_untold', '=', True), ('user_id', '!=', False)], '_tell_idle', batch, order='id', together=True)

    def _tell_idle(self):
        tasks = {}
        for order in self.filtered(lambda order: not order._get_planned_tasks(IDLE_TASK)):
            words = order.with_context(lang=order.user_id.lang)
            tasks[order] = {'user_id': order.user_id.id, 'summary': words.env._(
                "%(plate)s stands since %(since)s: nobody works on it", plate=order.license_plate or order.name,
                since=words._get_time_text(order.idle_since))}
        # sudo: tasks and the stamp are the system's
        self.sudo()._create_tasks(IDLE_TASK, tasks)
        self.sudo().idle_told_date = fields.Datetime.now()
