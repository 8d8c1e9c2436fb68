from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from .aftersales_stock_kept_month import DEAD, KINDS
from .product_category import GOODS_KINDS, STOCK_KINDS

PIECES = {'digits': 'Product Unit', 'readonly': True}
VALUE = {'readonly': True, 'groups': 'aftersales.group_see_store'}
# What came in, what went out, as columns of the table.
WAYS = (
    'in_bought', 'in_maker', 'in_returned', 'in_transfer', 'in_other', 'out_a', 'out_b', 'out_c', 'out_d', 'out_counter',
    'out_transfer', 'out_scrap', 'out_other', 'difference')


class AftersalesStockMonth(models.Model):
    """A row a store, month and category of parts: what was there, what came in and went out, what is left (parts 12).

    Each move has the value Odoo gave it; one between stores has none there and counts at the cost of its day, as far as
    somebody changed it since (``product.value``). What such a change made of the parts on hand is the revaluation. The
    opening of a month is the closing of the month before, so that opening, what came in, what went out, what counts found
    and the revaluation make the closing. What was before the first month asked for is read in one line a part and store: what
    lies there now does not say what it was worth in each store. The night keeps that for the month that runs
    (``aftersales.stock.kept``), and the sums of the months before (``aftersales.stock.kept.month``).
    """
    _name = 'aftersales.stock.month'
    _description = "Stock Month Table"
    _inherit = ['aftersales.stock.flow.mixin']
    _auto = False
    _order = 'month desc, id'
    _rec_name = 'warehouse_id'
    _flow_date = 'month'

    month = fields.Date(readonly=True)
    warehouse_id = fields.Many2one('stock.warehouse', string="Store", readonly=True)
    categ_id = fields.Many2one('product.category', string="Category", readonly=True)
    goods_kind = fields.Selection(GOODS_KINDS, string="Kind of Goods", readonly=True)
    stock_kind = fields.Selection(STOCK_KINDS, string="Kind of Stock", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    opening = fields.Float(**PIECES, help="At the beginning of the month. Of several months, put them into columns.")
    in_bought = fields.Float(string="In: Bought", **PIECES)
    in_maker = fields.Float(
        string="In: From the Maker", **PIECES, help="Came from a supplier without a purchase, such as what a maker sends.")
    in_returned = fields.Float(string="In: Returned", **PIECES, help="From jobs and from customers.")
    in_transfer = fields.Float(string="In: Other Stores", **PIECES)
    in_other = fields.Float(string="In: Other", **PIECES)
    out_a = fields.Float(string="Out: Class A", **PIECES, help="For jobs that customers pay.")
    out_b = fields.Float(string="Out: Class B", **PIECES, help="For jobs of contracts.")
    out_c = fields.Float(string="Out: Class C", **PIECES, help="For free jobs, such as under warranty.")
    out_d = fields.Float(string="Out: Class D", **PIECES, help="For jobs of the house itself.")
    out_counter = fields.Float(string="Out: Counter", **PIECES)
    out_transfer = fields.Float(
        string="Out: Other Stores", **PIECES, help="To other stores, to stations, and into quarantine.")
    out_scrap = fields.Float(string="Out: Scrap", **PIECES)
    out_other = fields.Float(string="Out: Other", **PIECES, help="Such as back to suppliers.")
    pieces_in = fields.Float(
        string="Pieces In", **PIECES, help="By all ways. Opening, in, out and count difference make the closing.")
    pieces_out = fields.Float(string="Pieces Out", **PIECES, help="By all ways.")
    difference = fields.Float(string="Count Difference", **PIECES, help="Found more, less what was missing.")
    closing = fields.Float(**PIECES, help="At the end of the month, or now.")
    part_kinds = fields.Integer(
        string="Kinds of Parts", readonly=True, help="How many parts there are of at the end of the month.")
    value_at_start = fields.Monetary(string="Opening Value", **VALUE)
    in_value = fields.Monetary(string="Value In", **VALUE)
    out_value = fields.Monetary(string="Value Out", **VALUE)
    difference_value = fields.Monetary(string="Value of the Difference", **VALUE)
    revaluation = fields.Monetary(
        **VALUE, help="What a new cost that somebody entered made of the parts on hand.")
    value_at_end = fields.Monetary(string="Closing Value", **VALUE)

    @property
    def _table_query(self):
        came, left = (
            SQL(' + ').join(SQL.identifier('summed', way) for way in WAYS if way.startswith(side)) for side in ('in_', 'out_'))
        return SQL(
            """
            WITH %(flow)s, %(sums)s, told AS (%(told)s),
            grid AS (
                SELECT since.warehouse_id, since.categ_id, months.month::date AS month
                  FROM (SELECT warehouse_id, categ_id, MIN(month) AS month FROM told GROUP BY 1, 2) since
            CROSS JOIN LATERAL generate_series(since.month, %(today)s::date, interval '1 month') AS months(month)),
            summed AS (%(summed)s)
            SELECT (summed.warehouse_id::bigint * 100000 + COALESCE(summed.categ_id, 0)) * 10000
                   + EXTRACT(YEAR FROM summed.month)::int %% 800 * 12 + EXTRACT(MONTH FROM summed.month)::int AS id,
                   summed.*, %(came)s AS pieces_in, %(left)s AS pieces_out,
                   summed.closing - summed.net AS opening, summed.value_at_end - summed.net_value AS value_at_start,
                   store.company_id, company.currency_id, COALESCE(category.aftersales_goods_kind, 'new') AS goods_kind,
                   category.aftersales_stock_kind AS stock_kind
              FROM summed
              JOIN stock_warehouse store ON store.id = summed.warehouse_id
              JOIN res_company company ON company.id = store.company_id
         LEFT JOIN product_category category ON category.id = summed.categ_id
            """, flow=self._get_flows(self.env.company._get_clock_zone()), sums=self._get_sums(), told=self._get_told(),
            summed=self._get_summed(), came=came, left=left, today=fields.Date.context_today(self))

    def _get_told(self):
        """What came in and went out of a store, category and month in which anything did: of ``sums``, and of what is kept."""
        ways = SQL(', ').join(
            SQL("SUM(CASE WHEN way = %s THEN CASE WHEN %s THEN -pieces ELSE pieces END ELSE 0 END) AS %s",
                way, way.startswith('out_'), SQL.identifier(way)) for way in WAYS)
        return SQL(
            """
                SELECT warehouse_id, categ_id, month, %(ways)s, SUM(CASE WHEN way <> %(kinds)s THEN pieces ELSE 0 END) AS net,
                       SUM(CASE WHEN way = %(kinds)s THEN pieces ELSE 0 END) AS change,
                       SUM(CASE WHEN way LIKE 'in%%' THEN value ELSE 0 END) AS in_value,
                       SUM(CASE WHEN way LIKE 'out%%' THEN -value ELSE 0 END) AS out_value,
                       SUM(CASE WHEN way = 'difference' THEN value ELSE 0 END) AS difference_value,
                       SUM(CASE WHEN way = 'revalued' THEN value ELSE 0 END) AS revaluation, SUM(value) AS net_value
                  FROM (SELECT warehouse_id, categ_id, month, way, pieces, value FROM sums
                     UNION ALL
                        SELECT past.warehouse_id, past.categ_id, past.month, past.way, past.pieces, past.value
                          FROM aftersales_stock_kept_month past JOIN kept ON kept.warehouse_id = past.warehouse_id
                         WHERE past.way <> %(dead)s) AS every
              GROUP BY warehouse_id, categ_id, month
            """, ways=ways, kinds=KINDS, dead=DEAD)

    def _get_summed(self):
        """Every month of ``grid`` with what is ``told`` of it, and what had come up to its end."""
        told = SQL(', ').join(SQL("COALESCE(%s, 0) AS %s", SQL.identifier('told', way), SQL.identifier(way)) for way in WAYS)
        return SQL(
            """
                SELECT grid.warehouse_id, grid.categ_id, grid.month, %(told)s,
                       COALESCE(told.in_value, 0) AS in_value, COALESCE(told.out_value, 0) AS out_value,
                       COALESCE(told.difference_value, 0) AS difference_value,
                       COALESCE(told.revaluation, 0) AS revaluation,
                       COALESCE(told.net, 0) AS net, COALESCE(told.net_value, 0) AS net_value,
                       SUM(told.net) OVER until AS closing, SUM(told.net_value) OVER until AS value_at_end,
                       (SUM(told.change) OVER until)::int AS part_kinds
                  FROM grid
             LEFT JOIN told ON told.warehouse_id = grid.warehouse_id AND told.month = grid.month
                   AND told.categ_id IS NOT DISTINCT FROM grid.categ_id
                WINDOW until AS (PARTITION BY grid.warehouse_id, grid.categ_id ORDER BY grid.month)
            """, told=told)

    def _get_flows(self, zone):
        """SQL of ``kept``, the stores whose months before a day are kept as sums; and of ``flow``: the lines and new costs of
        these stores from that day on, after one line a part that says what was there before, and those of others from the
        first month that can be in the answer; what was before is summed up as if it had come in the month before."""
        first = self._get_first_month()
        # sudo: whether stock is kept is the system's word
        kept = self.env['aftersales.stocking.policy'].sudo()._get_kept_stores(self._get_this_month(), zone)
        # sudo: as above; also stores that are given up had parts
        others = set(self.env['stock.warehouse'].sudo().with_context(active_test=False).search([
            ('company_id', 'in', self.env.companies.ids)]).ids) - set(kept)
        begins = [*kept.values(), *([first] if others else [])]
        begin = min(begins) if begins and all(begins) else None
        stamp = begin and self._get_begin(begin, zone)
        lately = bool(begin) and not others
        flows = [SQL(
            """
            SELECT late.warehouse_id, late.product_id, late.month, late.pieces, late.way, late.value
              FROM (%s) AS late LEFT JOIN kept ON kept.warehouse_id = late.warehouse_id
             WHERE kept.since IS NULL OR late.month >= kept.since
            """, SQL(" UNION ALL ").join(self._read_flows(zone, stamp and SQL(">= %s", stamp), lately)))]
        flows.append(SQL(
            """
            SELECT past.warehouse_id, past.product_id, (kept.since - interval '1 month')::date, past.pieces, 'before',
                   past.value
              FROM aftersales_stock_kept past JOIN kept ON kept.warehouse_id = past.warehouse_id
            """))
        if others and begin:
            former = begin - relativedelta(months=1)
            flows += [SQL(
                """
                SELECT past.warehouse_id, past.product_id, %s::date, SUM(past.pieces), 'before', SUM(past.value)
                  FROM (%s) AS past WHERE past.warehouse_id IN %s GROUP BY past.warehouse_id, past.product_id
                """, former, part, tuple(others)) for part in self._read_flows(zone, SQL("< %s", stamp))]
        return SQL(
            """
            kept AS (
                SELECT warehouse_id, kept_before AS since FROM aftersales_stocking_policy WHERE warehouse_id IN %s),
            %s
            flow AS (%s)
            """, tuple(kept) or (0,), self._get_moved_lately(zone, stamp) if lately else SQL(), SQL(" UNION ALL ").join(flows))

    def _get_sums(self):
        """SQL of ``sums``: what of ``flow`` is not kept as sums, by store, category, month and way, and in how many kinds of
        parts that ended."""
        return SQL(
            """
            stand AS (
                SELECT warehouse_id, product_id, month,
                       SUM(SUM(pieces)) OVER (PARTITION BY warehouse_id, product_id ORDER BY month) AS closing
                  FROM flow GROUP BY warehouse_id, product_id, month),
            kind AS (
                SELECT warehouse_id, product_id, month, %(kinds)s AS way,
                       (closing > 0)::int - COALESCE(LAG(closing) OVER (
                           PARTITION BY warehouse_id, product_id ORDER BY month) > 0, FALSE)::int AS pieces, 0 AS value
                  FROM stand),
            sums AS (
                SELECT told.warehouse_id, template.categ_id, told.month, told.way, SUM(told.pieces) AS pieces,
                       SUM(told.value) AS value
                  FROM (SELECT warehouse_id, product_id, month, way, SUM(pieces) AS pieces, SUM(value) AS value
                          FROM flow GROUP BY 1, 2, 3, 4
                     UNION ALL
                        SELECT warehouse_id, product_id, month, way, pieces, value FROM kind WHERE pieces <> 0) AS told
                  JOIN product_product product ON product.id = told.product_id
                  JOIN product_template template ON template.id = product.product_tmpl_id
                 WHERE NOT EXISTS (SELECT FROM kept WHERE kept.warehouse_id = told.warehouse_id AND told.month < kept.since)
              GROUP BY 1, 2, 3, 4)
            """, kinds=KINDS)

    def _get_this_month(self):
        """By the clock of the company."""
        today = self.with_context(tz=self.env.company._get_clock_zone())
        return fields.Date.context_today(today).replace(day=1)

    def _read_flows(self, zone, only=None, lately=False):
        """Lines, and new costs.

        :param only: SQL of what their time is compared with, else all of them
        :param lately: whether what all stores had before is kept: lines and what they had are those of ``_get_moved_lately``;
            else it is counted from the first line on
        """
        flow = SQL("SELECT warehouse_id, product_id, month, pieces, way, value FROM moved") if lately else self._get_flow(
            zone, 'month', self._get_value(), only and SQL("move.date %s", only))
        had = SQL("SELECT warehouse_id, pieces FROM stood WHERE stood.id = worth.id") if lately else self._get_had()
        return flow, self._get_revaluations(zone, only and SQL("worth.date %s", only), had)

    def _get_first_month(self):
        """The first month that can be in the answer; None for all of them. Ids end with theirs."""
        firsts = []
        for name, value in self._get_found_bounds():
            if name == self._flow_date:
                firsts.append(value.replace(day=1))
            elif name == 'id':
                year, month = divmod(min(number % 10000 for number in value) - 1, 12)
                firsts.append(fields.Date.to_date(f'{1600 + year}-{month + 1:02}-01'))
        return max(firsts, default=None)

    def _get_value(self):
        """What a line of the flow is worth: of its move, its share; that of most is the whole."""
        return SQL(
            """
            place.sign * CASE
                WHEN move.is_in OR move.is_out THEN COALESCE(move.aftersales_first_value, move.value, 0) * CASE
                    WHEN line.quantity = move.quantity AND line.product_uom_id = move.product_uom AND line.quantity <> 0 THEN 1
                    ELSE line.quantity_product_uom / NULLIF((
                        SELECT SUM(other.quantity_product_uom) FROM stock_move_line other
                         WHERE other.move_id = move.id AND other.state = 'done'), 0) END
                WHEN line.owner_id IS NOT NULL THEN 0
                ELSE line.quantity_product_uom * COALESCE((
                    SELECT worth.aftersales_former FROM product_value worth
                     WHERE worth.product_id = line.product_id AND worth.company_id = line.company_id
                           AND worth.aftersales_former IS NOT NULL AND worth.date > move.date
                  ORDER BY worth.date, worth.id LIMIT 1),
                    (product.standard_price ->> line.company_id::text)::numeric, 0) END AS value
            """)

    def _get_revaluations(self, zone, only, had):
        """What each new cost made of what each store had of the part at that moment.

        :param only: SQL of a condition on ``worth``, else all of them
        :param had: SQL of ``warehouse_id`` and ``pieces`` of the part of ``worth``
        """
        return SQL(
            """
            SELECT had.warehouse_id, worth.product_id,
                   date_trunc('month', worth.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS month,
                   0 AS pieces, 'revalued' AS way, (worth.value - worth.aftersales_former) * had.pieces AS value
              FROM product_value worth
        CROSS JOIN LATERAL (%(had)s) had
             WHERE worth.aftersales_former IS NOT NULL AND worth.company_id IN %(companies)s AND had.pieces <> 0
                   AND %(only)s
            """, had=had, only=only or SQL("TRUE"), zone=zone, companies=tuple(self.env.companies.ids))

    def _get_had(self):
        """What each store had of a part, of all its lines; what belongs to somebody else has no cost of ours.

        Of move and line the part and the state are the same; both are named, so that an index of either serves: else each new
        cost has all moves of the month read.
        """
        return SQL(
            """
            SELECT line.warehouse_id, SUM(line.pieces) AS pieces FROM (%s) AS line GROUP BY line.warehouse_id
            """, self._get_moved(SQL("place.warehouse_id, place.sign * line.quantity_product_uom AS pieces"), SQL(
                """
                line.owner_id IS NULL AND move.date <= worth.date AND line.product_id = worth.product_id
                AND line.company_id = worth.company_id AND move.product_id = worth.product_id
                """)))

    def _get_moved_lately(self, zone, stamp):
        """SQL of ``moved``, the lines since the months of ``kept`` began; and of ``stood``, what each store had of a part at
        each new cost (``id``) since: what it had when its month began, less what was somebody else's, and what moved since.

        :param stamp: when the first of these months began
        """
        begin = self._get_begin(SQL("kept.since"), zone)
        others = self._get_moved(
            SQL("line.product_id, line.company_id, place.warehouse_id, -place.sign * line.quantity_product_uom, '-infinity'"),
            SQL("line.owner_id IS NOT NULL AND EXISTS (SELECT FROM kept WHERE kept.warehouse_id = place.warehouse_id"
                " AND move.date < %s)", begin))
        return SQL(
            """
            moved AS MATERIALIZED (%(moved)s),
            stood AS MATERIALIZED (
                SELECT worth.id, part.warehouse_id, SUM(part.pieces) AS pieces
                  FROM product_value worth
                  JOIN (SELECT past.product_id, past.company_id, past.warehouse_id, past.pieces, '-infinity'::timestamp AS date
                          FROM aftersales_stock_kept past JOIN kept ON kept.warehouse_id = past.warehouse_id
                     UNION ALL
                        SELECT moved.product_id, moved.company_id, moved.warehouse_id, moved.pieces, moved.date
                          FROM moved JOIN kept ON kept.warehouse_id = moved.warehouse_id AND moved.date >= %(begin)s
                         WHERE moved.owner_id IS NULL
                     UNION ALL %(others)s
                       ) AS part ON part.product_id = worth.product_id AND part.company_id = worth.company_id
                                AND part.date <= worth.date
                 WHERE worth.aftersales_former IS NOT NULL AND worth.company_id IN %(companies)s AND worth.date >= %(stamp)s
              GROUP BY worth.id, part.warehouse_id),
            """, moved=self._get_flow(
                zone, 'month', SQL("%s, line.company_id, line.owner_id, move.date", self._get_value()),
                SQL("move.date >= %s", stamp), few=True),
            begin=begin, others=others, companies=tuple(self.env.companies.ids), stamp=stamp)

    def _get_moved(self, columns, only):
        """SQL of lines that are done, with the store they came into or left.

        :param columns: SQL of what is told of ``line``, ``move`` and ``place``
        :param only: SQL of a condition on them
        """
        return SQL(
            """
            SELECT %s
              FROM stock_move_line line
              JOIN stock_move move ON move.id = line.move_id
              JOIN stock_location source ON source.id = line.location_id
              JOIN stock_location target ON target.id = line.location_dest_id
        CROSS JOIN LATERAL (VALUES
                       (1, CASE WHEN target.usage = 'internal' THEN target.warehouse_id END),
                       (-1, CASE WHEN source.usage = 'internal' THEN source.warehouse_id END)
                   ) AS place(sign, warehouse_id)
             WHERE line.state = 'done' AND move.state = 'done' AND place.warehouse_id IS NOT NULL AND %s
            """, columns, only)
