from odoo import fields, models


class AftersalesStockKept(models.Model):
    """What each store had of a part when the month began, so that the month table need not read what moved before (H5).

    Kept by the night (``aftersales.stocking.policy`` ``_keep_stock``), and read as long as nothing of before is changed.
    """
    _name = 'aftersales.stock.kept'
    _description = "Stock When the Month Began"
    _order = 'warehouse_id, product_id, id'
    _rec_name = 'product_id'

    warehouse_id = fields.Many2one('stock.warehouse', string="Store", required=True, readonly=True, ondelete='cascade')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True, ondelete='cascade')
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, readonly=True, index=True, ondelete='cascade')
    pieces = fields.Float(digits='Product Unit', readonly=True, bounds=(-1e12, 1e12))
    value = fields.Float(
        string="Stock Value", digits='Product Price', readonly=True, bounds=(-1e15, 1e15), groups='aftersales.group_see_store')
    used_month = fields.Date(readonly=True, help="The month in which it was last used, else in which it first came.")

    _product_uniq = models.UniqueIndex('(warehouse_id, product_id)', "Of each part in a store there is one row.")
