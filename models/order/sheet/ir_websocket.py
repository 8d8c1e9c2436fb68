import re

from odoo import models

ORDER_CHANNEL = re.compile(r'aftersales\.order_(\d{1,9})')


class IrWebsocket(models.AbstractModel):
    _inherit = 'ir.websocket'

    def _build_bus_channel_list(self, channels):
        names = [name for name in channels if isinstance(name, str) and ORDER_CHANNEL.fullmatch(name)]
        others = [channel for channel in channels if channel not in names]
        return super()._build_bus_channel_list(others + self._build_order_channels(names))

    def _build_order_channels(self, names):
        """The orders a page asks to listen to, as far as the user may read them: names are asked for, records given."""
        Order = self.env['aftersales.order']
        if not names or not Order.has_access('read'):
            return []
        # The socket knows the user, not the companies ticked in the browser: all of the user's count.
        orders = Order.with_context(allowed_company_ids=self.env.user.company_ids.ids, active_test=False).search([
            ('id', 'in', [int(ORDER_CHANNEL.fullmatch(name)[1]) for name in names])])
        return [(order, 'sheet') for order in orders]
