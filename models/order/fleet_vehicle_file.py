from odoo import models


class FleetVehicle(models.Model):
    """The file of a customer and the car is due some days after the first visit (D1)."""

    _inherit = 'fleet.vehicle'

    def _note_first_visit(self, moment=None):
        """Told by the order, as a dependency would look through all visits for each estimate that is begun.

        :param moment: of one more visit; without, a visit is another one than before
        """
        vehicles = self.sudo()  # sudo: whoever receives a car
        if not moment:
            self.env.add_to_compute(self._fields['first_visit_date'], vehicles)
            return
        vehicles = vehicles.filtered(lambda vehicle: not vehicle.first_visit_date or vehicle.first_visit_date > moment)
        with self.env.protecting([self._fields['first_visit_date']], vehicles):
            vehicles.first_visit_date = moment  # as if it was worked out, without what a person's write brings about
        vehicles.modified(['first_visit_date'])

    def _get_first_visits(self):
        # sudo: the first visit counts in whatever company it was
        return dict(self.env['aftersales.order'].sudo()._read_group(
            [('vehicle_id', 'in', self.ids), ('received_date', '!=', False)], ['vehicle_id'], ['received_date:min']))
