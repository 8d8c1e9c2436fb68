from datetime import timedelta

from odoo import api, models

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
        start, work_class = self._get_guarantee_start(), self.work_class_id
        if self._voids_guarantee():
            return None, 0.0, True
        if not start:
            return None, 0.0, False
        days = work_class.guarantee_days
        return days and start + timedelta(days=days) or None, self._add_guaranteed(work_class.guarantee_km), False

    def _get_guarantees(self):
        """Each guarantee that the house gives of the job and of what was fitted with it; a room adds its own.

        :return: list of pairs: last day or None, last odometer reading in the vehicle's unit or 0.0; at least one of both
        """
        date_until, odometer_until, void = self._get_guarantee()
        return [(date_until, odometer_until)] if not void and (date_until or odometer_until) else []

    @api.model
    def _get_longest_guarantee(self):
        """Days within which a job may still have one of those guarantees, at most."""
        [[longest]] = self.env['aftersales.work.class'].with_context(active_test=False)._read_group(
            [], [], ['guarantee_days:max'])
        return longest or 0

    def _is_under_guarantee(self, date, odometer):
        """Whether a guarantee still holds on ``date`` at the reading ``odometer`` (0.0: not known)."""
        self.ensure_one()
        return any(
            (not date_until or date <= date_until) and (not odometer_until or odometer <= odometer_until)
            for date_until, odometer_until in self._get_guarantees())

    def _get_guarantee_start(self):
        """The day from which guarantees count at the outlet, or None while the work is not completed."""
        start = self.order_id.delivered_date or self.order_id.ready_date
        return self.order_id.workshop_id._get_local_day(start) if start else None

    def _add_guaranteed(self, distance):
        """The reading, in the vehicle's unit, at which so many guaranteed kilometres are driven; 0.0 when not known."""
        odometer = self.order_id.odometer_out or self.order_id.odometer_in
        if self.order_id.odometer_unit == 'miles':
            distance /= KILOMETRES_PER_MILE
        return odometer + distance if odometer and distance else 0.0
