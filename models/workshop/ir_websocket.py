import re

from odoo import models

BOARD_CHANNEL = re.compile(r'aftersales\.workshop_(\d+)')


class IrWebsocket(models.AbstractModel):
    _inherit = 'ir.websocket'

    def _build_bus_channel_list(self, channels):
        """A board listens to its outlet, if the user may read it; what clients may ask for is a name, never a record."""
        channels = list(channels)
        workshop_ids = []
        for channel in list(channels):
            match = isinstance(channel, str) and BOARD_CHANNEL.fullmatch(channel)
            if match:
                channels.remove(channel)
                workshop_ids.append(int(match[1]))
        Workshop = self.env['aftersales.workshop']
        if workshop_ids and Workshop.has_access('read'):
            # The socket knows the user, not the companies ticked in the browser: all of the user's count.
            workshops = Workshop.with_context(allowed_company_ids=self.env.user.company_ids.ids)
            channels.extend(
                (workshop, 'board') for workshop in workshops.search([('id', 'in', workshop_ids)]))
        return super()._build_bus_channel_list(channels)
