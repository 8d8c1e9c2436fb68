from odoo import fields, models
from odoo.tools import SQL

from .stages import STAGES

PIECES = {'digits': 'Product Unit', 'readonly': True}
PERCENT = {'digits': (5, 1), 'readonly': True, 'aggregator': 'avg'}


class AftersalesFillRate(models.Model):
    """A row a delivery and part: what was expected of the supplier, and how much of it came at once and good (H4).

    What comes later of a delivery that was short makes it complete, but is none of its own. Of several rows a rate is that of
    their sums.
    """
    _name = 'aftersales.fill.rate'
    _description = "Fill Rate of Suppliers"
    _inherit = ['aftersales.analysis.mixin']
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'picking_id'
    _depends = {
        'stock.picking': ['company_id', 'partner_id', 'date_done', 'backorder_id', 'picking_type_id', 'state'],
        'stock.move': ['picking_id', 'product_id', 'purchase_line_id', 'product_qty', 'state', 'location_id'],
        'aftersales.short.delivery': ['picking_id', 'product_id', 'kind', 'quantity'],
        'product.template': ['categ_id', 'aftersales_model_stage'],
        'res.company': ['aftersales_fill_running', 'aftersales_fill_half', 'aftersales_fill_discontinued'],
    }

    date = fields.Datetime(string="Receipt Date", readonly=True)
    picking_id = fields.Many2one('stock.picking', string="Receipt", readonly=True)
    partner_id = fields.Many2one('res.partner', string="Supplier", readonly=True)
    product_id = fields.Many2one('product.product', string="Part", readonly=True)
    categ_id = fields.Many2one('product.category', string="Category", readonly=True)
    model_stage = fields.Selection(STAGES, string="For Models", readonly=True)
    warehouse_id = fields.Many2one('stock.warehouse', string="Store", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    qty_expected = fields.Float(string="Pieces Expected", **PIECES)
    qty_received = fields.Float(string="Came at Once", **PIECES)
    qty_short = fields.Float(string="Short", **PIECES)
    qty_wrong = fields.Float(string="Wrong part", **PIECES)
    qty_damaged = fields.Float(string="Damaged", **PIECES)
    qty_good = fields.Float(string="Came Good", **PIECES)
    qty_missed = fields.Float(string="Pieces Missed", help="Short, wrong or damaged.", **PIECES)
    rate = fields.Float(string="Fill Rate (%)", help="Came good / expected.", **PERCENT)
    target = fields.Float(string="Target (%)", help="By the settings, for these models.", **PERCENT)

    def _read_group_select(self, aggregate_spec, query):
        """Of several rows: the quotient of their sums, the target weighed by what was expected."""
        if aggregate_spec not in ('rate:avg', 'target:avg'):
            return super()._read_group_select(aggregate_spec, query)
        expected, good, target = (
            self._field_to_sql(self._table, name, query) for name in ('qty_expected', 'qty_good', 'target'))
        over = SQL("100.0 * SUM(%s)", good) if aggregate_spec == 'rate:avg' else SQL("SUM(%s * %s)", target, expected)
        return SQL("%s / NULLIF(SUM(%s), 0)", over, expected)

    @property
    def _table_query(self):
        return SQL("""
            SELECT told.*, told.qty_expected - told.qty_good AS qty_missed,
                   100.0 * told.qty_good / NULLIF(told.qty_expected, 0) AS rate
              FROM (SELECT MIN(flow.id) AS id, picking.id AS picking_id, picking.date_done AS date, picking.company_id,
                           supplier.commercial_partner_id AS partner_id, kind.warehouse_id, flow.product_id,
                           template.categ_id, COALESCE(template.aftersales_model_stage, 'running') AS model_stage,
                           SUM(flow.came) + SUM(flow.short) AS qty_expected, SUM(flow.came) AS qty_received,
                           SUM(flow.short) AS qty_short, SUM(flow.wrong) AS qty_wrong, SUM(flow.damaged) AS qty_damaged,
                           GREATEST(SUM(flow.came) - SUM(flow.wrong) - SUM(flow.damaged), 0) AS qty_good,
                           CASE template.aftersales_model_stage
                                WHEN 'discontinued' THEN company.aftersales_fill_discontinued
                                WHEN 'half' THEN company.aftersales_fill_half
                                ELSE company.aftersales_fill_running END AS target
                      FROM (%s) AS flow
                      JOIN stock_picking picking ON picking.id = flow.picking_id AND picking.backorder_id IS NULL
                           AND picking.state = 'done'
                      JOIN stock_picking_type kind ON kind.id = picking.picking_type_id
                      JOIN res_company company ON company.id = picking.company_id
                      JOIN product_product product ON product.id = flow.product_id
                      JOIN product_template template ON template.id = product.product_tmpl_id
                 LEFT JOIN res_partner supplier ON supplier.id = picking.partner_id
                     WHERE EXISTS (SELECT FROM aftersales_workshop outlet WHERE outlet.warehouse_id = kind.warehouse_id)
                  GROUP BY picking.id, supplier.id, kind.id, company.id, flow.product_id, template.id) AS told
             WHERE told.qty_expected > 0""", self._get_flow())

    def _get_flow(self):
        """What came, and what the register of short deliveries says of it."""
        return SQL("""
            SELECT move.id::bigint * 2 AS id, move.picking_id, move.product_id, move.product_qty AS came, 0 AS short,
                   0 AS wrong, 0 AS damaged
              FROM stock_move move
              JOIN stock_location place ON place.id = move.location_id AND place.usage = 'supplier'
             WHERE move.state = 'done' AND move.purchase_line_id IS NOT NULL
         UNION ALL
            SELECT register.id::bigint * 2 + 1, register.picking_id, register.product_id, 0,
                   CASE register.kind WHEN 'short' THEN register.quantity ELSE 0 END,
                   CASE register.kind WHEN 'wrong' THEN register.quantity ELSE 0 END,
                   CASE register.kind WHEN 'damaged' THEN register.quantity ELSE 0 END
              FROM aftersales_short_delivery register""")
