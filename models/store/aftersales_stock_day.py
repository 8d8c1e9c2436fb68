from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

PIECES = {'digits': 'Product Unit', 'readonly': True}


class AftersalesStockDay(models.Model):
    """The day card: a row a store, part and day on which something moved; the rows of one part are its card (parts 12).

    The opening of a row is the closing of the row before, so that card, book and goods are compared on any day. Both are
    reckoned back from what lies there now, so that only what moved since the first day asked for is read.
    """
    _name = 'aftersales.stock.day'
    _description = "Day Card of a Part"
    _inherit = ['aftersales.stock.flow.mixin']
    _auto = False
    _order = 'moved_on desc, id desc'
    _rec_name = 'product_id'
    _flow_date = 'moved_on'
    _newest_field = 'moved_on'

    moved_on = fields.Date(string="Day", readonly=True)
    warehouse_id = fields.Many2one('stock.warehouse', string="Store", readonly=True)
    product_id = fields.Many2one('product.product', string="Part", readonly=True)
    categ_id = fields.Many2one('product.category', string="Category", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    opening = fields.Float(**PIECES, aggregator=None, help="Before what moved on this day.")
    pieces_in = fields.Float(string="Pieces In", **PIECES)
    pieces_out = fields.Float(string="Pieces Out", **PIECES)
    difference = fields.Float(string="Count Difference", **PIECES, help="Found more, less what was missing.")
    closing = fields.Float(**PIECES, aggregator=None, help="After what moved on this day.")
    moved_by = fields.Char(string="Documents", readonly=True, help="By which the parts came and went.")

    @property
    def _table_query(self):
        """Ids are those of lines: what moves between two stores is in two rows, in the one as it came, in the other as it
        left."""
        zone = self.env.company._get_clock_zone()
        way = SQL(
            """
            CASE WHEN place.usage = 'inventory' AND move.scrap_id IS NULL THEN 'difference'
                 WHEN place.sign > 0 THEN 'in' ELSE 'out' END
            """)
        flow = self._get_flow(
            zone, 'day', SQL("line.id * 2 + (place.sign > 0)::int AS row_id"), self._get_asked_flow(zone), way,
            few=self._is_asked_lately())
        return SQL(
            """
            SELECT told.id, told.day AS moved_on, told.warehouse_id, told.product_id, told.pieces_in, told.pieces_out,
                   told.difference, stand.pieces - told.later - told.net AS opening, stand.pieces - told.later AS closing,
                   %(moved_by)s AS moved_by, template.categ_id, store.company_id
              FROM (
                SELECT MIN(flow.row_id) AS id, flow.warehouse_id, flow.product_id, flow.day,
                       SUM(CASE WHEN flow.way = 'in' THEN flow.pieces ELSE 0 END) AS pieces_in,
                       SUM(CASE WHEN flow.way = 'out' THEN -flow.pieces ELSE 0 END) AS pieces_out,
                       SUM(CASE WHEN flow.way = 'difference' THEN flow.pieces ELSE 0 END) AS difference,
                       SUM(flow.pieces) AS net,
                       COALESCE(SUM(SUM(flow.pieces)) OVER (
                           PARTITION BY flow.warehouse_id, flow.product_id ORDER BY flow.day
                           ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), 0) AS later
                  FROM (%(flow)s) AS flow
              GROUP BY flow.warehouse_id, flow.product_id, flow.day) AS told
              JOIN stock_warehouse AS store ON store.id = told.warehouse_id
              JOIN product_product AS product ON product.id = told.product_id
              JOIN product_template AS template ON template.id = product.product_tmpl_id
         LEFT JOIN (%(here)s) AS here ON here.product_id = told.product_id AND here.warehouse_id = told.warehouse_id
        CROSS JOIN LATERAL (SELECT CASE WHEN template.is_storable THEN COALESCE(here.pieces, 0) ELSE %(ever)s END AS pieces
                   ) AS stand
            """, flow=flow, here=self._get_here(), ever=self._get_ever(), moved_by=self._get_documents(zone))

    def _get_documents(self, zone):
        """SQL of the documents of a row: asked for the rows that are shown, not for all that the days are summed up from."""
        day = SQL.identifier('told', 'day')
        return SQL(
            """(
                SELECT STRING_AGG(DISTINCT NULLIF(move.reference, ''), ', ')
                  FROM stock_move move
                  JOIN stock_move_line line ON line.move_id = move.id
                  JOIN stock_location source ON source.id = line.location_id
                  JOIN stock_location target ON target.id = line.location_dest_id
                 WHERE move.product_id = told.product_id AND move.state = 'done' AND move.date >= %s AND move.date < %s
                       AND line.company_id IN %s AND line.state = 'done'
                       AND (source.usage = 'internal' AND source.warehouse_id = told.warehouse_id)
                           <> (target.usage = 'internal' AND target.warehouse_id = told.warehouse_id))
            """, self._get_begin(day, zone), self._get_begin(SQL("(%s + 1)", day), zone), tuple(self.env.companies.ids))

    def _get_here(self):
        """What lies in each store now, of all parts at once: one by one they would be looked up for each row."""
        return SQL(
            """
            SELECT quant.product_id, place.warehouse_id, SUM(quant.quantity) AS pieces
              FROM stock_quant quant
              JOIN stock_location place ON place.id = quant.location_id
             WHERE place.usage = 'internal' AND quant.company_id IN %s AND %s
          GROUP BY 1, 2
            """, tuple(self.env.companies.ids), self._get_asked_parts(SQL("quant.product_id")) or SQL("TRUE"))

    def _get_ever(self):
        """Of goods that Odoo does not keep in stock: what ever came less what went."""
        return SQL(
            """(
                SELECT COALESCE(SUM(CASE WHEN target.usage = 'internal' AND target.warehouse_id = told.warehouse_id
                                         THEN line.quantity_product_uom ELSE 0 END)
                              - SUM(CASE WHEN source.usage = 'internal' AND source.warehouse_id = told.warehouse_id
                                         THEN line.quantity_product_uom ELSE 0 END), 0)
                  FROM stock_move_line line
                  JOIN stock_location source ON source.id = line.location_id
                  JOIN stock_location target ON target.id = line.location_dest_id
                 WHERE line.product_id = told.product_id AND line.company_id IN %s AND line.state = 'done')
            """, tuple(self.env.companies.ids))

    def _get_asked_flow(self, zone):
        """SQL of what of the flow can be in the answer, or stands after it; None for all of it."""
        conditions = []
        for name, value in self._get_found_bounds():
            if name == self._flow_date:
                conditions.append(SQL("move.date >= %s", self._get_begin(value, zone)))
        parts = self._get_asked_parts(SQL("line.product_id"))
        return SQL(" AND ").join([*conditions, *([parts] if parts else [])]) if conditions or parts else None

    def _is_asked_lately(self):
        """Whether only days of this month and the last are asked for."""
        since = self.env.company._get_today().replace(day=1) - relativedelta(months=1)
        return any(name == self._flow_date and value >= since for name, value in self._get_found_bounds())

    def _get_asked_parts(self, column):
        """SQL of which parts can be in the answer, by their ``column``; None for all of them."""
        conditions = []
        for name, value in self._get_found_bounds():
            if name == 'product_id':
                conditions.append(SQL("%s IN %s", column, value))
            elif name == 'id':  # the row of a line is one of its part
                conditions.append(SQL(
                    "%s IN (SELECT asked.product_id FROM stock_move_line asked WHERE asked.id IN %s)", column,
                    tuple(number // 2 for number in value)))
        return SQL(" AND ").join(conditions) if conditions else None

    @api.depends('product_id', 'moved_on')
    def _compute_display_name(self):
        for row in self:
            row.display_name = ' · '.join(filter(None, (
                row.product_id.display_name, fields.Date.to_string(row.moved_on) if row.moved_on else None)))
