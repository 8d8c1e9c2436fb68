from ast import literal_eval
from html import unescape

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.sql import index_definition

from odoo.addons.aftersales.tests.common import AftersalesCommon

GOOD, OTHER = 'LSVNV2187E2100001', 'WVWZZZ1KZAW000003'
# As people enter them without us: VIN and plate.
ENTERED = (
    (GOOD, '沪Z12345'), (GOOD, '沪Z·12345'), (GOOD.lower(), 'z 12-345'), (None, '沪Z00002'), ('', '沪Z00003'),
    ('LSVOI2182Q2100001', '沪Z00004'), ('0' * 17, '沪Z00005'), ('0' * 17, '沪Z00006'), (f'VIN: {OTHER}', '沪Z00007'),
    ('车架号：LB37422S2NX190028', None), ('12345', 'z12345'),
)
INDEX = 'fleet_vehicle_vin_uniq'


@tagged('post_install', '-at_install')
class TestDoubled(AftersalesCommon):
    """Q1: installed on a database that has vehicles already, with VINs and plates nobody had looked at."""

    with_outlet = True

    @classmethod
    def setUpClass(cls):
        """As the table was before: without our index, our mark and our owners."""
        super().setUpClass()
        Vehicle = cls.env['fleet.vehicle']
        cls.cars = Vehicle.create([{'model_id': cls.model_a.id, 'company_id': cls.company.id} for __ in ENTERED])
        cls.archived = Vehicle.create({'model_id': cls.model_a.id, 'company_id': cls.company.id, 'active': False})
        cls.env.flush_all()
        cls.env.cr.execute(f'DROP INDEX {INDEX}')
        for car, (vin, plate) in zip([*cls.cars, cls.archived], [*ENTERED, (OTHER, '沪Z12345')], strict=True):
            cls.env.cr.execute('UPDATE fleet_vehicle SET vin_sn = %s, license_plate = %s WHERE id = %s', [vin, plate, car.id])
        Vehicle._normalise_old_numbers()
        Vehicle._mark_doubled_vins()
        cls.env.invalidate_all()
        Vehicle._table_objects[INDEX].apply_to_database(Vehicle)

    def _list(self, *names):
        """What the manager sees under Vins and Plates to Mend."""
        actions = self.env['ir.actions.act_window'].with_user(self.user_manager)
        action = actions._for_xml_id('aftersales.action_vehicles_to_mend')
        self.assertIn("'active_test': False", action['context'])
        Vehicle = self.env['fleet.vehicle'].with_user(self.user_manager).with_context(active_test=False)
        arch = Vehicle.get_view(action['search_view_id'][0], 'search')['arch']
        found = Vehicle
        for name in names:
            self.assertIn(f"'search_default_{name}': 1", action['context'])
            domain = arch.split(f'name="{name}"')[1].split('domain="')[1].split('"')[0]
            found |= Vehicle.search(literal_eval(unescape(domain)))
        return found & (self.cars | self.archived)

    def test_nothing_is_lost(self):
        """All are there, VINs and plates written like later ones, and those that share a VIN are marked, archived ones too."""
        everything = self.cars | self.archived
        self.assertEqual(everything.exists(), everything)
        self.assertEqual(self.cars.mapped('vin_sn')[:5], [GOOD, GOOD, GOOD, False, False])
        self.assertEqual((self.cars[8].vin_sn, self.cars[9].vin_sn), (OTHER, 'LB37422S2NX190028'))
        self.assertEqual(self.cars[0].license_plate, self.cars[1].license_plate)
        self.assertEqual(
            everything.filtered('is_vin_doubled'), self.cars[:3] | self.cars[6:8] | self.cars[8] | self.archived)

    def test_manager_has_a_list(self):
        self.assertEqual(self._list('vin_doubled'), self.cars[:3] | self.cars[6:9] | self.archived)
        self.assertEqual(self._list('vin_wrong'), self.cars[5:8] | self.cars[10])
        self.assertEqual(self._list('plate_doubled'), self.cars[:2] | self.cars[2] | self.cars[10])
        self.assertEqual(self.cars.filtered('is_vin_wrong'), self.cars[5:8] | self.cars[10], "the form says the same")
        self.assertTrue(self.cars[0].is_plate_doubled)
        self.assertFalse(self.cars[3].is_plate_doubled)

    def test_list_says_what_is_wrong(self):
        """Q1: beside each car stands why it is listed, and which other car has its VIN; the form says it, too."""
        cars = self.cars.with_user(self.user_manager)
        for car, other in ((cars[0], cars[1]), (cars[8], self.archived)):
            self.assertIn(car.vin_sn, car.vin_warning)
            self.assertIn(other.display_name, car.vin_warning)
            self.assertIn(car.vin_warning, car.mend_text)
        self.assertFalse(cars[9].mend_text)
        listed = self._list('vin_doubled', 'vin_wrong', 'plate_doubled')
        self.assertFalse(listed.filtered(lambda car: not car.active and car not in self.archived))
        self.assertTrue(all(listed.filtered('active').mapped('mend_text')))
        cars[1].vin_sn = cars[2].vin_sn = False
        self.assertFalse(cars[0].vin_warning)

    def test_core_goes_on(self):
        """Nothing of the Fleet app waits until they are mended."""
        driver = self.env['res.partner'].create({'name': "Driver"})
        for car in self.cars | self.archived:
            car.write({'driver_id': driver.id, 'color': "red", 'license_plate': car.license_plate})
            car.write({'vin_sn': car.vin_sn, 'company_id': car.company_id.id})
        self.cars.write({'location': "Yard", 'active': True})
        self.archived.action_unarchive()
        self.env['fleet.vehicle.odometer'].create([
            {'vehicle_id': car.id, 'value': 1000, 'date': '2026-01-01'} for car in self.cars])
        self.env.flush_all()
        self.assertEqual(set(self.cars.mapped('last_odometer')), {1000})

    def test_no_other_one_joins_them(self):
        """By hand, by writing, or past the ORM."""
        for vin in (GOOD, '0' * 17):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.env['fleet.vehicle'].create({'model_id': self.model_a.id, 'company_id': self.company.id, 'vin_sn': vin})
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.cars[3].vin_sn = GOOD
        self.assertTrue(index_definition(self.cr, INDEX)[0], "the database holds the rest apart")
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.cr.execute('UPDATE fleet_vehicle SET vin_sn = %s WHERE id IN %s', ['LB37422S2NX190028', (self.cars[3].id,)])
        with self.assertRaisesRegex(UserError, "kept by the system"):
            self.cars[3].with_user(self.user_manager).is_vin_doubled = True
        with self.assertRaisesRegex(UserError, "kept by the system"):
            self.env['fleet.vehicle'].with_user(self.user_manager).create({'model_id': self.model_a.id, 'is_vin_doubled': True})

    def test_mark_goes_when_they_are_told_apart(self):
        first, second, third = self.cars[:3]
        first.with_user(self.user_manager).vin_sn = 'LB37422S7NX190011'
        self.assertEqual([car.is_vin_doubled for car in (first, second, third)], [False, True, True])
        second.with_user(self.user_manager).vin_sn = False
        self.assertEqual([car.is_vin_doubled for car in (first, second, third)], [False] * 3)
        self.archived.unlink()
        self.assertFalse(self.cars[8].is_vin_doubled)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            second.vin_sn = GOOD

    def test_owner_of_a_shared_vin(self):
        """A customer's car may get its owner though its VIN is shared; a wrong VIN is corrected first, in words."""
        self.cars[0].with_user(self.user_advisor).owner_id = self.customer
        self.assertTrue(self.cars[0].is_customer_vehicle)
        with self.assertRaisesRegex(ValidationError, "VIN"), self.cr.savepoint():
            self.cars[5].with_user(self.user_advisor).owner_id = self.customer
