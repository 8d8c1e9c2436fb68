import re

from odoo import models

BOARD_CHANNEL = re.compile(r'aftersales\.workshop_(\d+)')


class IrWebsocket(models.AbstractModel):
    _inherit = 'ir.websocket'

    def _build_bus_channel_list(self, channels):
        board_names = [name for name in channels if isinstance(name, str) and BOARD_CHANNEL.fullmatch(name)]
        others = [channel for channel in channels if channel not in board_names]
        return super()._build_bus_channel_list(others + self._build_board_channels(board_names))

    def _build_board_channels(self, names):
        """The outlets a board asks to listen to, as far as the user may read them: names are asked for, records given."""
        Workshop = self.env['aftersales.workshop']
        if not names or not Workshop.has_access('read'):
            return []
        # The socket knows the user, not the companies ticked in the browser: all of the user's count.
        workshops = Workshop.with_context(allowed_company_ids=self.env.user.company_ids.ids).search([
            ('id', 'in', [int(BOARD_CHANNEL.fullmatch(name)[1]) for name in names])])
        return [(workshop, 'board') for workshop in workshops]
