from datetime import timedelta

from odoo import models

KILOMETRES_PER_MILE = 1.609344


class AftersalesJob(models.Model):
    """How long the house answers for a job (F3): by its class of work, from completion or delivery."""

    _inherit = 'aftersales.job'

    def _voids_guarantee(self):
        """Whether a part used for the job takes the guarantee from it (D5)."""
        self.ensure_one()
        return any(line._voids_guarantee() for line in self.line_ids)

    def _get_guarantee(self):
        """The end of the repair guarantee, whichever is reached first.

        :return: (last day or None, last odometer reading in the vehicle's unit or 0.0, whether the parts used
            exclude it). Both limits are empty while the work is not completed, and where its class sets none.
        """
        self.ensure_one()
        order, work_class = self.order_id, self.work_class_id
        start = order.delivered_date or order.ready_date
        if self._voids_guarantee():
            return None, 0.0, True
        if not start:
            return None, 0.0, False
        date_until = work_class.guarantee_days and (
            order.workshop_id._get_local_day(start) + timedelta(days=work_class.guarantee_days))
        odometer, distance = order.odometer_out or order.odometer_in, work_class.guarantee_km
        if order.odometer_unit == 'miles':
            distance /= KILOMETRES_PER_MILE
        return date_until or None, odometer + distance if odometer and distance else 0.0, False

    def _is_under_guarantee(self, date, odometer):
        """Whether the guarantee still holds on ``date`` at the reading ``odometer`` (0.0: not known)."""
        self.ensure_one()
        date_until, odometer_until, void = self._get_guarantee()
        if void or not (date_until or odometer_until):
            return False
        return (not date_until or date <= date_until) and (not odometer_until or odometer <= odometer_until)
