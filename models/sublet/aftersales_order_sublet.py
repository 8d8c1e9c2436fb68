from odoo import models

from odoo.addons.aftersales.models.base.entries import OpenPoint


class AftersalesOrder(models.Model):
    """A car leaves, and an order is cancelled, when no work of it is with another shop (E8)."""
    _inherit = 'aftersales.order'

    def _get_open_points(self):
        return super()._get_open_points() + [
            OpenPoint(line.order_id, line._describe_out())
            for line in self.job_ids.line_ids if line.sublet_state == 'out'
        ]

    def _check_cancelled(self):
        super()._check_cancelled()
        self.job_ids._check_nothing_out()
