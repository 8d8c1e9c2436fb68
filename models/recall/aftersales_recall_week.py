from odoo import api, fields, models
from odoo.tools import SQL


class AftersalesRecallWeek(models.Model):
    """A recall week by week: how many cars were told and done by then, and what the target was (monthly table H)."""
    _name = 'aftersales.recall.week'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Progress of Recalls"
    _auto = False
    _order = 'recall_id.id desc, week'
    _rec_name = 'recall_id'

    recall_id = fields.Many2one('aftersales.recall', readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    brand_id = fields.Many2one('fleet.vehicle.model.brand', string="Brand", readonly=True)
    kind = fields.Selection(
        selection=lambda self: self.env['aftersales.recall']._fields['kind']._description_selection(self.env), readonly=True)
    week = fields.Integer(readonly=True, aggregator='max')
    date = fields.Date(string="Week's Last Day", readonly=True, help="Of the week that runs: today.")
    car_total = fields.Integer(string="Cars", readonly=True, aggregator='max')
    told = fields.Integer(readonly=True, aggregator='max', help="By the end of the week.")
    done = fields.Integer(readonly=True, aggregator='max', help="By the end of the week.")
    done_in_week = fields.Integer(string="Done This Week", readonly=True)
    done_percent = fields.Float(string="Done (%)", readonly=True, aggregator='max', digits=(5, 1))
    target_percent = fields.Float(string="Target (%)", readonly=True, aggregator='max', digits=(5, 1))

    @property
    def _table_query(self):
        """One pass over the cars: what happened in a week is summed up to it."""
        return SQL("""
            WITH %s, %s, weeks AS (%s)
            SELECT w.recall_id * 1000 + w.week AS id, w.recall_id, w.company_id, w.brand_id, w.kind, w.week,
                   LEAST(w.started_date + 7 * w.week - 1, w.last_day)::date AS date,
                   COALESCE(t.cars, 0)::int AS car_total,
                   COALESCE(SUM(told.told) OVER so_far, 0)::int AS told,
                   COALESCE(SUM(done.done) OVER so_far, 0)::int AS done,
                   COALESCE(done.done, 0)::int AS done_in_week,
                   CASE WHEN t.cars > 0 THEN 100.0 * COALESCE(SUM(done.done) OVER so_far, 0) / t.cars ELSE 0 END
                       AS done_percent,
                   COALESCE((SELECT g.percent FROM aftersales_recall_target g
                              WHERE g.recall_id = w.recall_id AND g.week <= w.week
                              ORDER BY g.week DESC LIMIT 1), 0) AS target_percent
              FROM weeks w
              LEFT JOIN total t ON t.recall_id = w.recall_id
              LEFT JOIN told ON told.recall_id = w.recall_id AND told.week = w.week
              LEFT JOIN done ON done.recall_id = w.recall_id AND done.week = w.week
            WINDOW so_far AS (PARTITION BY w.recall_id ORDER BY w.week)
        """, self._get_car_tables(), self._get_sum_tables(), self._get_weeks_query())

    @api.model
    def _get_car_tables(self):
        """How many cars of each recall were told in one week and done in another; they are counted by quarters of an hour, on
        which all days begin, before their weeks are told.

        Work has the clock of the outlet that did it; letters, and work done elsewhere, that of the company's first outlet.
        Where all outlets of the company have that clock, the jobs are not read: they are many, and all its own.
        """
        return SQL("""outlet AS (
                SELECT w.id, w.company_id, hours.tz
                  FROM aftersales_workshop w
                  JOIN resource_calendar hours ON hours.id = w.resource_calendar_id
            ), clock AS (
                SELECT first.company_id, first.tz, EXISTS (
                           SELECT FROM outlet
                            WHERE outlet.company_id = first.company_id AND outlet.tz != first.tz) AS is_one_of_several
                  FROM (SELECT company.id AS company_id, COALESCE(%s, p.tz, 'UTC') AS tz
                          FROM res_company company
                          JOIN res_partner p ON p.id = company.partner_id) first
            ), moment AS (
                SELECT rv.recall_id, date_bin('15 minutes', rv.first_told_date, timestamp '2000-01-01') AS told,
                       date_bin('15 minutes', rv.done_date, timestamp '2000-01-01') AS done,
                       CASE WHEN clock.is_one_of_several THEN (
                           SELECT outlet.tz FROM aftersales_job job JOIN outlet ON outlet.id = job.workshop_id
                            WHERE job.id = rv.job_id) END AS tz,
                       COUNT(*) AS cars
                  FROM aftersales_recall_vehicle rv
                  JOIN aftersales_recall r ON r.id = rv.recall_id
                  JOIN clock ON clock.company_id = r.company_id
                 WHERE rv.vehicle_id IS NOT NULL AND rv.state != 'gone' AND r.started_date IS NOT NULL
              GROUP BY 1, 2, 3, 4
            ), car AS (
                SELECT moment.recall_id, moment.cars,
                       ((moment.told AT TIME ZONE 'UTC' AT TIME ZONE clock.tz)::date - r.started_date) / 7 + 1 AS told_week,
                       ((moment.done AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(moment.tz, clock.tz))::date
                           - r.started_date) / 7 + 1 AS done_week
                  FROM moment
                  JOIN aftersales_recall r ON r.id = moment.recall_id
                  JOIN clock ON clock.company_id = r.company_id
            )""", self.env['aftersales.workshop']._get_first_zone_query(SQL("company.id")))

    @api.model
    def _get_sum_tables(self):
        return SQL("""total AS (
                SELECT recall_id, SUM(cars) AS cars FROM car GROUP BY recall_id
            ), told AS (
                SELECT recall_id, GREATEST(told_week, 1) AS week, SUM(cars) AS told
                  FROM car WHERE told_week IS NOT NULL GROUP BY 1, 2
            ), done AS (
                SELECT recall_id, GREATEST(done_week, 1) AS week, SUM(cars) AS done
                  FROM car WHERE done_week IS NOT NULL GROUP BY 1, 2
            )""")

    @api.model
    def _get_weeks_query(self):
        """A row a recall and week, from its start to its end or today."""
        return SQL("""
                SELECT r.id AS recall_id, r.company_id, r.brand_id, r.kind, r.started_date, last.day AS last_day,
                       week::int AS week
                  FROM aftersales_recall r
                  JOIN clock ON clock.company_id = r.company_id
            CROSS JOIN LATERAL (SELECT COALESCE(
                           r.ended_date, (%s AT TIME ZONE 'UTC' AT TIME ZONE clock.tz)::date) AS day) last
            CROSS JOIN LATERAL generate_series(1, LEAST((last.day - r.started_date) / 7 + 1, 520)) AS week
                 WHERE r.started_date IS NOT NULL
            """, fields.Datetime.now())
