from odoo import models


class AftersalesOrder(models.Model):
    """A car leaves, and an order is cancelled, when no work of it is with another shop (E8)."""
    _inherit = 'aftersales.order'

    def _check_delivered(self):
        super()._check_delivered()
        self.job_ids._check_nothing_out()

    def _check_cancelled(self):
        super()._check_cancelled()
        self.job_ids._check_nothing_out()
