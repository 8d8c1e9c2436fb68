from datetime import datetime, time

import pytz
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

MONTHS = 24
COUNT = {'readonly': True}
RATE = {'digits': (6, 1), 'readonly': True, 'aggregator': 'avg'}
VALUE = {'readonly': True, 'groups': 'aftersales.group_see_store'}
# Rates: what is divided by what, times what. Of several rows, by their sums.
QUOTIENTS = {
    'turns': (12, 'used_value', 'average_value'), 'dead_percent': (100, 'dead_value', 'value_at_end'),
    'emergency_percent': (100, 'emergency_value', 'bought_value'), 'hit_percent': (100, 'hits', 'handed'),
    'fill_percent': (100, 'filled', 'demand'), 'lost_percent': (100, 'lost_sales', 'demand'),
    'count_percent': (100, 'agreed', 'counted'), 'special_percent': (100, 'special_in_time', 'special'),
}


class AftersalesPartFigure(models.Model):
    """A row an outlet and month of the last two years: what the parts department is measured by (parts 10, H5, H7).

    Of stores that outlets share, the first of them has what lies there, what is bought and counted. Of several rows a rate
    is that of their sums.
    """
    _name = 'aftersales.part.figure'
    _description = "Figures of the Parts Department"
    _inherit = ['aftersales.analysis.mixin']
    _auto = False
    _order = 'month desc, id'
    _rec_name = 'workshop_id'

    month = fields.Date(readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    warehouse_id = fields.Many2one('stock.warehouse', string="Store", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    used_value = fields.Monetary(
        string="Used", **VALUE, help="At cost: handed out for jobs and counter sales, less what came back.")
    average_value = fields.Monetary(
        string="Stock on Average", **VALUE, help="At cost: half of what lay there at the beginning and at the end.")
    turns = fields.Float(
        string="Stock Turns", **RATE, help="Twelve times what was used in the month / the stock on average.")
    value_at_end = fields.Monetary(string="Stock at the End", **VALUE, help="At cost, at the end of the month, or now.")
    dead_value = fields.Monetary(
        string="Dead Stock", **VALUE, help="At cost: what lies there of parts of which nothing has gone out for 12 months.")
    dead_percent = fields.Float(string="Dead Stock (%)", **RATE, help="Dead stock / the stock at the end.")
    bought_value = fields.Monetary(string="Bought", **VALUE, help="Confirmed purchases for the store, without taxes.")
    emergency_value = fields.Monetary(
        string="Bought in a Hurry", **VALUE, help="Purchases that are marked as emergency buys, without taxes.")
    emergency_count = fields.Integer(string="Emergency Buys", **COUNT, help="Parts that were bought in a hurry.")
    emergency_percent = fields.Float(
        string="Emergency Buys (%)", **RATE, help="Bought in a hurry / all that was bought.")
    handed = fields.Integer(string="Parts Handed Out", **COUNT, help="For jobs, one for each part of an order.")
    hits = fields.Integer(
        string="Hits", **COUNT, help="Parts for jobs that were here at once, and of which none came back wrong or faulty.")
    hit_percent = fields.Float(string="Hit Rate (%)", **RATE, help="Hits / parts handed out.")
    demand = fields.Integer(
        string="Parts Asked For", **COUNT, help="Handed out for jobs, sold over the counter, and lost sales.")
    filled = fields.Integer(string="Served from Stock", **COUNT, help="Parts asked for, less emergency buys and lost sales.")
    fill_percent = fields.Float(string="Fill Rate (%)", **RATE, help="Served from stock / parts asked for.")
    lost_sales = fields.Integer(
        string="Sales Lost", **COUNT, help="Lost sales in the register, without those entered by mistake.")
    lost_percent = fields.Float(string="Lost Sales (%)", **RATE, help="Lost sales / parts asked for.")
    counted = fields.Integer(
        string="Places Counted", **COUNT,
        help="Parts at a place whose count is done: applied to the stock, or signed by both in a spot check. The first entry "
             "of a part at a place is no count.")
    agreed = fields.Integer(string="Counts That Agree", **COUNT, help="Counted, and the book was right.")
    count_percent = fields.Float(string="Count Accuracy (%)", **RATE, help="Counts that agree / places counted.")
    special = fields.Integer(
        string="Special Orders", **COUNT, help="Parts ordered for a job that were due in the month, and came or are late.")
    special_in_time = fields.Integer(string="Came in Time", **COUNT, help="By the day of the table of deadlines.")
    special_percent = fields.Float(
        string="Special Orders on Time (%)", **RATE, help="Special orders that came in time / special orders.")

    def _read_group_select(self, aggregate_spec, query):
        """Of several rows: the quotient of their sums."""
        name, __, function = aggregate_spec.partition(':')
        if function != 'avg' or name not in QUOTIENTS:
            return super()._read_group_select(aggregate_spec, query)
        factor, above, below = QUOTIENTS[name]
        above, below = (self._field_to_sql(self._table, part, query) for part in (above, below))
        return SQL("%s * SUM(%s)::numeric / NULLIF(SUM(%s), 0)", factor, above, below)

    # === ACTION METHODS ===#

    def action_view_stock(self):
        """What came in and went out in the month, and what lies there."""
        return self._open('aftersales.action_stock_months', lambda row: [
            ('warehouse_id', '=', row.warehouse_id.id), ('month', '=', row.month)])

    def action_view_dead(self):
        """Which parts rest now."""
        return self._open('aftersales.action_stock_age', lambda row: [
            ('warehouse_id', '=', row.warehouse_id.id), ('age_months', '>=', 12)])

    def action_view_emergencies(self):
        """What was bought in a hurry."""
        return self._open('aftersales.action_emergency_buys', lambda row: [
            ('aftersales_emergency', '!=', False), ('state', '=', 'purchase'),
            ('picking_type_id.warehouse_id', '=', row.warehouse_id.id), *row._get_month_domain('date_approve')])

    def action_view_handed(self):
        """Parts that were handed out for jobs."""
        return self._open('aftersales.action_part_services', lambda row: [
            ('workshop_id', '=', row.workshop_id.id), *row._get_month_domain('date')])

    def action_view_lost(self):
        """What customers asked for and did not get."""
        return self._open('aftersales.action_lost_sales', lambda row: [
            ('warehouse_id', '=', row.warehouse_id.id), ('is_mistake', '=', False), ('date', '>=', row.month),
            ('date', '<', row.month + relativedelta(months=1))])

    def action_view_counts(self):
        """What counts made of the stock."""
        return self._open('stock.stock_move_line_action', lambda row: [
            ('state', '=', 'done'), ('move_id.is_inventory', '=', True), '|',
            ('location_id.warehouse_id', '=', row.warehouse_id.id),
            ('location_dest_id.warehouse_id', '=', row.warehouse_id.id), *row._get_month_domain('date')])

    def action_view_spot_checks(self):
        """Spot checks of the store in the month that are signed by both."""
        return self._open('aftersales.action_spot_checks', lambda row: [
            ('warehouse_id', '=', row.warehouse_id.id), ('state', '=', 'closed'),
            ('date', '>=', row.month), ('date', '<', row.month + relativedelta(months=1))])

    def action_view_specials(self):
        """Parts ordered for jobs that were due in the month."""
        action = self._open('aftersales.action_part_requests', lambda row: [
            ('order_id.workshop_id', '=', row.workshop_id.id), *row._get_month_domain('parts_due')])
        return {**action, 'name': self.env._("Special Orders")}

    # === BUSINESS METHODS ===#

    def _open(self, xml_id, get_domain):
        """:param get_domain: function of one row; several rows open what any of them counts"""
        action = self.env['ir.actions.act_window']._for_xml_id(xml_id)
        return {**action, 'domain': list(Domain.OR(Domain(get_domain(row)) for row in self)), 'context': {'create': False}}

    def _get_month_domain(self, field):
        """The month by the clock of the company, in the time of the database."""
        zone = pytz.timezone(self.company_id._get_clock_zone())
        start, stop = (
            zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
            for day in (self.month, self.month + relativedelta(months=1)))
        return [(field, '>=', start), (field, '<', stop)]

    @property
    def _table_query(self):
        today = fields.Date.context_today(self.with_context(tz=self.env.company._get_clock_zone()))
        rates = SQL(', ').join(
            SQL("%s * told.%s::numeric / NULLIF(told.%s, 0) AS %s", factor, SQL.identifier(above), SQL.identifier(below),
                SQL.identifier(name)) for name, (factor, above, below) in QUOTIENTS.items())
        return SQL(
            """
            WITH outlet AS (
                SELECT id, company_id, warehouse_id, id = MIN(id) OVER (PARTITION BY warehouse_id) AS keeps
                  FROM aftersales_workshop WHERE company_id IN %(companies)s AND warehouse_id IS NOT NULL),
            months AS (
                SELECT month::date AS month FROM generate_series(
                    date_trunc('month', %(today)s::date) - make_interval(months => %(count)s), %(today)s::date,
                    interval '1 month') AS month),
            %(stock)s, %(service)s, %(purchase)s, %(count_of)s,
            told AS (
                SELECT outlet.id::bigint * 10000 + EXTRACT(YEAR FROM months.month)::int %% 800 * 12
                       + EXTRACT(MONTH FROM months.month)::int AS id,
                       months.month, outlet.id AS workshop_id, outlet.warehouse_id, outlet.company_id, company.currency_id,
                       COALESCE(stock.used, 0) AS used_value,
                       (COALESCE(stock.at_end, 0) + COALESCE(stock.at_start, 0)) / 2 AS average_value,
                       COALESCE(stock.at_end, 0) AS value_at_end, COALESCE(stock.dead, 0) AS dead_value,
                       COALESCE(purchase.bought, 0) AS bought_value, COALESCE(purchase.hurried, 0) AS emergency_value,
                       COALESCE(purchase.hurries, 0) AS emergency_count, COALESCE(service.handed, 0) AS handed,
                       COALESCE(service.hits, 0) AS hits, COALESCE(lost.lost, 0) AS lost_sales,
                       COALESCE(service.handed, 0) + COALESCE(sold.sold, 0) + COALESCE(lost.lost, 0) AS demand,
                       GREATEST(COALESCE(service.handed, 0) + COALESCE(sold.sold, 0) - COALESCE(purchase.hurries, 0), 0)
                           AS filled,
                       COALESCE(counts.counted, 0) AS counted, COALESCE(counts.agreed, 0) AS agreed,
                       COALESCE(special.special, 0) AS special, COALESCE(special.in_time, 0) AS special_in_time
                  FROM outlet
                  JOIN res_company company ON company.id = outlet.company_id
            CROSS JOIN months
             LEFT JOIN stock ON stock.warehouse_id = outlet.warehouse_id AND stock.month = months.month AND outlet.keeps
             LEFT JOIN purchase ON purchase.warehouse_id = outlet.warehouse_id AND purchase.month = months.month
                   AND outlet.keeps
             LEFT JOIN lost ON lost.warehouse_id = outlet.warehouse_id AND lost.month = months.month AND outlet.keeps
             LEFT JOIN counts ON counts.warehouse_id = outlet.warehouse_id AND counts.month = months.month AND outlet.keeps
             LEFT JOIN service ON service.workshop_id = outlet.id AND service.month = months.month
             LEFT JOIN sold ON sold.workshop_id = outlet.id AND sold.month = months.month
             LEFT JOIN special ON special.workshop_id = outlet.id AND special.month = months.month
                 WHERE months.month > date_trunc('month', %(today)s::date) - make_interval(months => %(count)s))
            SELECT told.*, %(rates)s FROM told
             WHERE told.value_at_end <> 0 OR told.used_value <> 0 OR told.bought_value <> 0
                   OR told.demand + told.counted + told.special + told.emergency_count > 0
            """, companies=tuple(self.env.companies.ids), today=today, count=MONTHS, rates=rates, stock=self._get_stock(),
            service=self._get_service(), purchase=self._get_purchase(), count_of=self._get_counts())

    def _get_month_of(self, stamp):
        """The month of a time in the database, by the clock of the company."""
        return SQL(
            "date_trunc('month', %s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", stamp, self.env.company._get_clock_zone())

    def _get_stock(self):
        """What lies in a store at the end of a month, what of it rests, and what was used; the flow is the month table's."""
        Month = self.env['aftersales.stock.month']
        zone = self.env.company._get_clock_zone()
        return SQL(
            """
            flow AS (%s UNION ALL %s),
            part AS (
                SELECT warehouse_id, product_id, month, SUM(pieces) AS pieces, SUM(value) AS value,
                       SUM(CASE WHEN way IN ('out_a', 'out_b', 'out_c', 'out_d', 'out_counter', 'in_returned')
                                THEN -value ELSE 0 END) AS used,
                       BOOL_OR(way IN ('out_a', 'out_b', 'out_c', 'out_d', 'out_counter', 'out_other')) AS has_gone
                  FROM flow GROUP BY 1, 2, 3),
            stand AS (
                SELECT warehouse_id, product_id, month, SUM(pieces) OVER until AS pieces, SUM(value) OVER until AS value,
                       COALESCE(MAX(month) FILTER (WHERE has_gone) OVER until, MIN(month) OVER until) AS since,
                       LEAD(month) OVER until AS next_month
                  FROM part WINDOW until AS (PARTITION BY warehouse_id, product_id ORDER BY month)),
            kept AS (
                SELECT stand.warehouse_id, months.month, SUM(stand.value) AS at_end,
                       SUM(CASE WHEN stand.pieces > 0 AND stand.since <= months.month - interval '12 months'
                                THEN stand.value ELSE 0 END) AS dead
                  FROM months
                  JOIN stand ON stand.month <= months.month
                       AND (stand.next_month IS NULL OR stand.next_month > months.month)
              GROUP BY 1, 2),
            stock AS (
                SELECT kept.*, LAG(kept.at_end) OVER (PARTITION BY kept.warehouse_id ORDER BY kept.month) AS at_start, used.used
                  FROM kept
             LEFT JOIN (SELECT warehouse_id, month, SUM(used) AS used FROM part GROUP BY 1, 2) AS used
                    ON used.warehouse_id = kept.warehouse_id AND used.month = kept.month)
            """, Month._get_flow(zone, 'month', Month._get_value()), Month._get_revaluations(zone))

    def _get_service(self):
        """What was handed out, sold, lost, and ordered for jobs."""
        return SQL(
            """
            service AS (
                SELECT workshop_id, %(date)s AS month, COUNT(*) AS handed,
                       COUNT(*) FILTER (WHERE here_rate = 100 AND right_rate = 100) AS hits
                  FROM (%(service)s) AS part GROUP BY 1, 2),
            sold AS (
                SELECT sale.workshop_id, %(date)s AS month, COUNT(*) AS sold
                  FROM (SELECT move.aftersales_counter_line_id AS line_id, MIN(move.date) AS date
                          FROM stock_move move
                          JOIN stock_location source ON source.id = move.location_id AND source.usage = 'internal'
                         WHERE move.state = 'done' AND move.aftersales_counter_line_id IS NOT NULL
                      GROUP BY 1) AS part
                  JOIN aftersales_counter_sale_line line ON line.id = part.line_id
                  JOIN aftersales_counter_sale sale ON sale.id = line.sale_id
              GROUP BY 1, 2),
            lost AS (
                SELECT warehouse_id, date_trunc('month', date)::date AS month, COUNT(*) AS lost
                  FROM aftersales_lost_sale WHERE is_mistake IS NOT TRUE GROUP BY 1, 2),
            special AS (
                SELECT ordered.workshop_id, %(due)s AS month, COUNT(*) AS special,
                       COUNT(*) FILTER (WHERE line.parts_came_date <= line.parts_due) AS in_time
                  FROM aftersales_order_line line
                  JOIN aftersales_order ordered ON ordered.id = line.order_id
                 WHERE line.parts_due IS NOT NULL
                       AND (line.parts_came_date IS NOT NULL
                            OR line.parts_awaited_since IS NOT NULL AND line.parts_due < %(now)s)
              GROUP BY 1, 2)
            """, service=self.env['aftersales.part.service']._table_query, now=fields.Datetime.now(),
            date=self._get_month_of(SQL("part.date")), due=self._get_month_of(SQL("line.parts_due")))

    def _get_purchase(self):
        """What was bought for a store, and what of it in a hurry; in the company's currency."""
        return SQL(
            """
            purchase AS (
                SELECT kind.warehouse_id, %s AS month, SUM(line.price_subtotal / bought.currency_rate) AS bought,
                       SUM(CASE WHEN bought.aftersales_emergency IS NOT NULL
                                THEN line.price_subtotal / bought.currency_rate ELSE 0 END) AS hurried,
                       COUNT(*) FILTER (WHERE bought.aftersales_emergency IS NOT NULL) AS hurries
                  FROM purchase_order bought
                  JOIN stock_picking_type kind ON kind.id = bought.picking_type_id
                  JOIN purchase_order_line line ON line.order_id = bought.id AND line.display_type IS NULL
                  JOIN product_product product ON product.id = line.product_id
                  JOIN product_template template ON template.id = product.product_tmpl_id AND template.type = 'consu'
                 WHERE bought.state = 'purchase' AND bought.currency_rate > 0 GROUP BY 1, 2)
            """, self._get_month_of(SQL("bought.date_approve")))

    def _get_counts(self):
        """What was counted: an applied count leaves a move, also one of nothing; a spot check moves differences only."""
        return SQL(
            """
            counts AS (
                SELECT warehouse_id, month, COUNT(*) AS counted, COUNT(*) FILTER (WHERE agrees) AS agreed
                  FROM (
                    SELECT place.warehouse_id, %(moved)s AS month, line.quantity_product_uom = 0 AS agrees
                      FROM stock_move move
                      JOIN stock_move_line line ON line.move_id = move.id
                      JOIN stock_location place ON place.id IN (line.location_id, line.location_dest_id)
                           AND place.usage = 'internal'
                     WHERE move.is_inventory AND move.state = 'done' AND EXISTS (
                           SELECT FROM stock_move_line former
                            WHERE former.product_id = line.product_id AND former.state = 'done' AND former.id < line.id
                                  AND place.id IN (former.location_id, former.location_dest_id))
                 UNION ALL
                    SELECT checked.warehouse_id, date_trunc('month', checked.date)::date, line.agrees
                      FROM aftersales_spot_check checked
                      JOIN aftersales_spot_check_line line ON line.check_id = checked.id AND line.difference = 0
                     WHERE checked.state = 'closed') AS every
              GROUP BY 1, 2)
            """, moved=self._get_month_of(SQL("move.date")))
