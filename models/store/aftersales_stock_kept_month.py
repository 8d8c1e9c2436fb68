from odoo import fields, models

# Beside the ways of the flow: how many kinds of parts there are more or fewer, and what of the stock rests.
KINDS, DEAD = 'kinds', 'dead'


class AftersalesStockKeptMonth(models.Model):
    """What came into a store and left it in a month that is over, by category and way, so that the month table and the figures
    read sums instead of all that ever moved (H5).

    Kept by the night together with ``aftersales.stock.kept``, and read as long as that is. Of what a change of the month's
    figures would be no change of a move (the category of a part, the class of a job), who changes it has them forgotten
    (``aftersales.stocking.policy`` ``_forget_kept``).
    """
    _name = 'aftersales.stock.kept.month'
    _description = "Stock Movements of a Month That Is Over"
    _order = 'month desc, id'
    _rec_name = 'way'

    warehouse_id = fields.Many2one(
        'stock.warehouse', string="Store", required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True, ondelete='cascade')
    categ_id = fields.Many2one(
        'product.category', string="Category", readonly=True, index='btree_not_null', ondelete='set null')
    month = fields.Date(required=True, readonly=True)
    way = fields.Char(required=True, readonly=True, help="How the parts came or went, as the month table has it.")
    pieces = fields.Float(digits='Product Unit', readonly=True, bounds=(-1e12, 1e12))
    value = fields.Float(
        string="Stock Value", digits='Product Price', readonly=True, bounds=(-1e15, 1e15), groups='aftersales.group_see_store')
