from datetime import timedelta

from odoo.fields import Datetime
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
class TestContractAppointment(ContractCommon):
    """Contracts §3, C5: what is left of a car's contract is known at the booking."""

    def _book(self, vehicle, days=3):
        start = Datetime.now() + timedelta(days=days)
        return self.env['aftersales.appointment'].new({
            'workshop_id': self.workshop.id, 'company_id': self.company.id, 'vehicle_id': vehicle.id,
            'partner_id': self.customer.id, 'start': start, 'stop': start + timedelta(hours=1)})

    def _get_notes(self, appointment):
        return [note['message'] for note in appointment._get_preparation_notes()[appointment]]

    def test_prepared(self):
        """C5: told for its car, not for another one, nor for a day after its end."""
        contract = self._sell()
        other = self.vehicle.copy({'license_plate': "CT OTHER", 'vin_sn': False})
        notes = self._get_notes(self._book(self.vehicle))
        self.assertTrue(any(contract.name in note and "3 left" in note for note in notes), notes)
        for appointment in (self._book(other), self._book(self.vehicle, days=400)):
            self.assertFalse([note for note in self._get_notes(appointment) if contract.name in note])
