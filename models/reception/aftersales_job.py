from odoo import fields, models
from odoo import models

# Nothing that waits in the house is done in no time.
LEAST_HOURS = 0.25


class AftersalesJob(models.Model):
    _inherit = 'aftersales.job'

    is_fee = fields.Boolean(
        string="Fee Only", readonly=True, copy=False,
        help="Nothing is done at the car: the job is finished once it is done, without an inspection.",
    )

    handover_date = fields.Datetime(related='order_id.handover_date')
    handover_employee_id = fields.Many2one(related='order_id.handover_employee_id')

    def _is_finished(self):
        return super()._is_finished() or (self.is_fee and self.state == 'done')

    def _needs_inspection(self):
        return super()._needs_inspection() and not self.is_fee
    def _get_hours_left(self):
        """Hours the job still needs by its flat rate."""
        self.ensure_one()
        return max(self.flat_rate_hours - self.clocked_hours, LEAST_HOURS)
