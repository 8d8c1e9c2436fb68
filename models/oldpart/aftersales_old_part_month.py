from odoo import fields, models
from odoo.tools import SQL

PIECES = {'digits': 'Product Unit', 'readonly': True}
VALUE = {'readonly': True, 'groups': 'aftersales.group_price'}
# Steps of custody that change what lies in the store: column of the table, and whether the part came or left.
STEPS = {
    'in': ('came_in', 1), 'back': ('came_rejected', 1), 'sent': ('went_sent', -1), 'stock': ('went_stock', -1),
    'scrapped': ('went_scrap', -1), 'collected': ('went_waste', -1), 'customer': ('went_customer', -1),
    'lost': ('went_lost', -1), 'credited': ('credited', 0),
}
COLUMNS = [column for column, __ in STEPS.values()]


class AftersalesOldPartMonth(models.Model):
    """A row an outlet, month and way of old parts: what lay there, what came, what went where, what is left (parts 12).

    It is read from the custody of the parts, which is written once and never changed: a month that is over says the same for
    ever. The opening of a month is the closing of the month before. What a part is worth is what its tag says.
    """
    _name = 'aftersales.old.part.month'
    _description = "Month Table of Old Parts"
    _inherit = ['aftersales.analysis.mixin']
    _auto = False
    _order = 'month desc, id'
    _rec_name = 'workshop_id'
    _depends = {
        'aftersales.old.part.move': ['old_part_id', 'date', 'custody_step'],
        'aftersales.old.part': [
            'company_id', 'workshop_id', 'duty', 'product_id', 'quantity', 'value', 'handed_in_date'],
    }

    month = fields.Date(readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    duty = fields.Selection(
        selection=lambda self: self.env['aftersales.old.part']._fields['duty']._description_selection(self.env),
        string="What Becomes of It", readonly=True)
    opening = fields.Float(**PIECES, help="At the beginning of the month. Of several months, put them into columns.")
    came_in = fields.Float(string="Taken In", **PIECES)
    came_rejected = fields.Float(string="Rejected and Back", **PIECES, help="A supplier did not take them.")
    went_sent = fields.Float(string="Sent Back", **PIECES, help="To makers and suppliers.")
    went_stock = fields.Float(string="Reconditioned", **PIECES, help="Put into stock as used parts.")
    went_scrap = fields.Float(string="Scrapped", **PIECES)
    went_waste = fields.Float(string="Collected as Waste", **PIECES)
    went_customer = fields.Float(string="To Customers", **PIECES)
    went_lost = fields.Float(string="Lost Pieces", **PIECES)
    credited = fields.Float(string="Pieces Credited", **PIECES, help="Of what was sent, in this month or before.")
    closing = fields.Float(**PIECES, help="At the end of the month, or now.")
    part_kinds = fields.Integer(
        string="Kinds of Parts", readonly=True, help="How many parts there are of at the end of the month.")
    value_at_start = fields.Monetary(string="Opening Value", **VALUE)
    value_at_end = fields.Monetary(string="Closing Value", help="What the tags say that the parts are still worth.", **VALUE)

    @property
    def _table_query(self):
        columns = SQL(', ').join(SQL(
            "SUM(CASE WHEN flow.way = %s THEN flow.pieces ELSE 0 END) AS %s", column, SQL.identifier(column))
            for column in COLUMNS)
        told = SQL(', ').join(
            SQL("COALESCE(%s, 0) AS %s", SQL.identifier('told', column), SQL.identifier(column)) for column in COLUMNS)
        return SQL(
            """
            WITH flow AS (%(flow)s),
            stand AS (
                SELECT workshop_id, duty, product_id, month,
                       SUM(SUM(sign * pieces)) OVER (PARTITION BY workshop_id, duty, product_id ORDER BY month) AS closing
                  FROM flow GROUP BY workshop_id, duty, product_id, month),
            kind AS (
                SELECT workshop_id, duty, month, (closing > 0)::int - COALESCE(LAG(closing) OVER (
                           PARTITION BY workshop_id, duty, product_id ORDER BY month) > 0, FALSE)::int AS change
                  FROM stand),
            kinds AS (SELECT workshop_id, duty, month, SUM(change) AS change FROM kind GROUP BY 1, 2, 3),
            told AS (
                SELECT flow.workshop_id, flow.duty, flow.month, %(columns)s, SUM(flow.sign * flow.pieces) AS net,
                       SUM(flow.sign * flow.value) AS net_value
                  FROM flow GROUP BY 1, 2, 3),
            grid AS (
                SELECT since.workshop_id, since.duty, months.month::date AS month
                  FROM (SELECT workshop_id, duty, MIN(month) AS month FROM told GROUP BY 1, 2) since
            CROSS JOIN LATERAL generate_series(since.month, %(today)s::date, interval '1 month') AS months(month)),
            summed AS (
                SELECT grid.workshop_id, grid.duty, grid.month, %(told)s, COALESCE(told.net, 0) AS net,
                       COALESCE(told.net_value, 0) AS net_value, SUM(told.net) OVER until AS closing,
                       SUM(told.net_value) OVER until AS value_at_end, (SUM(kinds.change) OVER until)::int AS part_kinds
                  FROM grid
             LEFT JOIN told ON told.workshop_id = grid.workshop_id AND told.duty = grid.duty AND told.month = grid.month
             LEFT JOIN kinds ON kinds.workshop_id = grid.workshop_id AND kinds.duty = grid.duty AND kinds.month = grid.month
                WINDOW until AS (PARTITION BY grid.workshop_id, grid.duty ORDER BY grid.month))
            SELECT (summed.workshop_id::bigint * 10 + array_position(%(duties)s, summed.duty::text)) * 10000
                   + EXTRACT(YEAR FROM summed.month)::int %% 800 * 12 + EXTRACT(MONTH FROM summed.month)::int AS id,
                   summed.*, summed.closing - summed.net AS opening,
                   summed.value_at_end - summed.net_value AS value_at_start, outlet.company_id, company.currency_id
              FROM summed
              JOIN aftersales_workshop outlet ON outlet.id = summed.workshop_id
              JOIN res_company company ON company.id = outlet.company_id
            """, flow=self._get_flow(), columns=columns, told=told, today=fields.Date.context_today(self),
            duties=[key for key, __ in self.env['aftersales.old.part']._fields['duty'].selection])

    def _get_flow(self):
        """Each step that changes the store, by the clock of the company; who was here before custody was kept came in once."""
        zone = self.env.company._get_clock_zone()
        way, sign = (SQL("CASE move.custody_step %s END", SQL(' ').join(
            SQL("WHEN %s THEN %s", step, values[place]) for step, values in STEPS.items())) for place in (0, 1))
        return SQL(
            """
            SELECT part.id AS part_id, part.workshop_id, part.duty, part.product_id, %(way)s AS way, %(sign)s AS sign,
                   part.quantity AS pieces, COALESCE(part.value, 0) AS value,
                   date_trunc('month', move.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS month
              FROM aftersales_old_part_move move
              JOIN aftersales_old_part part ON part.id = move.old_part_id
             WHERE move.custody_step IN %(steps)s AND part.handed_in_date IS NOT NULL
                   AND part.company_id IN %(companies)s
             UNION ALL
            SELECT part.id, part.workshop_id, part.duty, part.product_id, 'came_in', 1, part.quantity, COALESCE(part.value, 0),
                   date_trunc('month', part.handed_in_date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
              FROM aftersales_old_part part
             WHERE part.handed_in_date IS NOT NULL AND part.company_id IN %(companies)s
                   AND NOT EXISTS (SELECT 1 FROM aftersales_old_part_move move
                                    WHERE move.old_part_id = part.id AND move.custody_step = 'in')
            """, way=way, sign=sign, zone=zone, steps=tuple(STEPS), companies=tuple(self.env.companies.ids))

    # === ACTION METHODS ===#

    def action_view_moved(self):
        """The parts that came or went in these months."""
        return self._view_parts(SQL(
            "SELECT DISTINCT flow.part_id FROM (%s) flow JOIN (%s) asked ON %s AND asked.month = flow.month",
            self._get_flow(), self._get_rows(), self._get_joint()))

    def action_view_left(self):
        """The parts that lay there at the end of these months."""
        return self._view_parts(SQL(
            """
            SELECT flow.part_id FROM (%s) flow JOIN (%s) asked ON %s AND asked.month >= flow.month
          GROUP BY flow.part_id, asked.month HAVING SUM(flow.sign) > 0
            """, self._get_flow(), self._get_rows(), self._get_joint()))

    def _get_joint(self):
        return SQL("asked.workshop_id = flow.workshop_id AND asked.duty = flow.duty")

    def _get_rows(self):
        """Outlet, way and month of these rows, as a table."""
        if not self:
            return SQL("SELECT NULL::int AS workshop_id, NULL::text AS duty, NULL::date AS month WHERE FALSE")
        return SQL("SELECT * FROM (VALUES %s) AS months(workshop_id, duty, month)", SQL(', ').join(
            SQL("(%s, %s, %s::date)", row.workshop_id.id, row.duty, row.month) for row in self))

    def _view_parts(self, query):
        self.check_access('read')
        self.env['aftersales.old.part'].flush_model()
        self.env['aftersales.old.part.move'].flush_model()
        self.env.cr.execute(query)
        found = sorted({part_id for part_id, in self.env.cr.fetchall()})
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_old_part_register')
        return {**action, 'domain': [('id', 'in', found)], 'context': {}}
