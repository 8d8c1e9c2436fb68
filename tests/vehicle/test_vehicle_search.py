from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.vehicle import VehicleCommon


@tagged('post_install', '-at_install')
class TestVehicleSearch(VehicleCommon):
    """D1: one box finds by plate, VIN, owner or phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vin = cls._make_vin(987654)
        cls.vehicle = cls._create_vehicle(license_plate='京A·12345', vin_sn=cls.vin)
        cls.vehicle_2 = cls._create_vehicle(license_plate='PAE 326', owner_id=cls.customer_2.id)

    def _find(self, text):
        return self.env['fleet.vehicle'].with_user(self.user_advisor).browse(
            [vehicle_id for vehicle_id, _name in self.env['fleet.vehicle'].with_user(self.user_advisor).name_search(text)],
        )

    def test_by_plate(self):
        for text in ('京A·12345', '京A12345', '京a 12345', 'A12345', '12345', ' 京A-12345 '):
            self.assertIn(self.vehicle, self._find(text), text)
        for text in ('PAE 326', 'pae326', 'PAE-326', 'pae'):
            self.assertEqual(self._find(text), self.vehicle_2, text)

    def test_by_vin(self):
        for text in (self.vin, self.vin.lower(), self.vin[-6:], self.vin[-4:], f'{self.vin[:3]} {self.vin[3:]}'):
            self.assertEqual(self._find(text), self.vehicle, text)

    def test_by_owner(self):
        for text in ('王小明', '王小', '王', '小明'):
            found = self._find(text)
            self.assertEqual(self.vehicle in found, text != '小明', text)
        for text in ('josé müller', 'Jose Muller', 'muller jose', 'Müll'):
            self.assertEqual(self._find(text), self.vehicle_2, text)

    def test_by_phone(self):
        for text in ('13800138000', '138 0013 8000', '+86 138 0013 8000', '8613800138000', '8000'):
            self.assertIn(self.vehicle, self._find(text), text)
        for text in ('020 7946 0123', '02079460123', '+44 20 7946 0123'):
            self.assertEqual(self._find(text), self.vehicle_2, text)

    def test_by_model_and_owner_together(self):
        self.assertEqual(self._find('corona müller'), self.vehicle_2)
        self.assertIn(self.vehicle, self._find('Testmobile'))

    def test_contact_is_found_and_follows_changes(self):
        contact = self.env['res.partner'].create({'name': 'Xyzzy Liu', 'phone': '555-0199'})
        self.vehicle.contact_id = contact
        self.assertEqual(self._find('xyzzy'), self.vehicle)
        contact.write({'name': 'Qwertz Qi', 'phone': '555-0777'})
        self.assertFalse(self._find('xyzzy'))
        self.assertEqual(self._find('5550777'), self.vehicle)
        self.vehicle.license_plate = '沪B 77777'
        self.assertEqual(self._find('沪b77777'), self.vehicle)

    def test_nothing_found_and_nothing_typed(self):
        self.assertFalse(self._find('no such vehicle'))
        self.assertFalse(self._find('%%%'))
        self.assertTrue(self._find(''))

    def test_exact_match_for_imports(self):
        Vehicle = self.env['fleet.vehicle']
        self.assertEqual(Vehicle.search([('display_name', '=', self.vin.lower())]), self.vehicle)
        self.assertEqual(Vehicle.search([('display_name', 'in', ['PAE 326', self.vin])]), self.vehicle + self.vehicle_2)
        self.assertNotIn(self.vehicle, Vehicle.search([('display_name', 'not ilike', self.vin)]))

    def test_name_at_the_counter(self):
        self.assertEqual(self.vehicle.display_name, '京A·12345 · Testmobile Corona · 王小明')
        self.assertEqual(
            self._create_vehicle(vin_sn=self._make_vin(5)).display_name,
            f'{self._make_vin(5)} · Testmobile Corona · 王小明',
        )
        own = self.env['fleet.vehicle'].create({'model_id': self.model.id, 'license_plate': 'OWN 1'})
        self.assertEqual(own.display_name, 'Testmobile/Corona/OWN 1', "The Fleet app's own cars keep their name")

    def test_missing_details_of_the_file(self):
        Vehicle = self.env['fleet.vehicle'].with_user(self.user_care)
        # Other rooms ask for more, of files that are opened from their installation on.
        self.env['aftersales.file.item'].search([('date_from', '!=', False)]).active = False
        self.assertEqual(self.vehicle.missing_details, 'Delivery date, Odometer reading, E-mail, Address')
        self.assertEqual(self.vehicle_2.missing_details, 'VIN, Delivery date, Odometer reading, E-mail, Address')
        self.assertIn(self.vehicle, Vehicle.search([('missing_details', '!=', False)]))
        self.customer.write({'phone': False, 'street': '1 Harbour Road', 'aftersales_no_email': True})
        self.vehicle.delivery_date = '2026-01-01'
        self.vehicle._record_odometer(100, 'manual')
        self.assertEqual(self.vehicle.missing_details, 'Phone')
        self.assertIn(self.vehicle, Vehicle.search([('missing_details', '!=', False)]))
        self.customer.phone = '555 1'
        self.assertFalse(self.vehicle.missing_details)
        self.assertIn(self.vehicle, Vehicle.search([('missing_details', '=', False)]))
        self.assertNotIn(self.vehicle, Vehicle.search([('missing_details', '!=', False)]))
        self.env.ref('aftersales.file_item_email').active = False
        self.customer.aftersales_no_email = False
        self.assertFalse(self.vehicle.missing_details, "The list of details is the dealer's")
        own = self.env['fleet.vehicle'].create({'model_id': self.model.id})
        self.assertFalse(own.missing_details)
        self.assertIn(own, Vehicle.search([('missing_details', '=', False)]))

    def test_kept_completeness_follows_the_list(self):
        """faults P5: whether a file is complete is kept, and right again when the dealer's list changes."""
        Vehicle = self.env['fleet.vehicle'].with_user(self.user_care)
        items = self.env['aftersales.file.item'].search([])
        self.assertTrue(self.vehicle_2.is_file_incomplete)
        items.with_user(self.user_manager).write({'active': False})
        self.assertFalse(Vehicle.search([('missing_details', '!=', False)]))
        self.assertFalse(self.vehicle_2.is_file_incomplete)
        items.filtered(lambda item: item.detail == 'vin_sn').with_user(self.user_manager).active = True
        found = Vehicle.search([('missing_details', '!=', False)])
        self.assertIn(self.vehicle_2, found)
        self.assertNotIn(self.vehicle, found)
        self.vehicle_2.vin_sn = self._make_vin(9)
        self.assertNotIn(self.vehicle_2, Vehicle.search([('missing_details', '!=', False)]))

    def test_search_uses_the_index(self):
        query = self.env['fleet.vehicle']._search([('display_name', 'ilike', '987654')])
        self.env.flush_all()
        self.env.cr.execute('SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off')
        self.env.cr.execute('EXPLAIN ' + self.env.cr.mogrify(query.select()).decode())
        plan = '\n'.join(row[0] for row in self.env.cr.fetchall())
        self.assertIn('fleet_vehicle__search_key_index', plan)
