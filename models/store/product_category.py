from odoo import fields, models

# What has never been fitted, what was taken out and made good again, what is given away: the stores keep them apart.
GOODS_KINDS = [
    ('new', "New Parts"), ('used', "Used and Reconditioned Parts"), ('promotional', "Promotional Goods"),
    ('consumable', "Consumables and Tools")]


class ProductCategory(models.Model):
    _inherit = 'product.category'

    aftersales_goods_kind = fields.Selection(
        GOODS_KINDS, string="Kind of Goods", help="How the month table of the stores splits what lies there. Empty: new parts.")
