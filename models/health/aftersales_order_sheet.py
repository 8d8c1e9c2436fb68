from odoo import models
from odoo.tools import format_date

from odoo.addons.aftersales.models.base.entries import Offer


class AftersalesOrder(models.Model):
    """What former visits left open, to be added to the order in one click (C5, E4)."""

    _inherit = 'aftersales.order'

    def _get_offers(self):
        return super()._get_offers() + [
            Offer(
                entry['kind'], entry['record'].id, entry['name'], entry['level'],
                " · ".join(filter(None, [format_date(self.env, entry['date']), entry['reason']])), entry['amount'],
            )
            for entry in self._get_open_recommendations()
        ]
