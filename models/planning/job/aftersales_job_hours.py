from odoo import models

# Nothing that waits in the house is done in no time.
LEAST_HOURS = 0.25


class AftersalesJob(models.Model):
    _inherit = 'aftersales.job'

    def _get_hours_left(self):
        """Hours the job still needs by its flat rate."""
        self.ensure_one()
        return max(self.flat_rate_hours - self._get_hours_done(), LEAST_HOURS)
