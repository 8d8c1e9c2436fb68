from odoo import models


class AftersalesOrderLine(models.Model):
    _name = 'aftersales.order.line'
    _inherit = ['aftersales.order.line', 'aftersales.board.source.mixin']

    _board_fields = frozenset({'line_type', 'product_id', 'quantity', 'price_unit', 'discount', 'tax_ids'})
