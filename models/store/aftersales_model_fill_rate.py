from odoo import fields, models
from odoo.tools import SQL


class AftersalesModelFillRate(models.Model):
    """How much of what was expected of the suppliers came at once and good, for the models the parts fit (parts 3, 10).

    A part that fits several models counts for each of them, so that the rows of one part do not add up; of one model they do.
    """
    _name = 'aftersales.model.fill.rate'
    _description = "Fill Rate by Vehicle Model"
    _inherit = ['aftersales.fill.rate']
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'model_id'
    _depends = {'aftersales.fitment': ['product_tmpl_id', 'model_id', 'is_exclusion', 'active']}

    model_id = fields.Many2one('fleet.vehicle.model', string="Vehicle Model", readonly=True)
    brand_id = fields.Many2one('fleet.vehicle.model.brand', string="Make", readonly=True)

    @property
    def _table_query(self):
        Rate = self.env['aftersales.fill.rate']
        names = [name for name, field in Rate._fields.items() if field.store and name != 'id']
        return SQL(
            """
            SELECT rate.id * 1000000 + fits.model_id AS id, fits.model_id, vehicle.brand_id, %s
              FROM (%s) AS rate
              JOIN product_product product ON product.id = rate.product_id
              JOIN (SELECT DISTINCT product_tmpl_id, model_id FROM aftersales_fitment
                     WHERE model_id IS NOT NULL AND active AND is_exclusion IS NOT TRUE) AS fits
                ON fits.product_tmpl_id = product.product_tmpl_id
              JOIN fleet_vehicle_model vehicle ON vehicle.id = fits.model_id
            """, SQL(', ').join(SQL.identifier('rate', name) for name in names), Rate._table_query)
