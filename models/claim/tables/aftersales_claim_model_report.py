from odoo import fields, models
from odoo.tools import SQL


class AftersalesClaimModelReport(models.Model):
    """Table A: a row a month and model with claims: cars in guarantee, cases and cases per 1,000 of them (I3)."""
    _name = 'aftersales.claim.model.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Claims by Model"
    _auto = False
    _order = 'period desc, id'
    _rec_name = 'model_id'

    period = fields.Date(string="Month", readonly=True, help="Of the sending, by the clock of the company.")
    company_id = fields.Many2one('res.company', readonly=True)
    brand_id = fields.Many2one('fleet.vehicle.model.brand', readonly=True)
    model_id = fields.Many2one('fleet.vehicle.model', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    car_count = fields.Integer(
        string="Cars in Guarantee", readonly=True, help="With a coverage of the whole car by time in that month.")
    cases = fields.Integer(readonly=True)
    per_thousand = fields.Float(
        string="Cases per 1,000 Cars", readonly=True, aggregator='avg', digits=(10, 1), help="Of several rows the mean.")
    claimed = fields.Monetary(readonly=True)
    decided = fields.Monetary(string="Accepted", readonly=True)
    refused_amount = fields.Monetary(string="Not Accepted", readonly=True)
    paid = fields.Monetary(string="Paid by the Maker", readonly=True)
    open_amount = fields.Monetary(string="Open at the Maker", readonly=True)
    decision_days = fields.Float(string="Days to the Decision", readonly=True, aggregator='avg', digits=(8, 1))
    first_pass = fields.Float(string="First Pass (%)", readonly=True, aggregator='avg', digits=(5, 1))
    acceptance_rate = fields.Float(
        string="Accepted (%)", readonly=True, aggregator='avg', digits=(5, 1),
        help="Accepted of what was claimed, of decided claims. Of several rows the mean.")

    @property
    def _table_query(self):
        return SQL("""
            SELECT MIN(r.id) AS id, r.period, r.company_id, r.brand_id, r.model_id, r.currency_id,
                   MAX(cars.cars)::integer AS car_count,
                   COUNT(*)::integer AS cases,
                   CASE WHEN MAX(cars.cars) > 0 THEN 1000.0 * COUNT(*) / MAX(cars.cars) END AS per_thousand,
                   SUM(r.claimed) AS claimed, SUM(r.decided) AS decided,
                   SUM(r.refused_amount) AS refused_amount, SUM(r.paid) AS paid,
                   SUM(r.open_amount) AS open_amount, AVG(r.decision_days) AS decision_days, AVG(r.first_pass) AS first_pass,
                   100.0 * SUM(r.decided) FILTER (WHERE r.first_pass IS NOT NULL)
                   / NULLIF(SUM(r.claimed) FILTER (WHERE r.first_pass IS NOT NULL), 0) AS acceptance_rate
              FROM (SELECT claim.*, date_trunc(
                           'month', (claim.date AT TIME ZONE 'UTC') AT TIME ZONE COALESCE(partner.tz, 'UTC'))::date AS period
                      FROM (%(claims)s) claim
                      JOIN res_company company ON company.id = claim.company_id
                      JOIN res_partner partner ON partner.id = company.partner_id) r
        CROSS JOIN LATERAL (
                       SELECT COUNT(DISTINCT v.vehicle_id) AS cars
                         FROM aftersales_coverage v
                         JOIN fleet_vehicle car ON car.id = v.vehicle_id
                        WHERE car.model_id = r.model_id AND v.active AND NOT COALESCE(v.is_undone, FALSE)
                          AND v.product_id IS NULL AND v.start_date < r.period + INTERVAL '1 month'
                          AND (v.end_date IS NULL OR v.end_date >= r.period)
                          AND (v.company_id IS NULL OR v.company_id = r.company_id)) cars
          GROUP BY r.period, r.company_id, r.brand_id, r.model_id, r.currency_id
        """, claims=self.env['aftersales.claim.report']._table_query)
