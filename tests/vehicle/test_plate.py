from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from odoo.addons.aftersales.models.vehicle import plate as plate_tools
from odoo.addons.aftersales.models.vehicle.fleet_vehicle.fleet_vehicle_search import fold_phone
from odoo.addons.aftersales.tests.dealership.vehicle import VehicleCommon

WAYS = ('沪D·S1027', '沪DS1027', '沪D S1027', '沪d-s1027', '沪D•S1027', '沪ＤＳ１０２７', '沪D\u200bS1027')


@tagged('post_install', '-at_install')
class TestPlate(VehicleCommon):
    """faults U20, U22: a plate is one plate, however it is written."""

    def test_one_way_to_write_it(self):
        """faults U20: stored as it is printed, whatever way it was typed; others than Chinese keep their blanks."""
        for typed in WAYS:
            self.assertEqual(plate_tools.normalise(typed), '沪D·S1027', typed)
        for typed, kept in (
            ('pae 326', 'PAE 326'), ('M-ab 1234', 'M-AB 1234'), ('沪AD12345', '沪A·D12345'), ('粤Z1234港', '粤Z·1234港'),
            (' BILL-1 ', 'BILL-1'), ('A\u202eB\u200b12', 'AB12'), ('', ''),
        ):
            self.assertEqual(plate_tools.normalise(typed), kept)
        vehicle, other = self._create_vehicle(license_plate='沪ds1027'), self._create_vehicle(license_plate='A 1')
        self.assertEqual(vehicle.license_plate, '沪D·S1027')
        (vehicle + other).license_plate = '沪d s2000'
        self.assertEqual((vehicle + other).mapped('license_plate'), ['沪D·S2000'] * 2)
        with self.assertRaisesRegex(ValidationError, "at most 20 characters"):
            vehicle.license_plate = 'x' * 10_000

    def test_only_another_plate_is_an_earlier_one(self):
        """faults U20: the same plate written otherwise was not carried before."""
        vehicle = self._create_vehicle(license_plate='沪D·S1027')
        vehicle.license_plate = '沪DS1027'
        self.assertFalse(vehicle.former_plates)
        vehicle.license_plate = '沪DS9999'
        self.assertEqual(vehicle.former_plates, '沪D·S1027')

    def test_the_other_car_is_named(self):
        """faults U20: two cars with one plate, as people wrote it."""
        first = self._create_vehicle(license_plate='M-AB 1234')
        with Form(self.env['fleet.vehicle'].with_user(self.user_advisor), 'aftersales.fleet_vehicle_view_form') as form:
            form.model_id = self.model
            form.owner_id = self.customer
            form.license_plate = 'MAB1234'
            self.assertIn(first.display_name, form.plate_warning)
            form.license_plate = 'MAB1235'
            self.assertFalse(form.plate_warning)
        first.invalidate_recordset()
        self.assertFalse(first.plate_warning, "not itself")

    def test_found_in_every_box(self):
        """faults U22: the search box, the plate's own box and a filter through another document."""
        vehicle = self._create_vehicle(license_plate='沪D·S1027')
        stranger = self._create_vehicle(license_plate='沪D·S1028')
        Vehicle = self.env['fleet.vehicle'].with_user(self.user_advisor)
        for typed in (*WAYS, '沪DS102', 'DS1027', 'd·s1027'):
            with self.subTest(typed=typed):
                self.assertIn(vehicle.id, [row[0] for row in Vehicle.name_search(typed)])
                found = Vehicle.search([('license_plate', 'ilike', typed)])
                self.assertIn(vehicle, found)
                self.assertEqual(stranger in found, typed == '沪DS102')
                self.assertNotIn(vehicle, Vehicle.search([('license_plate', 'not ilike', typed)]))
        self.assertEqual(Vehicle.search([('license_plate', '=', '沪D·S1027')]), vehicle)


@tagged('post_install', '-at_install')
class TestPhone(VehicleCommon):
    """faults U21: a phone number is found with country code, leading zero or neither."""

    def test_found_by_national_number(self):
        Vehicle = self.env['fleet.vehicle'].with_user(self.user_advisor)
        self.company.country_id = self.env.ref('base.cn')
        for stored, typed in (
            ('+86 21 5268 7648', ('021-52687648', '02152687648', '52687648', '+862152687648', '0086 21 52687648')),
            ('13800138123', ('0086 13800138123', '+86 138 0013 8123', '138 0013 8123', '008613800138123')),
            ('+49 30 901820', ('030 901820', '0049 30 901820', '+49 (0)30 901820', '030/901820')),
            ('020 7946 0958', ('+44 20 7946 0958', '00442079460958', '20 7946 0958')),
            ('+1 202-555-0143', ('(202) 555-0143', '2025550143', '001 202 555 0143')),
        ):
            owner = self.customer.copy({'name': "Somebody", 'phone': stored})
            vehicle = self._create_vehicle(owner_id=owner.id, license_plate=False)
            for number in typed:
                with self.subTest(stored=stored, typed=number):
                    self.assertIn(vehicle.id, [row[0] for row in Vehicle.name_search(number, limit=None)])

    def test_what_is_no_phone(self):
        for text in ('沪D·S1027', 'Chen', '12', 'B-12345', '', '+'):
            self.assertIsNone(fold_phone(text, {'86'}), text)
