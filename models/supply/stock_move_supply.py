from datetime import timedelta

from odoo import models


class StockMove(models.Model):
    """What is bought for a repair order comes when the workshop needs it, or as soon after as its vendor can (H2)."""
    _inherit = 'stock.move'

    def _get_aftersales_supply_dates(self):
        dates = super()._get_aftersales_supply_dates()
        needed = self.aftersales_line_id and self.aftersales_line_id._get_needed_moment()
        if not dates or not needed or needed <= dates['date_planned']:
            return dates
        delay = self.aftersales_line_id.sudo()._get_vendor_days()  # sudo: as in parts, vendors are asked for whoever orders
        return {'date_planned': needed, 'date_order': max(dates['date_order'], needed - timedelta(days=delay))}
