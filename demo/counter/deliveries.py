from base64 import b64encode

from odoo import models
from odoo.fields import Command
from odoo.tools import file_open


class AftersalesDemo(models.AbstractModel):
    """Deliveries explained and signed."""

    _inherit = 'aftersales.demo'

    def _explain_deliveries(self, orders):
        """What the customers of the past were explained and signed; one in nine was in a hurry."""
        with file_open('aftersales/demo/counter/signature.png', 'rb') as file:
            signature = b64encode(file.read())
        points = self.env['aftersales.delivery.point'].search([])  # pylint: disable=no-search-all
        self.env['aftersales.delivery'].sudo().create([
            order._prepare_delivery_vals(
                user_id=order.user_id.id,
                date=order.delivered_date,
                receiver=order.partner_id.name,
                signature=False if order.id % 9 == 0 else signature,
                unsigned_reason=self.env._("Key put into the safe after hours.") if order.id % 9 == 0 else False,
                advice="\n".join(order._get_delivery_advice()),
                amount_unpaid=order.amount_total,
                line_ids=[
                    Command.create({'sequence': point.sequence, 'name': point.name, 'is_done': order.id % 9 != 0})
                    for point in points
                ],
            )
            for order in orders
        ])
