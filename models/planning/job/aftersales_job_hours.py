from odoo import models

# Nothing that waits in the house is done in no time.
LEAST_HOURS = 0.25


class AftersalesJob(models.Model):
    _inherit = 'aftersales.job'

    def _get_hours_left(self):
        """Hours the job still needs by its flat rate."""
        self.ensure_one()
        return max(self.flat_rate_hours - self._get_hours_done(), LEAST_HOURS)

    # === HOOKS ===#

    def _get_earliest_starts(self):
        """When what jobs wait for lets their work go on; the parts room knows when parts come.

        :return: dict of job: naive UTC moment, or False when nobody knows; jobs that wait for nothing are left out
        """
        return {}

    def _get_wait_texts(self):
        """What the work of the jobs waits for and until when, a sentence each."""
        return []
