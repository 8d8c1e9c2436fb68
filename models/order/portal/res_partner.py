from odoo import models
from odoo.fields import Domain

# Written into plates for the eye: 沪A·12345, AB-CD 123.
PLATE_SEPARATORS = str.maketrans('', '', ' ·•.-_')


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def _get_aftersales_family_domain(self, *names):
        """Records that belong to this customer: to the person, or to the company he is a contact of.

        :param names: fields, any of which may point to the customer
        """
        self.ensure_one()
        family = self.commercial_partner_id
        return Domain.OR(Domain(name, 'child_of', family.ids) for name in names) if family else Domain.FALSE

    def _find_vehicle_by_plate(self, plate):
        """This customer's vehicle with the plate, however it is written; empty when it is somebody else's."""
        Vehicle = self.env['fleet.vehicle']
        wanted = (plate or '').upper().translate(PLATE_SEPARATORS)
        if not self or not wanted:
            return Vehicle
        return Vehicle.search(Vehicle._get_portal_domain(self)).filtered(
            lambda vehicle: (vehicle.license_plate or '').upper().translate(PLATE_SEPARATORS) == wanted)[:1]
