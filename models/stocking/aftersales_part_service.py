from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .causes import CAUSES

RATE = {'digits': (5, 1), 'readonly': True, 'aggregator': 'avg'}
PIECES = {'digits': 'Product Unit', 'readonly': True}
# What is rare, by the fields that ask for it, and the lines that can be meant.
RARE = {'waited': ('here_rate', 'time_rate'), 'wrong': ('right_rate', 'wrong')}
RARE_LINES = {
    'waited': SQL(
        """
        SELECT waited.id AS line_id FROM aftersales_order_line waited
         WHERE waited.parts_due IS NOT NULL OR waited.parts_came_date IS NOT NULL OR waited.parts_awaited_since IS NOT NULL
        """),
    'wrong': SQL(
        """
        SELECT back.aftersales_line_id AS line_id FROM stock_picking told JOIN stock_move back ON back.picking_id = told.id
         WHERE told.aftersales_miss_cause IS NOT NULL AND back.aftersales_line_id IS NOT NULL
        """),
}


class AftersalesPartService(models.Model):
    """A row a part that was handed out for a job: was it here at once, in time, and the right one, and if not, why (H7)."""
    _name = 'aftersales.part.service'
    _description = "Service of the Parts Store"
    _inherit = ['aftersales.analysis.mixin']
    _asked_field = 'date'
    _newest_field = 'date'
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'line_id'
    _depends = {
        'aftersales.order.line': [
            'parts_due', 'parts_came_date', 'parts_awaited_since', 'order_id', 'product_id', 'company_id'],
        'aftersales.order': ['workshop_id', 'vehicle_id'],
        'stock.move': ['aftersales_line_id', 'product_qty', 'state', 'date', 'picking_id'],
        'stock.picking': ['aftersales_miss_cause'],
    }

    date = fields.Datetime(string="First Handed Out", readonly=True)
    line_id = fields.Many2one('aftersales.order.line', string="Part of the Order", readonly=True)
    order_id = fields.Many2one('aftersales.order', string="Repair Order", readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    product_id = fields.Many2one('product.product', string="Part", readonly=True)
    categ_id = fields.Many2one('product.category', string="Category", readonly=True)
    model_id = fields.Many2one('fleet.vehicle.model', string="Vehicle Model", readonly=True)
    issued = fields.Float(string="Handed Out", **PIECES)
    wrong = fields.Float(string="Wrong or Faulty", help="What came back with a root cause.", **PIECES)
    cause = fields.Selection(CAUSES, string="Root Cause", readonly=True)
    here_rate = fields.Float(string="Here at Once (%)", help="Fill rate: parts that nobody had to wait for.", **RATE)
    time_rate = fields.Float(
        string="In Time (%)", help="Parts that were here at once, or came by the day of the table of deadlines.", **RATE)
    right_rate = fields.Float(string="Right Part (%)", help="Parts of which none came back wrong or faulty.", **RATE)

    def _search(self, domain, *args, **kwargs):
        """What was waited for, came back or was late is little of all that was handed out: the query under it is told."""
        rare = tuple(kind for kind, names in RARE.items() if any(self._is_asked_for(name, domain) for name in names))
        asked = self.with_context(aftersales_rare_parts=rare)
        return super(AftersalesPartService, asked)._search(domain, *args, **kwargs)

    @api.model
    def _is_asked_for(self, name, domain):
        """Whether rows of a domain are such as have a rate of 0, or something wrong."""
        for condition in self._get_conditions(name, domain):
            operator, value = condition.operator, condition.value
            if operator == 'in' and not any(value) if name != 'wrong' else (
                    operator == '>' and isinstance(value, (int, float)) and value >= 0):
                return True
        return False

    @property
    def _table_query(self):
        return SQL("""
            SELECT line.id, line.id AS line_id, line.order_id, ordered.workshop_id, line.company_id, line.product_id,
                   template.categ_id, vehicle.model_id, moved.date, moved.issued, moved.wrong, moved.cause,
                   CASE WHEN COALESCE(line.parts_due, line.parts_came_date, line.parts_awaited_since) IS NULL
                        THEN 100.0 ELSE 0.0 END AS here_rate,
                   CASE WHEN line.parts_due IS NULL OR line.parts_came_date <= line.parts_due
                        THEN 100.0 ELSE 0.0 END AS time_rate,
                   CASE WHEN moved.wrong > 0 THEN 0.0 ELSE 100.0 END AS right_rate
              FROM aftersales_order_line line
              JOIN (%(moved)s) AS moved ON moved.line_id = line.id AND moved.issued > 0
              JOIN aftersales_order ordered ON ordered.id = line.order_id
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
         LEFT JOIN fleet_vehicle vehicle ON vehicle.id = ordered.vehicle_id
             WHERE line.company_id IN %(companies)s""", moved=self._get_moved(), companies=tuple(self.env.companies.ids))

    def _get_moved(self):
        """SQL of the moves of each line, summed up. Where few lines are asked for each looks its moves up: PostgreSQL would
        rather read those of all lines that ever were."""
        told = SQL(
            """
            MIN(move.date) FILTER (WHERE source.usage = 'internal') AS date,
            SUM(CASE WHEN source.usage = 'internal' THEN move.product_qty ELSE 0 END) AS issued,
            SUM(CASE WHEN source.usage = 'customer' AND picking.id IS NOT NULL THEN move.product_qty ELSE 0 END) AS wrong,
            MAX(picking.aftersales_miss_cause) AS cause
              FROM stock_move move
              JOIN stock_location source ON source.id = move.location_id
         LEFT JOIN stock_picking picking ON picking.id = move.picking_id AND picking.aftersales_miss_cause IS NOT NULL
            """)
        lines = self._get_few_lines()
        if lines:
            return SQL(
                """
                SELECT asked.line_id, own.*
                  FROM (SELECT DISTINCT line_id FROM (%s) AS few) AS asked
            CROSS JOIN LATERAL (SELECT %s
                     WHERE move.state = 'done' AND move.aftersales_line_id = asked.line_id) AS own
                """, lines, told)
        return SQL(
            """
            SELECT move.aftersales_line_id AS line_id, %s
             WHERE move.state = 'done' AND move.aftersales_line_id IS NOT NULL%s
          GROUP BY move.aftersales_line_id
            """, told, self._limit_to_lines_asked('aftersales_line_id'))

    def _get_few_lines(self):
        """SQL of the lines that can be in the answer (``line_id``), where they are few; None where they are not."""
        rare = self.env.context.get('aftersales_rare_parts')
        few = [RARE_LINES[kind] for kind in rare] if isinstance(rare, tuple) else []  # a client's context has no tuples
        first, __ = self._get_asked()
        if first and first >= fields.Date.today().replace(day=1) - relativedelta(months=1):
            few.append(SQL(
                """
                SELECT first_move.aftersales_line_id AS line_id FROM stock_move first_move
                 WHERE first_move.state = 'done' AND first_move.aftersales_line_id IS NOT NULL AND %s
                """, self._limit_to_asked(SQL("first_move.date"))))
        return SQL(" INTERSECT ").join(SQL("(%s)", lines) for lines in few) if few else None

    def _limit_to_lines_asked(self, line):
        """Of the days asked for: all moves of the lines of which any was done on them, as the first one counts.

        :param str line: the column of stock moves that names the line
        :return: SQL to go on a condition on ``move`` with; nothing where no days are asked for
        """
        if not any(self._get_asked()):
            return SQL()
        return SQL(
            """
                       AND move.%(line)s IN (
                           SELECT first_move.%(line)s FROM stock_move first_move
                            WHERE first_move.state = 'done' AND first_move.%(line)s IS NOT NULL AND %(days)s)""",
            line=SQL.identifier(line), days=self._limit_to_asked(SQL("first_move.date")))
