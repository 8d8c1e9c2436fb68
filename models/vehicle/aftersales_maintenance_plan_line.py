from odoo import fields, models
from odoo.tools import date_utils


class AftersalesMaintenancePlanLine(models.Model):
    """A service that recurs by distance or time, whichever comes first."""

    _name = 'aftersales.maintenance.plan.line'
    _inherit = ['aftersales.read.together.mixin']
    _description = 'Maintenance Plan Service'
    _order = 'sequence, id'
    _read_with = frozenset({'plan_id'})

    plan_id = fields.Many2one(
        'aftersales.maintenance.plan',
        string='Maintenance Plan',
        required=True,
        index=True,
        ondelete='cascade',
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string='Service', required=True, translate=True)
    interval_km = fields.Integer(string='Every (km)', bounds=(None, 20_000_000))
    interval_months = fields.Integer(string='Every (months)', bounds=(None, 600))
    first_km = fields.Integer(
        string='First at (km)',
        help="Distance of the first service when it differs from the interval, as for the first oil change.",
        bounds=(None, 20_000_000),
    )
    first_months = fields.Integer(string='First after (months)', bounds=(None, 600))

    _interval_check = models.Constraint(
        'CHECK (COALESCE(interval_km, 0) > 0 OR COALESCE(interval_months, 0) > 0)',
        "A service needs an interval in km, in months or both.",
    )
    _positive_check = models.Constraint(
        'CHECK (COALESCE(interval_km, 0) >= 0 AND COALESCE(interval_months, 0) >= 0'
        ' AND COALESCE(first_km, 0) >= 0 AND COALESCE(first_months, 0) >= 0)',
        "Intervals of a maintenance plan cannot be negative.",
    )

    # === BUSINESS METHODS ===#

    def _get_due_distance(self, done_km, seen_km):
        """Return the distance in km at which this service is due, None if distance does not matter.

        :param done_km: distance of the last recorded service, None if there is none
        :param seen_km: distance when we first saw the vehicle; services due before that are taken as done
        """
        self.ensure_one()
        if not self.interval_km:
            return None
        if done_km is not None:
            return done_km + self.interval_km
        first = self.first_km or self.interval_km
        missed = max(0, -(-(seen_km - first) // self.interval_km))
        return first + missed * self.interval_km

    def _get_due_date(self, done_date, start_date, seen_date):
        """Same as :meth:`_get_due_distance`, for time: the months since ``start_date``, when it was new."""
        self.ensure_one()
        if not self.interval_months:
            return None
        if done_date:
            return date_utils.add(done_date, months=self.interval_months)
        if not start_date:
            return None
        first = self.first_months or self.interval_months
        due = date_utils.add(start_date, months=first)
        while due < seen_date:
            first += self.interval_months
            due = date_utils.add(start_date, months=first)
        return due
