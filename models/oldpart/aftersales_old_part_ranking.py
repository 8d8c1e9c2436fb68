from odoo import fields, models
from odoo.tools import SQL


class AftersalesOldPartRanking(models.AbstractModel):
    """Which parts came out of cars most often: a row a part and period, with its rank (H6)."""
    _name = 'aftersales.old.part.ranking'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Ranking of Returned Parts"
    _grain = None  # period of a row, as PostgreSQL names it
    _rank = None  # field of the rank

    company_id = fields.Many2one('res.company', readonly=True)
    product_id = fields.Many2one('product.product', string="Part", readonly=True)
    partner_id = fields.Many2one('res.partner', string="Supplier", readonly=True)
    model_id = fields.Many2one('fleet.vehicle.model', string="Most Often of Model", readonly=True)
    lot_name = fields.Char(string="Most Often of Lot", readonly=True)
    cause = fields.Char(string="Most Often Because", readonly=True)
    quantity = fields.Float(string="Pieces", digits='Product Unit', readonly=True)
    case_count = fields.Integer(string="Old Parts", readonly=True)

    @property
    def _table_query(self):
        period = SQL("DATE_TRUNC(%s, part.create_date)", self._grain)
        return SQL("""
            SELECT MIN(part.id) AS id, %(period)s::date AS date, part.company_id, part.product_id,
                   (SELECT seller.partner_id FROM product_supplierinfo seller
                     WHERE seller.product_tmpl_id = product.product_tmpl_id
                     ORDER BY seller.sequence, seller.id LIMIT 1) AS partner_id,
                   MODE() WITHIN GROUP (ORDER BY car.model_id) AS model_id,
                   MODE() WITHIN GROUP (ORDER BY NULLIF(part.serial_number, '')) AS lot_name,
                   MODE() WITHIN GROUP (ORDER BY part.reason) AS cause,
                   SUM(part.quantity) AS quantity, COUNT(*)::integer AS case_count,
                   (RANK() OVER (PARTITION BY part.company_id, %(period)s
                                 ORDER BY SUM(part.quantity) DESC))::integer AS %(rank)s
              FROM aftersales_old_part part
              JOIN product_product product ON product.id = part.product_id
         LEFT JOIN fleet_vehicle car ON car.id = part.vehicle_id
             GROUP BY part.company_id, part.product_id, product.product_tmpl_id, %(period)s
        """, period=period, rank=SQL.identifier(self._rank))
