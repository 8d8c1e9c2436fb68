from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .aftersales_part_figure import QUOTIENTS, TARGETS
from .aftersales_stock_flow_mixin import USES
from .aftersales_stock_kept_month import DEAD

MONTHS = 24
# Where an old part is until it has gone its way.
OPEN_STAGES = ('due', 'received', 'inspected', 'asked')


class AftersalesPartFigure(models.Model):
    """How the figures are reckoned: of the flow of the month table, and of what jobs, purchases, counts and sales tell."""
    _inherit = 'aftersales.part.figure'

    @property
    def _table_query(self):
        today = self.env.company._get_today()
        rates = SQL(', ').join(
            SQL("%s * told.%s::numeric / NULLIF(told.%s, 0) AS %s", factor, SQL.identifier(above), SQL.identifier(below),
                SQL.identifier(name)) for name, (factor, above, below) in QUOTIENTS.items())
        return SQL(
            """
            WITH outlet AS (
                SELECT id, company_id, warehouse_id, %(targets_of)s, id = MIN(id) OVER (PARTITION BY warehouse_id) AS keeps
                  FROM aftersales_workshop WHERE company_id IN %(companies)s AND warehouse_id IS NOT NULL),
            months AS (
                SELECT month::date AS month FROM generate_series(
                    date_trunc('month', %(today)s::date) - make_interval(months => %(count)s), %(today)s::date,
                    interval '1 month') AS month WHERE %(asked)s),
            %(stock)s, %(service)s, %(purchase)s, %(count_of)s, %(supply)s, %(old)s,
            told AS (SELECT %(told)s %(joins)s
                      WHERE months.month > date_trunc('month', %(today)s::date) - make_interval(months => %(count)s))
            SELECT told.*, %(rates)s FROM told
             WHERE told.value_at_end <> 0 OR told.used_value <> 0 OR told.bought_value <> 0
                   OR told.demand + told.counted + told.special + told.emergency_count + told.deliveries + told.shorts
                      + told.parcels + told.old_due + told.core_open + told.credit_open > 0
            """, companies=tuple(self.env.companies.ids), today=today, count=MONTHS, rates=rates, stock=self._get_stock(),
            asked=self._limit_to_asked(SQL("month")), told=self._get_told(), joins=self._get_joins(),
            service=self._get_service(), purchase=self._get_purchase(), count_of=self._get_counts(),
            supply=self._get_supply(), old=self._get_old_parts(today),
            targets_of=SQL(', ').join(map(SQL.identifier, TARGETS)))

    @api.model
    def _get_told(self):
        """What is counted of an outlet and month, as columns; where there is nothing, zero."""
        return SQL(
            """
                       outlet.id::bigint * 10000 + EXTRACT(YEAR FROM months.month)::int %% 800 * 12
                       + EXTRACT(MONTH FROM months.month)::int AS id,
                       months.month, outlet.id AS workshop_id, outlet.warehouse_id, outlet.company_id, company.currency_id,
                       COALESCE(stock.used, 0) AS used_value, GREATEST(stock.used_a_day, 0) AS used_a_day,
                       (COALESCE(stock.at_end, 0) + COALESCE(stock.at_start, 0)) / 2 AS average_value,
                       COALESCE(stock.at_end, 0) AS value_at_end, COALESCE(stock.dead, 0) AS dead_value,
                       COALESCE(purchase.bought, 0) AS bought_value, COALESCE(purchase.hurried, 0) AS emergency_value,
                       COALESCE(purchase.hurries, 0) AS emergency_count, COALESCE(service.handed, 0) AS handed,
                       COALESCE(service.hits, 0) AS hits, COALESCE(lost.lost, 0) AS lost_sales,
                       COALESCE(lost.amount, 0) AS lost_value, COALESCE(service.right_parts, 0) AS right_parts,
                       COALESCE(service.timely, 0) AS timely, COALESCE(delivery.deliveries, 0) AS deliveries,
                       COALESCE(short.shorts, 0) AS shorts, COALESCE(parcel.parcels, 0) AS parcels,
                       COALESCE(parcel.parcels_in_time, 0) AS parcels_in_time, score.points AS supplier_points, %(targets)s,
                       COALESCE(service.handed, 0) + COALESCE(sold.sold, 0) + COALESCE(lost.lost, 0) AS demand,
                       GREATEST(COALESCE(service.handed, 0) + COALESCE(sold.sold, 0) - COALESCE(purchase.hurries, 0), 0)
                           AS filled,
                       COALESCE(counts.counted, 0) AS counted, COALESCE(counts.agreed, 0) AS agreed,
                       COALESCE(special.special, 0) AS special, COALESCE(special.in_time, 0) AS special_in_time,
                       COALESCE(worn.due, 0) AS old_due, COALESCE(worn.overdue, 0) AS old_overdue,
                       COALESCE(core.open, 0) AS core_open, COALESCE(core.held, 0) AS core_open_value,
                       COALESCE(credit.open, 0) AS credit_open
            """, targets=SQL(', ').join(SQL.identifier('outlet', name) for name in TARGETS))

    @api.model
    def _get_joins(self):
        """Each outlet and month with what is counted of the store, which the outlet that keeps it has, and of itself."""
        counted = {'store': ('stock', 'purchase', 'lost', 'counts', 'delivery', 'short'),
                   'outlet': ('service', 'sold', 'special', 'worn', 'core', 'credit', 'parcel')}
        whose = {'store': SQL("warehouse_id = outlet.warehouse_id AND outlet.keeps"), 'outlet': SQL("workshop_id = outlet.id")}
        return SQL(
            """
                  FROM outlet
                  JOIN res_company company ON company.id = outlet.company_id
            CROSS JOIN months %s
             LEFT JOIN score ON score.company_id = outlet.company_id AND score.month = months.month
            """, SQL(" ").join(
                SQL("LEFT JOIN %(name)s ON %(name)s.month = months.month AND %(name)s.%(whose)s", name=SQL.identifier(name),
                    whose=whose[kind]) for kind, names in counted.items() for name in names))

    @api.model
    def _get_month_number(self, row):
        return 1600 * 12 + row % 10000

    def _get_month_of(self, stamp):
        """The month of a time in the database, by the clock of the company."""
        return SQL(
            "date_trunc('month', %s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", stamp, self.env.company._get_clock_zone())

    def _get_stock(self):
        """What lies in a store at the end of a month, what of it rests, and what was used: the flow is the month table's, and
        so is what is kept of months that are over."""
        Month = self.env['aftersales.stock.month']
        today, zone = Month._get_this_month(), Month.env.company._get_clock_zone()
        return SQL(
            """
            %(flow)s, %(dead)s,
            part AS (
                SELECT warehouse_id, month, SUM(value) AS value,
                       SUM(CASE WHEN way IN %(used)s THEN -value ELSE 0 END) AS used, 0 AS dead
                  FROM flow
                 WHERE NOT EXISTS (SELECT FROM kept WHERE kept.warehouse_id = flow.warehouse_id AND flow.month < kept.since)
              GROUP BY 1, 2
             UNION ALL
                SELECT past.warehouse_id, past.month, SUM(CASE WHEN past.way <> %(rests)s THEN past.value ELSE 0 END),
                       SUM(CASE WHEN past.way IN %(used)s THEN -past.value ELSE 0 END),
                       SUM(CASE WHEN past.way = %(rests)s THEN past.value ELSE 0 END)
                  FROM aftersales_stock_kept_month past JOIN kept ON kept.warehouse_id = past.warehouse_id
              GROUP BY 1, 2
             UNION ALL
                SELECT warehouse_id, month, 0, 0, value FROM dead),
            stock AS (
                SELECT part.warehouse_id, months.month, SUM(part.value) AS at_end,
                       SUM(CASE WHEN part.month < months.month THEN part.value ELSE 0 END) AS at_start,
                       SUM(CASE WHEN part.month = months.month THEN part.used ELSE 0 END) AS used,
                       SUM(CASE WHEN part.month > months.month - interval '12 months' THEN part.used ELSE 0 END)
                           / (LEAST((months.month + interval '1 month')::date, %(tomorrow)s::date)
                              - GREATEST((months.month - interval '11 months')::date, MIN(part.month))) AS used_a_day,
                       SUM(CASE WHEN part.month = months.month THEN part.dead ELSE 0 END) AS dead
                  FROM months JOIN part ON part.month <= months.month
              GROUP BY 1, 2)
            """, flow=Month._get_flows(zone),
            tomorrow=fields.Date.context_today(Month.with_context(tz=zone)) + relativedelta(days=1),
            dead=self._get_dead(today), used=(*USES[:-1], 'in_returned'), rests=DEAD)

    def _get_dead(self, last):
        """SQL of ``dead``: what lay in a store of parts of which nothing had gone out for 12 months, in each month until
        ``last`` that is not kept, of as many as the figures show."""
        return SQL(
            """
            resting AS (
                SELECT part.*, COALESCE(part.gone, past.used_month, part.came) AS since
                  FROM (SELECT warehouse_id, product_id, month, SUM(SUM(pieces)) OVER until AS pieces,
                               SUM(SUM(value)) OVER until AS value, MIN(MIN(month)) OVER until AS came,
                               MAX(MAX(CASE WHEN way IN %(uses)s THEN month END)) OVER until AS gone,
                               LEAD(month) OVER until AS next_month
                          FROM flow GROUP BY warehouse_id, product_id, month
                        WINDOW until AS (PARTITION BY warehouse_id, product_id ORDER BY month)) AS part
             LEFT JOIN kept ON kept.warehouse_id = part.warehouse_id
             LEFT JOIN aftersales_stock_kept past ON past.warehouse_id = kept.warehouse_id
                   AND past.product_id = part.product_id),
            dead AS (
                SELECT resting.warehouse_id, ends.month::date AS month, SUM(resting.value) AS value
                  FROM generate_series(%(last)s::date - make_interval(months => %(count)s), %(last)s::date,
                                       interval '1 month') AS ends(month)
                  JOIN resting ON resting.month <= ends.month
                       AND (resting.next_month IS NULL OR resting.next_month > ends.month)
                       AND resting.pieces > 0 AND resting.since <= ends.month - interval '12 months'
                 WHERE %(asked)s AND NOT EXISTS (
                       SELECT FROM kept WHERE kept.warehouse_id = resting.warehouse_id AND ends.month < kept.since)
              GROUP BY 1, 2)
            """, uses=USES, last=last, count=MONTHS, asked=self._limit_to_asked(SQL("ends.month")))

    def _get_service(self):
        """What was handed out, sold, lost, and ordered for jobs."""
        return SQL(
            """
            service AS (
                SELECT workshop_id, %(date)s AS month, COUNT(*) AS handed,
                       COUNT(*) FILTER (WHERE here_rate = 100 AND right_rate = 100) AS hits,
                       COUNT(*) FILTER (WHERE right_rate = 100) AS right_parts,
                       COUNT(*) FILTER (WHERE time_rate = 100) AS timely
                  FROM (%(service)s) AS part GROUP BY 1, 2),
            sold AS (
                SELECT sale.workshop_id, %(date)s AS month, COUNT(*) AS sold
                  FROM (SELECT move.aftersales_counter_line_id AS line_id, MIN(move.date) AS date
                          FROM stock_move move
                          JOIN stock_location source ON source.id = move.location_id AND source.usage = 'internal'
                         WHERE move.state = 'done' AND move.aftersales_counter_line_id IS NOT NULL
%(sold)s
                      GROUP BY 1) AS part
                  JOIN aftersales_counter_sale_line line ON line.id = part.line_id
                  JOIN aftersales_counter_sale sale ON sale.id = line.sale_id
              GROUP BY 1, 2),
            lost AS (
                SELECT warehouse_id, date_trunc('month', date)::date AS month, COUNT(*) AS lost, SUM(amount) AS amount
                  FROM aftersales_lost_sale WHERE is_mistake IS NOT TRUE AND %(lost)s GROUP BY 1, 2),
            special AS (
                SELECT ordered.workshop_id, %(due)s AS month, COUNT(*) AS special,
                       COUNT(*) FILTER (WHERE line.parts_came_date <= line.parts_due) AS in_time
                  FROM aftersales_order_line line
                  JOIN aftersales_order ordered ON ordered.id = line.order_id
                 WHERE line.parts_due IS NOT NULL
                       AND (line.parts_came_date IS NOT NULL
                            OR line.parts_awaited_since IS NOT NULL AND line.parts_due < %(now)s)
                       AND %(special)s
              GROUP BY 1, 2)
            """, service=self.env['aftersales.part.service']._table_query, now=fields.Datetime.now(),
            date=self._get_month_of(SQL("part.date")), due=self._get_month_of(SQL("line.parts_due")),
            sold=self.env['aftersales.part.service']._limit_to_lines_asked('aftersales_counter_line_id'),
            lost=self._limit_to_asked(SQL("date")), special=self._limit_to_asked(SQL("line.parts_due")))

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
                 WHERE bought.state = 'purchase' AND bought.currency_rate > 0 AND %s GROUP BY 1, 2)
            """, self._get_month_of(SQL("bought.date_approve")), self._limit_to_asked(SQL("bought.date_approve")))

    def _get_counts(self):
        """What was counted: an applied count leaves a move, also one of nothing; a spot check moves differences only.

        Whether the part lay there before is asked with a limit: PostgreSQL then stops at the first line that says so.
        """
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
                     WHERE move.is_inventory AND move.state = 'done' AND %(asked)s AND (
                           SELECT TRUE FROM stock_move_line former
                            WHERE former.product_id = line.product_id AND former.state = 'done' AND former.id < line.id
                                  AND place.id IN (former.location_id, former.location_dest_id) LIMIT 1)
                 UNION ALL
                    SELECT checked.warehouse_id, date_trunc('month', checked.date)::date, line.agrees
                      FROM aftersales_spot_check checked
                      JOIN aftersales_spot_check_line line ON line.check_id = checked.id AND line.difference = 0
                     WHERE checked.state = 'closed' AND %(checked)s) AS every
              GROUP BY 1, 2)
            """, moved=self._get_month_of(SQL("move.date")), asked=self._limit_to_asked(SQL("move.date")),
            checked=self._limit_to_asked(SQL("checked.date")))

    def _get_supply(self):
        """What suppliers brought, what of it was short, what they were worth, and the parcels that were to be sent.

        Which types of transfers come in stands in the question, so that the database knows how few these are of all.
        """
        incoming = self.env['stock.picking.type'].sudo().with_context(active_test=False).search([  # sudo: figures, not records
            ('code', '=', 'incoming')]).ids
        return SQL(
            """
            delivery AS (
                SELECT kind.warehouse_id, %(done)s AS month, COUNT(*) AS deliveries
                  FROM stock_picking came
                  JOIN stock_picking_type kind ON kind.id = came.picking_type_id AND kind.code = 'incoming'
                  JOIN stock_location source ON source.id = came.location_id AND source.usage = 'supplier'
                 WHERE came.state = 'done' AND came.company_id IN %(companies)s AND came.picking_type_id IN %(incoming)s
                       AND %(came)s GROUP BY 1, 2),
            short AS (
                SELECT warehouse_id, %(noted)s AS month, COUNT(*) AS shorts
                  FROM aftersales_short_delivery AS noted WHERE company_id IN %(companies)s AND %(short)s GROUP BY 1, 2),
            parcel AS (
                SELECT workshop_id, %(due)s AS month, COUNT(*) AS parcels,
                       COUNT(*) FILTER (WHERE moved_date <= due_date) AS parcels_in_time
                  FROM aftersales_counter_sale AS sale
                 WHERE delivery_kind = 'parcel' AND state NOT IN ('quote', 'cancelled') AND due_date IS NOT NULL
                       AND company_id IN %(companies)s AND %(parcel)s GROUP BY 1, 2),
            score AS (
                SELECT last.company_id, last.month, AVG(last.total_points) AS points
                  FROM (SELECT DISTINCT ON (given.company_id, months.month, given.partner_id)
                               given.company_id, months.month, given.total_points
                          FROM aftersales_supplier_score given
                          JOIN months ON given.period_end < (months.month + interval '1 month')::date
                         WHERE given.state = 'approved' AND given.company_id IN %(companies)s
                      ORDER BY given.company_id, months.month, given.partner_id, given.period_start DESC) AS last
              GROUP BY 1, 2)
            """, incoming=tuple(incoming) or (0,),
            companies=tuple(self.env.companies.ids), done=self._get_month_of(SQL("came.date_done")),
            noted=self._get_month_of(SQL("noted.date")), due=self._get_month_of(SQL("sale.due_date")),
            came=self._limit_to_asked(SQL("came.date_done")), short=self._limit_to_asked(SQL("noted.date")),
            parcel=self._limit_to_asked(SQL("sale.due_date")))

    def _get_old_parts(self, today):
        """Old parts by the day they were to go, core deposits by the day they were taken, cores by the day they were sent."""
        return SQL(
            """
            worn AS (
                SELECT workshop_id, date_trunc('month', deadline)::date AS month, COUNT(*) AS due,
                       COUNT(*) FILTER (WHERE deadline < %(today)s AND CASE
                           WHEN duty = 'claim' THEN handed_in_date IS NULL ELSE stage IN %(open)s END) AS overdue
                  FROM aftersales_old_part
                 WHERE deadline IS NOT NULL AND company_id IN %(companies)s AND %(worn)s GROUP BY 1, 2),
            core AS (
                SELECT held.workshop_id, date_trunc('month', held.held_since)::date AS month, COUNT(*) AS open,
                       SUM(held.amount_held / COALESCE(NULLIF(rate.rate, 0), 1)) AS held
                  FROM aftersales_core_deposit held
             LEFT JOIN LATERAL (
                       SELECT known.rate FROM res_currency_rate known
                         JOIN res_company company ON company.id = held.company_id
                        WHERE known.currency_id = held.currency_id AND held.currency_id <> company.currency_id
                              AND known.company_id = held.company_id AND known.name <= held.held_since
                     ORDER BY known.name DESC LIMIT 1) AS rate ON TRUE
                 WHERE held.state = 'held' AND held.held_since IS NOT NULL AND held.company_id IN %(companies)s AND %(core)s
              GROUP BY 1, 2),
            credit AS (
                SELECT workshop_id, %(sent)s AS month, COUNT(*) AS open
                  FROM aftersales_old_part AS gone
                 WHERE duty = 'core' AND stage IN ('sent', 'accepted') AND sent_date IS NOT NULL
                       AND company_id IN %(companies)s AND %(credit)s GROUP BY 1, 2)
            """, companies=tuple(self.env.companies.ids), today=today, open=OPEN_STAGES,
            sent=self._get_month_of(SQL("gone.sent_date")), worn=self._limit_to_asked(SQL("deadline")),
            core=self._limit_to_asked(SQL("held.held_since")), credit=self._limit_to_asked(SQL("gone.sent_date")))
