from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.vehicle import VehicleCommon

FIELDS = ['license_plate', 'vin_sn', 'model_id/.id', 'owner_id/.id']


@tagged('post_install', '-at_install')
class TestVehicleImport(VehicleCommon):
    """faults A9: files of vehicles, by those who may import them."""

    def _load(self, fields, rows, model='fleet.vehicle'):
        return self.env[model].with_user(self.user_manager).with_context(import_file=True).load(fields, rows)

    def _row(self, number, vin=None, **values):
        row = {'plate': f'沪C·{number:05d}', 'vin': vin or self._make_vin(number), **values}
        return [row['plate'], row['vin'], str(self.model.id), str(self.customer.id)]

    def test_update_by_database_id(self):
        """faults A9: a row that names its record by database id updates it, on whatever model of ours."""
        vehicle = self._create_vehicle(license_plate='A 1')
        answer = self._load(['.id', 'license_plate'], [[str(vehicle.id), 'a 2']])
        self.assertFalse(answer['messages'])
        self.assertEqual((answer['ids'], vehicle.license_plate), (vehicle.ids, 'A 2'))
        operation = self.env['aftersales.operation'].create({'name': "Wash", 'hours': 1})
        answer = self._load(['.id', 'hours'], [[str(operation.id), '2.5']], model='aftersales.operation')
        self.assertFalse(answer['messages'])
        self.assertEqual(operation.hours, 2.5)

    def test_one_vin_twice_in_a_file(self):
        """faults A9: one message, at the second row, that names the first."""
        rows = [self._row(1), self._row(2), self._row(3, vin=self._make_vin(1).lower())]
        answer = self._load(FIELDS, rows)
        self.assertFalse(answer['ids'])
        self.assertEqual(
            [(message['rows']['from'], message['message']) for message in answer['messages']],
            [(2, f"VIN {self._make_vin(1)} stands in this file twice, first in row 2: a VIN belongs to one vehicle only.")])

    def test_all_bad_vins_at_once(self):
        """faults A9: each at its row, and nothing is made of the others."""
        known = self._create_vehicle(vin_sn=self._make_vin(90), license_plate='B 90')
        rows = [self._row(1), self._row(2, vin='LSVAA0000009999'), self._row(3, vin=known.vin_sn), self._row(4, vin='0' * 17)]
        before = self.env['fleet.vehicle'].search_count([])
        answer = self._load(FIELDS, rows)
        self.assertEqual([message['rows']['from'] for message in answer['messages']], [1, 2, 3])
        self.assertRegex(answer['messages'][0]['message'], "15 characters instead of 17")
        self.assertRegex(answer['messages'][1]['message'], "already belongs to B 90")
        self.assertEqual(self.env['fleet.vehicle'].search_count([]), before)
        answer = self._load([*FIELDS, 'has_chassis_number'], [[*self._row(5, vin='NZE121-3012345'), '1']])
        self.assertEqual((len(answer['ids']), answer['messages']), (1, []))

    def test_one_bad_row_costs_no_more_than_a_good_file(self):
        """faults A9: a file is not made row by row to be thrown away."""
        good = [self._row(number) for number in range(100, 160)]
        bad = [self._row(number) for number in range(200, 260)]
        bad[30][1] = 'LSVAA0000009999'
        self._load(FIELDS, [self._row(99)])
        whole = self.count_queries(self._load, FIELDS, good)
        self.assertLess(self.count_queries(self._load, FIELDS, bad), whole)

    def test_saved_again_it_is_no_duplicate(self):
        vehicle = self._create_vehicle(vin_sn=self._make_vin(7))
        answer = self._load(['.id', 'vin_sn'], [[str(vehicle.id), self._make_vin(7)]])
        self.assertEqual((answer['ids'], answer['messages']), (vehicle.ids, []))

    @mute_logger('odoo.addons.aftersales.models.base.base')
    def test_sentences(self):
        """faults A9: neither Python nor SQL is told to people, and unseen signs and endless texts do not get in."""
        for fields, row, expected in (
            (FIELDS, self._row(1, plate='x' * 10_000), "at most 20 characters"),
            (['name', 'hours'], ["Wash", '1e400'], "is not a number|is not between"),
            (['name', 'hours'], ["x" * 10_000, '1'], "at most 300 characters"),
        ):
            model = 'fleet.vehicle' if fields == FIELDS else 'aftersales.operation'
            (message,) = self._load(fields, [row], model=model)['messages']
            self.assertRegex(message['message'], expected)
        self.patch(
            self.env.registry['aftersales.operation'], '_load_records_create', lambda model, vals_list: vals_list[0]['no such'])
        (message,) = self._load(['name', 'hours'], [["Wash", '1']], model='aftersales.operation')['messages']
        self.assertRegex(message['message'], "This row was not understood")
        answer = self._load(FIELDS, [self._row(1, plate='沪\u202eA\u200b12345')])
        self.assertEqual(self.env['fleet.vehicle'].browse(answer['ids']).license_plate, '沪A·12345')
