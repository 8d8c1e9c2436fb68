from odoo import fields, models

# What has never been fitted, what was taken out and made good again, what is given away: the stores keep them apart.
GOODS_KINDS = [
    ('new', "New Parts"), ('used', "Used and Reconditioned Parts"), ('promotional', "Promotional Goods"),
    ('consumable', "Consumables and Tools")]
# What the balance sheet splits stock by.
STOCK_KINDS = [
    ('raw', "Raw Materials"), ('progress', "Work in Progress"), ('finished', "Finished Goods"),
    ('circulating', "Circulating Materials"), ('operating', "Operating Supplies")]


class ProductCategory(models.Model):
    _inherit = 'product.category'

    aftersales_goods_kind = fields.Selection(
        GOODS_KINDS, string="Kind of Goods", help="How the month table of the stores splits what lies there. Empty: new parts.")
    aftersales_stock_kind = fields.Selection(
        STOCK_KINDS, string="Kind of Stock", help="How reports split stock by what it is for the house. Empty: not said.")
