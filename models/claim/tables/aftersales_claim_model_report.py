from odoo import api, fields, models
from odoo.tools import SQL

# Aggregate: what is divided by what, and times what; without a factor the mean of the first, each row by its weight.
QUOTIENTS = {
    'per_thousand:avg': ('cases', 'car_count', 1000.0),
    'decision_days:avg': ('decision_days', 'decided_cases', None),
    'first_pass:avg': ('first_pass', 'decided_cases', None),
    'acceptance_rate:avg': ('decided', 'claimed_of_decided', 100.0),
}


class AftersalesClaimModelReport(models.Model):
    """Table A: a row a month and model with claims: cars in guarantee, cases and cases per 1,000 of them (I3)."""
    _name = 'aftersales.claim.model.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Claims by Model"
    _asked_field = 'period'
    _asked_by_month = True
    _auto = False
    _order = 'period desc, id'
    _rec_name = 'model_id'

    period = fields.Date(string="Month", readonly=True, help="Of the sending, by the clock of the outlet.")
    company_id = fields.Many2one('res.company', readonly=True)
    brand_id = fields.Many2one('fleet.vehicle.model.brand', readonly=True)
    model_id = fields.Many2one('fleet.vehicle.model', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    car_count = fields.Integer(
        string="Cars in Guarantee", readonly=True, help="With a coverage of the whole car by time in that month.")
    cases = fields.Integer(readonly=True)
    per_thousand = fields.Float(
        string="Cases per 1,000 Cars", readonly=True, aggregator='avg', digits=(10, 1),
        help="Of several rows: all cases for all cars, a car once a month.")
    claimed = fields.Monetary(readonly=True)
    decided = fields.Monetary(string="Accepted", readonly=True)
    refused_amount = fields.Monetary(string="Not Accepted", readonly=True)
    paid = fields.Monetary(string="Paid by the Maker", readonly=True)
    open_amount = fields.Monetary(string="Open at the Maker", readonly=True)
    decided_cases = fields.Integer(string="Cases Decided", readonly=True)
    claimed_of_decided = fields.Monetary(string="Claimed of Decided Cases", readonly=True)
    decision_days = fields.Float(
        string="Days to the Decision", readonly=True, aggregator='avg', digits=(8, 1), help="Of decided cases.")
    first_pass = fields.Float(
        string="First Pass (%)", readonly=True, aggregator='avg', digits=(5, 1), help="Of decided cases.")
    acceptance_rate = fields.Float(
        string="Accepted (%)", readonly=True, aggregator='avg', digits=(5, 1),
        help="Accepted of what was claimed, of decided claims.")

    @property
    def _table_query(self):
        return SQL("""
            SELECT r.id, r.cell, r.period, r.company_id, r.brand_id, r.model_id, r.currency_id,
                   COALESCE(cars.cars, 0)::integer AS car_count, r.cases,
                   CASE WHEN cars.cars > 0 THEN 1000.0 * r.cases / cars.cars END AS per_thousand,
                   r.claimed, r.decided, r.refused_amount, r.paid, r.open_amount, r.decided_cases, r.claimed_of_decided,
                   r.decision_days, r.first_pass, r.acceptance_rate
              FROM (
                       SELECT MIN(claim.id) AS id, MIN(MIN(claim.id)) OVER (
                                  PARTITION BY claim.period, claim.company_id, claim.brand_id, claim.model_id) AS cell,
                              claim.period, claim.company_id, claim.brand_id, claim.model_id,
                              claim.currency_id, COUNT(*)::integer AS cases,
                              SUM(claim.claimed) AS claimed, SUM(claim.decided) AS decided,
                              SUM(claim.refused_amount) AS refused_amount, SUM(claim.paid) AS paid,
                              SUM(claim.open_amount) AS open_amount, COUNT(claim.first_pass)::integer AS decided_cases,
                              SUM(claim.claimed) FILTER (WHERE claim.first_pass IS NOT NULL) AS claimed_of_decided,
                              AVG(claim.decision_days) AS decision_days,
                              AVG(claim.first_pass) AS first_pass,
                              100.0 * SUM(claim.decided) FILTER (WHERE claim.first_pass IS NOT NULL)
                              / NULLIF(SUM(claim.claimed) FILTER (WHERE claim.first_pass IS NOT NULL), 0) AS acceptance_rate
                         FROM (SELECT sent.*, date_trunc(
                                      'month', (sent.date AT TIME ZONE 'UTC') AT TIME ZONE clock.tz)::date AS period
                                 FROM (%(claims)s) sent
                                 JOIN (SELECT outlet.id, COALESCE(hours.tz, partner.tz, 'UTC') AS tz
                                         FROM aftersales_workshop outlet
                                         JOIN res_company company ON company.id = outlet.company_id
                                         JOIN res_partner partner ON partner.id = company.partner_id
                                    LEFT JOIN resource_calendar hours ON hours.id = outlet.resource_calendar_id
                                       OFFSET 0) clock ON clock.id = sent.workshop_id
                                WHERE %(asked)s) claim
                     GROUP BY claim.period, claim.company_id, claim.brand_id, claim.model_id, claim.currency_id) r
         LEFT JOIN (%(cars)s) cars ON cars.company_id = r.company_id AND cars.model_id = r.model_id
               AND r.period >= cars.month AND (cars.next_month IS NULL OR r.period < cars.next_month)
        """, claims=self.env['aftersales.claim.report']._table_query, cars=self._get_cars_query(),
            asked=self._limit_to_asked(SQL("sent.date")))

    @api.model
    def _get_cars_query(self):
        """Cars in guarantee of each company that claims, by model, from one month to the next in which they change.

        One pass over the coverages, however many months are asked for: a coverage adds its car from the month in which
        it begins, or in which those before it have ended, and takes it away after the month in which it ends. What had ended
        before the months asked for, or begins after them, says nothing of them. Cars whose months are the same are counted
        before they are told month by month: they are many.
        """
        return SQL("""
            SELECT change.company_id, change.model_id, change.month,
                   SUM(SUM(change.step)) OVER months AS cars, LEAD(change.month) OVER months AS next_month
              FROM (
                       SELECT held.company_id, held.model_id, step.month::date AS month, step.step * held.cars AS step
                         FROM (
                                  SELECT company.id AS company_id, car.model_id, COUNT(*) AS cars,
                                         GREATEST(date_trunc('month', span.start_date::timestamp),
                                                  date_trunc('month', span.until::timestamp) + INTERVAL '1 month') AS since,
                                         date_trunc('month', span.end_date::timestamp) + INTERVAL '1 month' AS gone
                                    FROM res_company company
                              CROSS JOIN LATERAL (
                                             SELECT v.vehicle_id, v.start_date, COALESCE(v.end_date, 'infinity') AS end_date,
                                                    MAX(COALESCE(v.end_date, 'infinity')) OVER (
                                                        PARTITION BY v.vehicle_id ORDER BY v.start_date, v.id
                                                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until
                                               FROM aftersales_coverage v
                                              WHERE v.active AND v.is_undone IS NOT TRUE AND v.product_id IS NULL
                                                AND v.vehicle_id IS NOT NULL
                                                AND (v.company_id IS NULL OR v.company_id = company.id) AND %s) span
                                    JOIN fleet_vehicle car ON car.id = span.vehicle_id
                                   WHERE (span.until IS NULL OR span.until < span.end_date)
                                     AND date_trunc('month', span.end_date::timestamp)
                                         >= date_trunc('month', span.start_date::timestamp)
                                     AND EXISTS (SELECT FROM aftersales_claim claim WHERE claim.company_id = company.id)
                                GROUP BY company.id, car.model_id, since, gone) held
                   CROSS JOIN LATERAL (VALUES (held.since, 1), (held.gone, -1)) step (month, step)
                        WHERE step.month < 'infinity') change
          GROUP BY change.company_id, change.model_id, change.month
            WINDOW months AS (PARTITION BY change.company_id, change.model_id ORDER BY change.month)
        """, self._get_asked_coverages())

    @api.model
    def _get_asked_coverages(self):
        first, last = self._get_asked()
        return SQL(
            "%s AND %s",
            SQL("(v.end_date IS NULL OR v.end_date >= %s)", first.replace(day=1)) if first else SQL("TRUE"),
            SQL("v.start_date <= %s", last) if last else SQL("TRUE"))

    def _read_group_select(self, aggregate_spec, query):
        """What rows tell of a share or a mean is, of several rows, a quotient of their sums."""
        if aggregate_spec == 'car_count:sum':
            return SQL("%s::integer", self._sum_cars(query))
        parts = QUOTIENTS.get(aggregate_spec)
        if not parts:
            return super()._read_group_select(aggregate_spec, query)
        value, weight, factor = parts
        over, under = (self._field_to_sql(self._table, name, query) for name in (value, weight))
        if factor is None:  # a mean of rows, each by its weight
            return SQL("SUM(%s * %s) / NULLIF(SUM(%s), 0)", over, under, under)
        divisor = self._sum_cars(query) if weight == 'car_count' else SQL("SUM(%s)", under)
        return SQL("%s * SUM(%s) / NULLIF(%s, 0)", factor, over, divisor)

    def _sum_cars(self, query):
        """Rows of one month and model differ by currency alone and tell the same cars: they are summed once."""
        cell, cars = SQL.identifier(self._table, 'cell'), self._field_to_sql(self._table, 'car_count', query)
        return SQL("(SUM(DISTINCT %s * 1e9 + %s) - SUM(DISTINCT %s * 1e9))", cell, cars, cell)
