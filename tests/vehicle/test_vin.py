from contextlib import closing

from psycopg2.errors import UniqueViolation

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.models.vehicle import vin as vin_tools
from odoo.addons.aftersales.tests.dealership.vehicle import VehicleCommon

GOOD_VINS = ('1M8GDM9AXKP042788', 'LJCPCBLCX11000237', '1HGCM82633A004352')
GERMAN_VIN = 'WVWZZZ1JZ3W386752'  # Z at the ninth place: no check digit in Europe


@tagged('post_install', '-at_install')
class TestVin(VehicleCommon):
    """D1: VIN by GB 16735 / ISO 3779, one vehicle a VIN in its scope."""

    def _get_vehicle(self, **values):
        return self._create_vehicle(**values)

    def test_good_vins_pass(self):
        for vin in GOOD_VINS:
            self.assertIsNone(vin_tools.find_fault(vin), vin)

    def test_one_wrong_character_never_passes(self):
        for vin in GOOD_VINS:
            for place in range(17):
                if vin_tools.WEIGHTS[place] == 0:
                    continue
                for wrong in '0123456789':
                    mistyped = vin[:place] + wrong + vin[place + 1:]
                    values = vin_tools.VALUES[wrong], vin_tools.VALUES[vin[place]]
                    if values[0] != values[1]:
                        self.assertIn(vin_tools.find_fault(mistyped), ('check_digit', 'filler'), mistyped)

    def test_faults_are_told_apart(self):
        self.assertEqual(vin_tools.find_fault('LJCPCBLCX1100023'), 'length')
        self.assertEqual(vin_tools.find_fault('LJCPCBLCX1100O237'), 'letters')
        self.assertEqual(vin_tools.find_fault('LJCPCBLCX11000273'), 'check_digit')

    def test_vin_is_saved_as_it_is_written(self):
        vehicle = self._get_vehicle(vin_sn=' ljcpc-blcx １１０００２３７ ')
        self.assertEqual(vehicle.vin_sn, 'LJCPCBLCX11000237')
        vehicle.vin_sn = '1hgcm 82633a004352'
        self.assertEqual(vehicle.vin_sn, '1HGCM82633A004352')
        vehicle.vin_sn = ''
        self.assertFalse(vehicle.vin_sn)

    def test_compulsory_check_digit_is_an_error(self):
        for vin in ('LJCPCBLCX11000273', '1HGCM82643A004352'):
            with self.assertRaisesRegex(ValidationError, f'{vin} does not pass its check digit'):
                self._get_vehicle(vin_sn=vin)

    def test_elsewhere_nothing_is_said(self):
        """faults U23: in Europe the ninth character may be any."""
        with Form(self.env['fleet.vehicle'].with_user(self.user_advisor), 'aftersales.fleet_vehicle_view_form') as form:
            form.model_id = self.model
            form.owner_id = self.customer
            form.vin_sn = GERMAN_VIN
            self.assertFalse(form.vin_fault)
        self.assertEqual(form.record.vin_sn, GERMAN_VIN)
        self.company.aftersales_vin_check = 'warning'
        self.assertIn('check digit', self._get_vehicle(vin_sn='WVWZZZ1JZ3W386753').vin_fault)

    def test_what_scanners_and_papers_set_before_it(self):
        """faults U23: the number's name and the I of an import's bar code go."""
        vin = GOOD_VINS[1]
        for scanned in (
            f'I{vin}', f'VIN:{vin}', f'VIN {vin}', f'*{vin}*', f'车架号：{vin}', f'车架号{vin}', f'车辆识别代号/车架号:{vin}',
            f'vin no. {vin.lower()}', f'VIN{vin}\r\n', f'Fahrgestell-Nr. {vin}', f'\u200b{vin}\u202c', f'ＶＩＮ：{vin}',
        ):
            with self.subTest(scanned=scanned):
                self.assertEqual(vin_tools.normalise(scanned), vin)
        vehicle = self._get_vehicle(vin_sn=f'车架号: I{vin}')
        self.assertEqual(vehicle.vin_sn, vin)
        found = self.env['fleet.vehicle'].with_user(self.user_advisor).name_search(f'VIN:{vin}')
        self.assertEqual([row[0] for row in found], vehicle.ids, "and it is found as it was scanned")
        self.assertEqual(vin_tools.normalise('FINE 1234'), 'FINE1234')

    def test_what_only_fills_the_box(self):
        """faults U23: 17 zeros are no car's number, whatever the company's policy."""
        for vin in ('0' * 17, '1' * 17, '0HGCM82633A004352'):
            for policy in ('region', 'warning'):
                self.company.aftersales_vin_check = policy
                with self.subTest(vin=vin, policy=policy), closing(self.cr.savepoint()), \
                        self.assertRaisesRegex(ValidationError, "no car's number"):
                    self._get_vehicle(vin_sn=vin)

    def test_chassis_number(self):
        """faults U23: a car for Japan has a frame number, and no VIN."""
        with closing(self.cr.savepoint()), self.assertRaisesRegex(ValidationError, '13 characters'):
            self._get_vehicle(vin_sn='NZE121-3012345')
        vehicle, other = (
            self._get_vehicle(vin_sn=number, has_chassis_number=True) for number in ('NZE121-3012345', '车架号 gx110-6012345'))
        self.assertEqual((vehicle.vin_sn, other.vin_sn), ('NZE1213012345', 'GX1106012345'))
        self.assertFalse(vehicle.vin_fault)
        with self.assertRaisesRegex(ValidationError, 'already belongs'):
            self._get_vehicle(vin_sn='NZE1213012345', has_chassis_number=True)
        with self.assertRaisesRegex(ValidationError, '13 characters'):
            vehicle.has_chassis_number = False
        for wrong in ('AB1', 'X' * 30, '00000000'):
            with self.assertRaisesRegex(ValidationError, 'no chassis number'):
                other.vin_sn = wrong

    def test_regions_are_data(self):
        self.env['aftersales.vin.region'].with_user(self.user_manager).create({'name': 'Germany', 'prefix': 'w'})
        with self.assertRaisesRegex(ValidationError, 'check digit'):
            self._get_vehicle(vin_sn=GERMAN_VIN)
        self.env.ref('aftersales.vin_region_china').is_check_digit_compulsory = False
        self.assertFalse(self._get_vehicle(vin_sn='LJCPCBLCX11000273').vin_fault)

    def test_company_decides_how_strict(self):
        self.company.aftersales_vin_check = 'warning'
        self.assertTrue(self._get_vehicle(vin_sn='LJCPCBLCX11000273').vin_fault)
        self.assertTrue(self._get_vehicle(vin_sn='SHORT').vin_fault)
        self.company.aftersales_vin_check = 'error'
        with self.assertRaisesRegex(ValidationError, 'check digit'):
            self._get_vehicle(vin_sn=GERMAN_VIN)

    def test_malformed_vin_is_refused_everywhere(self):
        with self.assertRaisesRegex(ValidationError, '16 characters instead of 17'):
            self._get_vehicle(vin_sn=GERMAN_VIN[:-1])
        with self.assertRaisesRegex(ValidationError, 'I, O or Q'):
            self._get_vehicle(vin_sn='WVWZZZ1JZ3W38675O')

    def test_older_than_the_standard(self):
        self.assertTrue(self._get_vehicle(vin_sn='1180123456', model_year='1970').vin_fault)

    def test_own_fleet_may_hold_other_numbers(self):
        vehicle = self.env['fleet.vehicle'].create({'model_id': self.model.id, 'vin_sn': 'FORKLIFT-7'})
        self.assertEqual(vehicle.vin_sn, 'FORKLIFT7')
        with self.assertRaisesRegex(ValidationError, '9 characters'):
            vehicle.owner_id = self.customer

    def test_known_vin_names_the_vehicle(self):
        vin = self._make_vin(1)
        self._get_vehicle(vin_sn=vin, license_plate='PAE 326')
        with self.assertRaisesRegex(ValidationError, 'already belongs to PAE 326 · Testmobile Corona · 王小明'):
            self._get_vehicle(vin_sn=vin.lower())
        other = self._get_vehicle(vin_sn=self._make_vin(2))
        with self.assertRaisesRegex(ValidationError, 'PAE 326'):
            other.vin_sn = vin

    def test_archived_vehicle_keeps_its_vin(self):
        """A car that comes back is unarchived with its history rather than entered again."""
        vin = self._make_vin(1)
        self._get_vehicle(vin_sn=vin).with_user(self.user_manager).active = False
        with self.assertRaisesRegex(ValidationError, 'archived: unarchive'):
            self._get_vehicle(vin_sn=vin)

    def test_one_vin_twice_in_one_batch(self):
        vin = self._make_vin(1)
        with self.assertRaisesRegex(ValidationError, 'two vehicles at once'):
            self.env['fleet.vehicle'].create([self._prepare_vehicle(vin_sn=vin), self._prepare_vehicle(vin_sn=vin)])
        pair = self._get_vehicle() + self._get_vehicle()
        with self.assertRaises(ValidationError):
            pair.vin_sn = vin

    def test_vehicles_without_vin_are_many(self):
        pair = self.env['fleet.vehicle'].with_user(self.user_advisor).create([self._prepare_vehicle()] * 2)
        self.assertEqual(pair.mapped('vin_sn'), [False, False])

    def test_saving_again_is_no_duplicate(self):
        vin = self._make_vin(1)
        vehicle = self._get_vehicle(vin_sn=vin)
        vehicle.write({'vin_sn': vin, 'company_id': False})
        self.assertEqual(vehicle.vin_sn, vin)

    def test_database_refuses_what_two_users_save_at_once(self):
        """NULL company is one scope too, and the message of the index names the vehicle."""
        vin = self._make_vin(1)
        self._get_vehicle(vin_sn=vin, license_plate='PAE 326')
        other = self._get_vehicle()
        self.env.flush_all()
        with (
            mute_logger('odoo.sql_db'),
            self.assertRaises(UniqueViolation) as violation,
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute('UPDATE fleet_vehicle SET vin_sn = %s WHERE id = %s', [vin, other.id])
        self.assertIn('PAE 326', self.env['fleet.vehicle']._sql_error_to_message(violation.exception))

    def test_shared_by_default(self):
        vin = self._make_vin(1)
        vehicle = self._get_vehicle(vin_sn=vin, license_plate='PAE 326')
        self.assertFalse(vehicle.company_id)
        self.assertTrue(vehicle.with_user(self.user_other_advisor).has_access('read'))
        with self.assertRaisesRegex(ValidationError, 'PAE 326'):
            self._create_vehicle(user=self.user_other_advisor, vin_sn=vin)

    def test_kept_per_company(self):
        (self.company + self.other_company).aftersales_separate_vehicles = True
        vin = self._make_vin(1)
        vehicle = self._get_vehicle(vin_sn=vin)
        self.assertEqual(vehicle.company_id, self.company)
        self.assertFalse(vehicle.with_user(self.user_other_advisor).has_access('read'))
        self.assertEqual(self._create_vehicle(user=self.user_other_advisor, vin_sn=vin).company_id, self.other_company)
        with self.assertRaises(ValidationError):
            self._get_vehicle(vin_sn=vin)

    def test_shared_vehicle_is_known_to_the_separate_company(self):
        vin = self._make_vin(1)
        self._get_vehicle(vin_sn=vin, license_plate='PAE 326')
        self.other_company.aftersales_separate_vehicles = True
        with self.assertRaisesRegex(ValidationError, 'PAE 326'):
            self._create_vehicle(user=self.user_other_advisor, vin_sn=vin)

    def test_separate_vehicle_does_not_show_to_others(self):
        self.other_company.aftersales_separate_vehicles = True
        vin = self._make_vin(1)
        self._create_vehicle(user=self.user_other_advisor, vin_sn=vin)
        self.assertFalse(self._get_vehicle(vin_sn=vin).company_id)

    def test_owner_of_one_company_keeps_the_vehicle_there(self):
        self.customer.company_id = self.other_company
        vehicle = self._create_vehicle(user=self.user_other_advisor)
        self.assertEqual(vehicle.company_id, self.other_company)

    def test_form_of_the_counter_shares_too(self):
        action = self.env.ref('aftersales.fleet_vehicle_action')
        Vehicle = self.env['fleet.vehicle'].with_user(self.user_advisor).with_context(default_is_customer_vehicle=True)
        with Form(Vehicle, 'aftersales.fleet_vehicle_view_form') as form:
            form.model_id = self.model
        self.assertIn('default_is_customer_vehicle', action.context)
        self.assertFalse(form.record.company_id)
        self.assertTrue(form.record.is_customer_vehicle)
        self.assertFalse(form.record.acquisition_date)
        self.assertFalse(form.record.state_id)
