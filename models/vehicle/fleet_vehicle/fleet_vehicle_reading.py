from odoo import fields, models
from odoo.tools import format_date, formatLang

from ..fleet_vehicle_odometer import KM_PER_UNIT, TOLERANCE_KM

# More than this since the last reading is asked about: a slip by a digit, rarely a journey.
MOST_KM = 50_000
MOST_KM_A_DAY = 300
# So far runs no car; it is asked about whatever was read before.
MOST_KM_EVER = 1_500_000


class FleetVehicle(models.Model):
    """Readings that can hardly be right: asked about when they are taken, set aside when they were wrong."""

    _inherit = 'fleet.vehicle'

    def _get_reading_question(self, value, unit=None, date=None, instead_of=None):
        """What to ask about a reading before it is taken; '' when it fits those before.

        :param float value: what the cluster shows, in ``unit`` (the vehicle's by default)
        :param instead_of: readings that this one will correct: they say nothing against it
        """
        self.ensure_one()
        if not value:
            return ''
        unit = unit or self.odometer_unit
        date = date or fields.Date.context_today(self)
        last_date, last_value, last_km, offset_km = self._get_last_reading(without=instead_of)
        run = value * KM_PER_UNIT[unit] + offset_km - last_km
        names = {
            'vehicle': self.license_plate or self.display_name,
            'value': formatLang(self.env, value, digits=0), 'last': formatLang(self.env, last_value, digits=0),
            'date': format_date(self.env, last_date) if last_date else '',
            'unit': dict(self._fields['odometer_unit']._description_selection(self.env)).get(unit, unit),
        }
        if last_date and run < -TOLERANCE_KM:
            return self.env._(
                "The odometer of %(vehicle)s cannot go back: it showed %(last)s %(unit)s on %(date)s, and now %(value)s. "
                "Read it again. If that is what it shows, the last reading was wrong; if the instrument cluster was "
                "replaced, record it among the vehicle's readings with “Cluster Replaced” ticked.", **names)
        if last_date and run > MOST_KM + MOST_KM_A_DAY * max((date - last_date).days, 0):
            return self.env._(
                "%(vehicle)s would have run %(run)s km since %(date)s, when it showed %(last)s %(unit)s. "
                "Read the odometer again: does it show %(value)s?", run=formatLang(self.env, run, digits=0), **names)
        if value * KM_PER_UNIT[unit] > MOST_KM_EVER:
            return self.env._("Hardly a car runs that far. Read the odometer again: does it show %(value)s?", **names)
        return ''

    def _get_last_reading(self, without=None):
        """The last reading that counts: (date, what the cluster showed in the vehicle's unit, distance and offset in km)

        :param without: readings that are about to be corrected
        """
        self.ensure_one()
        if not without or self not in without.vehicle_id:
            return self.last_odometer_date, self.last_odometer, self.distance_km, self.odometer_offset_km
        # sudo: readings taken by orders are the system's
        counting = self.sudo().odometer_ids.filtered(lambda reading: not reading.is_doubtful) - without
        last = counting.sorted(lambda reading: (reading.date, reading.id))[-1:]
        if not last:
            return False, 0.0, 0.0, 0.0
        shown = last.value * KM_PER_UNIT[last.unit] / KM_PER_UNIT[self.odometer_unit]
        return last.date, shown, last.distance_km, last.offset_km

    def _doubt_readings_above(self, value, unit=None, instead_of=None):
        """Set aside readings that are higher than what the cluster shows now, as somebody has seen twice.

        :param instead_of: readings that this one will correct, and that need no setting aside
        """
        self.ensure_one()
        offset_km = self._get_last_reading(without=instead_of)[-1]
        distance = value * KM_PER_UNIT[unit or self.odometer_unit] + offset_km
        # sudo: readings taken by orders are the system's
        wrong = self.sudo().odometer_ids.filtered(
            lambda reading: not reading.is_doubtful and reading.distance_km > distance + TOLERANCE_KM)
        wrong -= instead_of or wrong.browse()
        if not wrong:
            return
        wrong.write({'is_doubtful': True})
        self.sudo()._renew_distances()
        self.sudo()._message_log(body=self.env._(
            "%(value)s was read and confirmed. These readings are higher and do not count any more until a manager has "
            "corrected them: %(readings)s.",
            value=formatLang(self.env, value, digits=0),
            readings=", ".join(
                f'{formatLang(self.env, reading.value, digits=0)} ({format_date(self.env, reading.date)})'
                for reading in wrong)))
