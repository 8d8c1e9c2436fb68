from odoo import fields, models
from odoo.tools import SQL

RATE = {'readonly': True, 'aggregator': 'avg', 'digits': (6, 1)}
# A rate of several rows is that of their sums: what is summed over what, and by how much it is multiplied.
QUOTIENTS = {
    'share:avg': (100.0, 'accident_output', 'output'),
    'average:avg': (1.0, 'accident_output', 'accident_count'),
    'supplement_share:avg': (100.0, 'amount_supplement', 'amount_assessed'),
}


class AftersalesAccidentReport(models.Model):
    """A row an order that left the house: how much of the output is accident repair, and what accidents take (E11).

    Of an order with an accident all work counts as accident repair, whoever pays it; an accident nobody claimed is one, too.
    """
    _name = 'aftersales.accident.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Accidents in Figures"
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'order_id'
    _depends = {
        'aftersales.order': [
            'company_id', 'workshop_id', 'state', 'received_date', 'delivered_date', 'amount_untaxed', 'currency_rate'],
        'aftersales.accident': ['order_id', 'insurer_id', 'state', 'amount_assessed', 'amount_supplement'],
        'aftersales.hold': ['order_id', 'kind', 'start', 'stop', 'hours'],
        'res.company': ['aftersales_accident_share', 'currency_id'],
    }

    date = fields.Datetime(string="Delivered On", readonly=True)
    order_id = fields.Many2one('aftersales.order', string="Repair Order", readonly=True)
    accident_id = fields.Many2one('aftersales.accident', readonly=True)
    insurer_id = fields.Many2one('res.partner', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    output = fields.Monetary(readonly=True, help="What was done on all orders, without taxes.")
    accident_output = fields.Monetary(
        string="Output of Accidents", readonly=True, help="What was done on orders with an accident, without taxes.")
    accident_count = fields.Integer(string="Accidents", readonly=True)
    share = fields.Float(string="Share of the Output (%)", **RATE, help="Output of accidents / output.")
    target = fields.Float(string="Target (%)", **RATE, help="By the settings: which share accidents should have.")
    average = fields.Monetary(
        string="Average per Accident", readonly=True, aggregator='avg', help="Output of accidents / accidents.")
    house_days = fields.Float(string="Days in the House", **RATE, help="From the arrival to the delivery, of accidents.")
    wait_days = fields.Float(
        string="Days Waiting for the Insurer", **RATE, help="Sum of the order's waits for the insurer, of accidents.")
    amount_assessed = fields.Monetary(string="Assessed", readonly=True, help="Approved by insurers, with taxes.")
    amount_supplement = fields.Monetary(
        string="Supplements", readonly=True, help="Approved after what was approved first, with taxes.")
    supplement_share = fields.Float(string="Supplements (%)", **RATE, help="Supplements / assessed.")

    def _read_group_select(self, aggregate_spec, query):
        """Of several rows: the quotient of their sums."""
        if aggregate_spec not in QUOTIENTS:
            return super()._read_group_select(aggregate_spec, query)
        factor, part, whole = QUOTIENTS[aggregate_spec]
        return SQL(
            "%s * SUM(%s) / NULLIF(SUM(%s), 0)", factor, self._field_to_sql(self._table, part, query),
            self._field_to_sql(self._table, whole, query))

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT told.*,
                   CASE WHEN told.output != 0 THEN 100.0 * told.accident_output / told.output END AS share,
                   CASE WHEN told.accident_count = 1 THEN told.accident_output END AS average,
                   CASE WHEN told.amount_assessed != 0
                        THEN 100.0 * told.amount_supplement / told.amount_assessed END AS supplement_share
              FROM (
                SELECT visit.id, visit.id AS order_id, visit.delivered_date AS date, visit.workshop_id, visit.company_id,
                       company.currency_id, accident.id AS accident_id, accident.insurer_id,
                       company.aftersales_accident_share AS target,
                       visit.amount_untaxed / rate.value AS output,
                       CASE WHEN accident.id IS NULL THEN 0 ELSE visit.amount_untaxed / rate.value END AS accident_output,
                       CASE WHEN accident.id IS NULL THEN 0 ELSE 1 END AS accident_count,
                       COALESCE(accident.amount_assessed, 0) / rate.value AS amount_assessed,
                       COALESCE(accident.amount_supplement, 0) / rate.value AS amount_supplement,
                       CASE WHEN accident.id IS NOT NULL
                            THEN EXTRACT(EPOCH FROM visit.delivered_date - visit.received_date) / 86400 END AS house_days,
                       CASE WHEN accident.id IS NOT NULL THEN COALESCE((
                            SELECT SUM(hold.hours) / 24 FROM aftersales_hold hold
                             WHERE hold.order_id = visit.id AND hold.kind = 'insurer'), 0) END AS wait_days
                  FROM aftersales_order visit
                  JOIN res_company company ON company.id = visit.company_id
            CROSS JOIN LATERAL (SELECT COALESCE(NULLIF(visit.currency_rate, 0), 1)::numeric AS value) rate
             LEFT JOIN (
                    SELECT found.id, found.order_id, found.insurer_id, found.amount_assessed, found.amount_supplement
                      FROM aftersales_accident found
                     WHERE NOT EXISTS (
                           SELECT FROM aftersales_accident other
                            WHERE other.order_id = found.order_id
                                  AND ((other.state = 'dropped') < (found.state = 'dropped')
                                       OR (other.state = 'dropped') = (found.state = 'dropped') AND other.id > found.id))
                       ) accident ON accident.order_id = visit.id
                 WHERE visit.state = 'delivered' AND visit.delivered_date IS NOT NULL
                       AND visit.company_id IN %(companies)s) told
            """, companies=tuple(self.env.companies.ids) or (0,))
