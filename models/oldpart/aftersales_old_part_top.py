from odoo import fields, models
from odoo.tools import SQL


class AftersalesOldPartTop(models.Model):
    """Which parts came out of cars most often, month by month: a row a part and month, with its rank (H6)."""
    _name = 'aftersales.old.part.top'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Most Returned Parts"
    _auto = False
    _order = 'date desc, place_in_month, id'
    _rec_name = 'product_id'
    _depends = {'aftersales.old.part': ['company_id', 'product_id', 'quantity', 'vehicle_id', 'reason']}

    date = fields.Date(string="Month", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    product_id = fields.Many2one('product.product', string="Part", readonly=True)
    partner_id = fields.Many2one('res.partner', string="Supplier", readonly=True)
    model_id = fields.Many2one('fleet.vehicle.model', string="Most Often of Model", readonly=True)
    cause = fields.Char(string="Most Often Because", readonly=True)
    quantity = fields.Float(string="Pieces", digits='Product Unit', readonly=True)
    case_count = fields.Integer(string="Old Parts", readonly=True)
    place_in_month = fields.Integer(string="Rank", readonly=True, aggregator='min')

    @property
    def _table_query(self):
        return SQL("""
            SELECT MIN(part.id) AS id, DATE_TRUNC('month', part.create_date)::date AS date, part.company_id, part.product_id,
                   (SELECT seller.partner_id FROM product_supplierinfo seller
                     WHERE seller.product_tmpl_id = product.product_tmpl_id
                     ORDER BY seller.sequence, seller.id LIMIT 1) AS partner_id,
                   MODE() WITHIN GROUP (ORDER BY car.model_id) AS model_id,
                   MODE() WITHIN GROUP (ORDER BY part.reason) AS cause,
                   SUM(part.quantity) AS quantity, COUNT(*)::integer AS case_count,
                   (RANK() OVER (PARTITION BY part.company_id, DATE_TRUNC('month', part.create_date)
                                 ORDER BY SUM(part.quantity) DESC))::integer AS place_in_month
              FROM aftersales_old_part part
              JOIN product_product product ON product.id = part.product_id
         LEFT JOIN fleet_vehicle car ON car.id = part.vehicle_id
             GROUP BY part.company_id, part.product_id, product.product_tmpl_id, DATE_TRUNC('month', part.create_date)
        """)
