from odoo import fields, models
from odoo.tools import SQL

BANDS = [
    ('b0', "Up to 3 Months"), ('b3', "3 to 6 Months"), ('b6', "6 to 12 Months"), ('b12', "12 to 24 Months"),
    ('b24', "24 to 36 Months"), ('b36', "Over 36 Months"),
]
PROPOSALS = [('return', "Offer Back to the Supplier"), ('sell', "Sell Off"), ('scrap', "Scrap")]
PIECES = {'digits': 'Product Unit', 'readonly': True}
VALUE = {'readonly': True, 'groups': 'aftersales.group_stocking'}


class AftersalesStockAge(models.Model):
    """A row a part and store: since when nothing of it has gone out, and what lies there above what is kept (H5)."""
    _name = 'aftersales.stock.age'
    _description = "Dead Stock and Surplus"
    _inherit = ['aftersales.analysis.mixin']
    _auto = False
    _order = 'age_months desc, id'
    _rec_name = 'product_id'

    product_id = fields.Many2one('product.product', string="Part", readonly=True)
    categ_id = fields.Many2one('product.category', string="Category", readonly=True)
    warehouse_id = fields.Many2one('stock.warehouse', string="Store", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    last_date = fields.Date(
        string="Last Gone Out", readonly=True, help="If nothing ever went out: since when the oldest of it lies there.")
    shelf_date = fields.Date(
        string="Shelf Life Ends", readonly=True, help="Of the piece that has lain there longest, by the part's shelf life.")
    proposal = fields.Selection(
        PROPOSALS, readonly=True,
        help="Scrap: its shelf life is over, or nothing has gone out for 36 months. Sell off: nothing for 12 months. What lies "
             "there above the maximum is offered back to its supplier, or sold off if it has none.")
    age_months = fields.Integer(string="Months at Rest", readonly=True, aggregator='max')
    band = fields.Selection(BANDS, string="Age", readonly=True)
    quantity = fields.Float(string="On Hand", **PIECES)
    kept = fields.Float(string="Kept at Most", aggregator=None, **PIECES, help="The maximum of the store's rule.")
    surplus = fields.Float(**PIECES, help="What lies there above it; none where the store has no rule for the part.")
    value = fields.Monetary(**VALUE, help="On hand, at cost.")
    surplus_value = fields.Monetary(string="Value of the Surplus", **VALUE, help="At cost.")
    dead_value = fields.Monetary(
        string="Value at Rest", **VALUE, help="At cost, of what has been at rest for 12 months or more.")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT aged.*,
                   CASE WHEN age_months < 3 THEN 'b0' WHEN age_months < 6 THEN 'b3' WHEN age_months < 12 THEN 'b6'
                        WHEN age_months < 24 THEN 'b12' WHEN age_months < 36 THEN 'b24' ELSE 'b36' END AS band,
                   quantity * cost AS value, surplus * cost AS surplus_value,
                   CASE WHEN age_months >= 12 THEN quantity * cost ELSE 0 END AS dead_value,
                   CASE WHEN shelf_date < %(today)s OR age_months >= 36 THEN 'scrap' WHEN age_months >= 12 THEN 'sell'
                        WHEN surplus > 0 THEN CASE WHEN EXISTS (
                            SELECT FROM product_supplierinfo AS vendor
                             WHERE vendor.product_tmpl_id = aged.product_tmpl_id) THEN 'return' ELSE 'sell' END
                    END AS proposal
              FROM (
                SELECT here.id, here.product_id, product.product_tmpl_id, template.categ_id,
                       CASE WHEN template.aftersales_shelf_days > 0
                            THEN here.since::date + template.aftersales_shelf_days END AS shelf_date,
                       here.warehouse_id, here.company_id, company.currency_id,
                       moved.last_date, here.quantity, COALESCE(rule.kept, 0) AS kept,
                       GREATEST(here.quantity - COALESCE(rule.kept, here.quantity), 0) AS surplus,
                       COALESCE((product.standard_price ->> here.company_id::text)::numeric, 0) AS cost,
                       (EXTRACT(YEAR FROM AGE(%(today)s, moved.last_date)) * 12
                        + EXTRACT(MONTH FROM AGE(%(today)s, moved.last_date)))::int AS age_months
                  FROM (
                    SELECT MIN(quant.id) AS id, quant.product_id, place.warehouse_id, quant.company_id,
                           SUM(quant.quantity) AS quantity, MIN(quant.in_date) AS since
                      FROM stock_quant AS quant
                      JOIN stock_location AS place ON place.id = quant.location_id
                     WHERE place.usage = 'internal' AND place.warehouse_id IS NOT NULL AND quant.quantity > 0
                  GROUP BY quant.product_id, place.warehouse_id, quant.company_id) AS here
                  JOIN product_product AS product ON product.id = here.product_id
                  JOIN product_template AS template ON template.id = product.product_tmpl_id
                  JOIN res_company AS company ON company.id = here.company_id
             LEFT JOIN LATERAL (
                    SELECT MAX(point.product_max_qty) AS kept FROM stock_warehouse_orderpoint AS point
                     WHERE point.product_id = here.product_id AND point.warehouse_id = here.warehouse_id
                       AND point.active) AS rule ON TRUE
            CROSS JOIN LATERAL (
                    SELECT COALESCE((
                        SELECT line.date FROM stock_move_line AS line
                          JOIN stock_location AS source ON source.id = line.location_id
                          JOIN stock_location AS target ON target.id = line.location_dest_id
                         WHERE line.product_id = here.product_id AND line.state = 'done'
                           AND source.warehouse_id = here.warehouse_id AND source.usage = 'internal'
                           AND target.usage IN ('customer', 'production', 'supplier')
                      ORDER BY line.date DESC LIMIT 1), here.since)::date AS last_date) AS moved) AS aged
            """, today=fields.Date.today())
