from odoo import models
from odoo.exceptions import UserError


class StockReturnPicking(models.TransientModel):
    _inherit = 'stock.return.picking'

    def action_create_exchanges(self):
        """A wrong part is taken back like any other; the order then asks for the right one."""
        if self.picking_id.aftersales_order_id:
            raise UserError(self.env._(
                "Parts of repair order %(order)s are exchanged by a return: validate it, then use "
                "“Request Parts” on the order, and the missing quantity is asked for again.",
                order=self.picking_id.aftersales_order_id.name,
            ))
        return super().action_create_exchanges()
