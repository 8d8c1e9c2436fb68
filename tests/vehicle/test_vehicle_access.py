from lxml import etree
from psycopg2.errors import ForeignKeyViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.vehicle import VehicleCommon

WRITERS = {'advisor', 'claims', 'care', 'dispatcher', 'manager'}
READERS = {'technician', 'parts', 'inspector', 'trainer', 'accountant'}


@tagged('post_install', '-at_install')
class TestVehicleAccess(VehicleCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vehicle = cls._create_vehicle(license_plate='PAE 326')

    def _as(self, role, records):
        return records.with_user(getattr(self, f'user_{role}'))

    def test_who_may_do_what(self):
        for role in WRITERS | READERS:
            vehicle = self._as(role, self.vehicle)
            self.assertTrue(vehicle.has_access('read'), role)
            self.assertEqual(vehicle.has_access('write'), role in WRITERS, role)
            self.assertEqual(vehicle.has_access('create'), role in WRITERS, role)
            self.assertEqual(vehicle.has_access('unlink'), role == 'manager', role)

    def test_every_role_reads_the_list_and_the_form(self):
        """None of our users is a fleet officer, and no view of theirs asks for what only officers may read."""
        Vehicle = self.env['fleet.vehicle']
        for role in WRITERS | READERS:
            user = getattr(self, f'user_{role}')
            for view_type in ('form', 'list', 'kanban'):
                view = Vehicle.with_user(user).get_view(view_type=view_type)
                self.assertEqual(view['id'], self.env.ref(f'aftersales.fleet_vehicle_view_{view_type}').id)
                fields = Vehicle._fields
                names = etree.fromstring(view['arch']).xpath('//field[not(ancestor::field)]/@name')
                specification = {
                    name: {'fields': {'display_name': {}}} if fields[name].relational else {} for name in names
                }
                self.env.invalidate_all()
                values = self.vehicle.with_user(user).web_read(specification)
                self.assertEqual(values[0]['license_plate'], 'PAE 326', role)

    def test_officers_keep_their_views(self):
        officer = new_test_user(self.env, login='as_officer', groups='fleet.fleet_group_user')
        view = self.env['fleet.vehicle'].with_user(officer).get_view(view_type='list')
        self.assertEqual(view['id'], self.env.ref('fleet.fleet_vehicle_view_tree').id)
        own = self.env['fleet.vehicle'].create({'model_id': self.model.id})
        self.assertFalse(own.with_user(officer).get_formview_id())
        self.assertEqual(
            self.vehicle.with_user(officer).get_formview_id(), self.env.ref('aftersales.fleet_vehicle_view_form').id,
        )

    def test_customers_cars_stay_out_of_the_fleet_app(self):
        action = self.env.ref('fleet.fleet_vehicle_action')
        self.assertIn('search_default_aftersales_own', action.context)
        self.assertFalse(self.vehicle.state_id)

    def test_hr_officer_with_a_role_sees_all(self):
        user = new_test_user(self.env, login='as_hr', groups='hr.group_hr_user,aftersales.group_advisor')
        self.assertTrue(self.vehicle.with_user(user).has_access('write'))

    def test_people_of_nothing_see_nothing(self):
        user = new_test_user(self.env, login='as_nobody', groups='base.group_user')
        with self.assertRaises(AccessError):
            self.vehicle.with_user(user).read(['license_plate'])
        with self.assertRaises(AccessError):
            self.env['aftersales.ownership'].with_user(user).search([])

    def test_history_is_written_by_the_system(self):
        ownership = self.vehicle.with_user(self.user_advisor).ownership_ids
        with self.assertRaises(AccessError):
            ownership.partner_id = self.customer_2
        with self.assertRaises(AccessError):
            ownership.unlink()

    def test_readings_are_corrected_by_the_counter_deleted_by_the_manager(self):
        reading = self.vehicle._record_odometer(100, 'manual')
        with self.assertRaises(AccessError):
            reading.with_user(self.user_technician).value = 200
        reading.with_user(self.user_advisor).value = 200
        with self.assertRaises(AccessError):
            reading.with_user(self.user_advisor).unlink()
        reading.with_user(self.user_manager).unlink()

    def test_archiving_is_the_managers(self):
        with self.assertRaisesRegex(UserError, 'manager'):
            self.vehicle.with_user(self.user_advisor).action_archive()
        self.vehicle.with_user(self.user_manager).action_archive()
        self.assertFalse(self.vehicle.active)

    def test_setup_is_the_managers(self):
        Plan = self.env['aftersales.maintenance.plan']
        with self.assertRaises(AccessError):
            Plan.with_user(self.user_advisor).create({'name': 'Mine'})
        with Form(Plan.with_user(self.user_manager)) as form:
            form.name = 'Petrol'
            with form.line_ids.new() as line:
                line.name = 'Oil service'
                line.interval_km = 10000
        self.model.with_user(self.user_manager).maintenance_plan_id = form.record
        self.assertEqual(self.vehicle.maintenance_plan_id, form.record)

    def test_model_created_at_the_counter(self):
        model = self.env['fleet.vehicle.model'].with_user(self.user_advisor).create({
            'name': 'New one', 'brand_id': self.brand.id,
        })
        vehicle = self._create_vehicle(model_id=model.id)
        self.assertEqual((vehicle.model_id, vehicle.create_uid), (model, self.user_advisor))
        with self.assertRaises(AccessError):
            model.with_user(self.user_technician).copy({'name': 'Another'})

    def test_company_walls(self):
        (self.company + self.other_company).aftersales_separate_vehicles = True
        vehicle = self._create_vehicle(license_plate='WALL 1')
        vehicle._record_odometer(100, 'manual')
        plan = self.env['aftersales.maintenance.plan'].create({
            'name': 'P', 'line_ids': [Command.create({'name': 'Oil', 'interval_km': 10000})],
        })
        self.env['aftersales.service.record'].create({'vehicle_id': vehicle.id, 'line_id': plan.line_ids.id})
        other = self.user_other_advisor
        for model, field in (
            ('fleet.vehicle', 'id'), ('fleet.vehicle.odometer', 'vehicle_id'),
            ('aftersales.ownership', 'vehicle_id'), ('aftersales.service.record', 'vehicle_id'),
        ):
            self.assertTrue(self.env[model].with_user(self.user_advisor).search([(field, '=', vehicle.id)]), model)
            self.assertFalse(self.env[model].with_user(other).search([(field, '=', vehicle.id)]), model)
        self.assertFalse(self.env['fleet.vehicle'].with_user(other).name_search('WALL 1'))
        with self.assertRaises(AccessError):
            vehicle.with_user(other).odometer = 200

    def test_shared_vehicle_crosses_the_walls(self):
        self.vehicle.with_user(self.user_other_advisor).odometer = 200
        self.assertEqual(self.vehicle.last_odometer, 200)

    def test_owner_behind_a_wall_still_has_a_name(self):
        """The partner was restricted to another company after the vehicle was registered."""
        self.env.cr.execute(
            'UPDATE res_partner SET company_id = %s WHERE id = %s', [self.other_company.id, self.customer.id],
        )
        self.env.invalidate_all()
        self.assertIn('王小明', self.vehicle.with_user(self.user_technician).display_name)

    def test_in_use_is_not_deleted(self):
        self.vehicle._record_odometer(100, 'manual')
        with mute_logger('odoo.sql_db'), self.assertRaises(ForeignKeyViolation), self.env.cr.savepoint():
            self.vehicle.with_user(self.user_manager).unlink()
        unused = self._create_vehicle()
        unused.with_user(self.user_manager).unlink()
        self.assertFalse(unused.exists())

    def test_settings(self):
        with Form(self.env['res.config.settings']) as form:
            form.aftersales_vin_check = 'warning'
            form.aftersales_separate_vehicles = True
        form.record.execute()
        self.assertEqual(self.env.company.aftersales_vin_check, 'warning')
        self.assertTrue(self.env.company.aftersales_separate_vehicles)
