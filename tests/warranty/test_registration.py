from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.models.vehicle.vin import get_check_digit
from odoo.addons.aftersales.tests.dealership.warranty import WarrantyCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 04:00:00')
class TestRegistration(WarrantyCommon):
    """I1: a sold car is registered within 20 days; who is in charge is reminded on day 10 and 18."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new_policy = cls._create_policy(code="TST-REG", needs_registration=True, months=24)
        cls.new_policy.action_release()
        cls.product = cls.env['product.product'].create({
            'name': 'Testmobile A 2026', 'type': 'consu', 'is_storable': True, 'tracking': 'serial',
            'is_vehicle': True, 'vehicle_model_id': cls.model_a.id,
        })
        cls.customers = cls.env.ref('stock.stock_location_customers')
        cls.company.aftersales_warranty_user_id = cls.user_claims

    @classmethod
    def _deliver_cars(cls, *serials):
        """New cars leave the yard; the register takes them in."""
        stock = cls.warehouse.lot_stock_id
        lots = cls.env['stock.lot']
        for serial in serials:
            vin = f'LSVAA000000{serial:06d}'
            lots |= lots.create({'product_id': cls.product.id, 'name': vin[:8] + get_check_digit(vin) + vin[9:]})
            cls.env['stock.quant']._update_available_quantity(cls.product, stock, 1, lot_id=lots[-1])
        picking = cls.env['stock.picking'].with_user(cls.user_parts).create({
            'picking_type_id': cls.warehouse.out_type_id.id, 'partner_id': cls.customer.id,
            'location_id': stock.id, 'location_dest_id': cls.customers.id,
            'move_ids': [Command.create({
                'product_id': cls.product.id, 'product_uom_qty': len(lots), 'location_id': stock.id,
                'location_dest_id': cls.customers.id,
                'move_line_ids': [Command.create({
                    'product_id': cls.product.id, 'lot_id': lot.id, 'quantity': 1, 'picked': True,
                    'location_id': stock.id, 'location_dest_id': cls.customers.id}) for lot in lots],
            })],
        })
        picking.button_validate()
        return lots.vehicle_id, picking

    def _remind(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_remind_registrations').method_direct_trigger()
        self.env.invalidate_all()

    def test_entered_by_hand(self):
        """I1: with the car come its owner and the day of its sale; what is not known stays as it was entered."""
        self.vehicle.sudo().write({'owner_id': self.customer.id, 'sale_date': '2026-02-20'})
        self.vehicle_2.sudo().write({'owner_id': False, 'sale_date': False, 'delivery_date': False})
        Registration = self.env['aftersales.warranty.registration'].with_user(self.user_claims)
        Registration.search([('vehicle_id', '=', self.vehicle.id)]).sudo().unlink()
        with Form(Registration) as form:
            form.vehicle_id = self.vehicle_2
            form.partner_id = self.user_advisor.partner_id
            form.vehicle_id = self.vehicle
        self.assertEqual((form.record.partner_id, form.record.sale_date), (self.customer, date(2026, 2, 20)))

    def test_delivery_makes_coverage_and_registration(self):
        vehicles, __ = self._deliver_cars(1, 2)
        for vehicle in vehicles:
            self.assertEqual(vehicle.coverage_ids.policy_id, self.policy | self.new_policy)
            self.assertEqual(set(vehicle.coverage_ids.mapped('source')), {'delivery'})
            registration = vehicle.registration_ids
            self.assertEqual(
                (registration.state, registration.sale_date, registration.due_date),
                ('due', date(2026, 3, 2), date(2026, 3, 22)))
            self.assertEqual((registration.partner_id, registration.user_id), (self.customer, self.user_claims))
        self.assertFalse(self.vehicle.registration_ids, "entered by hand, sold by somebody else")

    def test_undone_sale(self):
        vehicles, picking = self._deliver_cars(1)
        self._return(picking, 1)
        self.assertFalse(vehicles.coverage_ids)
        self.assertEqual(vehicles.registration_ids.state, 'withdrawn')

    def test_reminders(self):
        vehicles, __ = self._deliver_cars(1, 2)
        for day, count, tasks in (
            ('2026-03-11', 0, 0), ('2026-03-12', 1, 1), ('2026-03-13', 1, 1), ('2026-03-20', 2, 1), ('2026-03-21', 2, 1),
        ):
            with freeze_time(f'{day} 04:00:00'), self.subTest(day=day):
                self._remind()
                for registration in vehicles.registration_ids:
                    self.assertEqual((registration.reminder_count, len(registration.activity_ids)), (count, tasks))
                    self.assertLessEqual(registration.activity_ids.user_id, self.user_claims)
        self._complete(vehicles.registration_ids)
        with freeze_time('2026-03-21 04:00:00'):
            vehicles.registration_ids.with_user(self.user_claims).action_send()
        self.assertFalse(vehicles.registration_ids.activity_ids, "done with")

    def test_reminded_by_the_outlets_clock(self):
        """faults C4: the day of a nightly action is the outlet's, whatever the zone of who it runs as."""
        self.env['aftersales.workshop'].search([]).resource_calendar_id.tz = 'Asia/Shanghai'
        self.env.ref('base.user_root').tz = 'America/New_York'
        vehicles, __ = self._deliver_cars(4)
        registration = vehicles.registration_ids
        self.assertEqual(registration.first_reminder_date, date(2026, 3, 12))
        for moment, count in (('2026-03-11 15:50:00', 0), ('2026-03-11 16:10:00', 1)):
            with freeze_time(moment):
                self._remind()
                self.assertEqual(registration.reminder_count, count, moment)

    def _complete(self, registrations):
        registrations.sudo().partner_id.phone = '+86 21 5555 0101'
        registrations.with_user(self.user_claims).invoice_number = "INV-1"

    def test_life(self):
        vehicles, __ = self._deliver_cars(1, 2)
        registrations = vehicles.registration_ids.with_user(self.user_claims)
        with self.assertRaisesRegex(UserError, "lacks: Invoice Number"):
            registrations.action_send()
        self._complete(registrations)
        for user in (self.user_advisor, self.user_technician, self.user_parts):
            with self.assertRaises(AccessError):
                registrations.with_user(user).action_send()
        registrations.action_send()
        self.assertEqual(registrations.mapped('sent_date'), [date(2026, 3, 2)] * 2)
        with self.assertRaisesRegex(UserError, "number by which the maker confirms"):
            registrations.action_confirm()
        first, second = registrations
        first.confirmation = "VW-77"
        first.action_confirm()
        self.assertEqual((first.state, first.confirmed_date), ('confirmed', date(2026, 3, 2)))
        with self.assertRaisesRegex(UserError, "why the maker refused"):
            second.action_refuse()
        second.refused_reason = "VIN unknown"
        second.action_refuse()
        with self.assertRaises(AccessError):
            second.sent_date = '2026-03-01'

    def test_late_is_asked_not_stored(self):
        vehicles, __ = self._deliver_cars(1)
        registration = vehicles.registration_ids
        Registration = registration.with_user(self.user_claims)
        for day, late in (('2026-03-22', False), ('2026-03-23', True)):
            with freeze_time(f'{day} 04:00:00'):
                self.env.invalidate_all()
                self.assertEqual(registration.is_late, late)
                for value in (True, False):
                    self.assertEqual(
                        bool(Registration.search([('id', '=', registration.id), ('is_late', '=', value)])), late == value)
        self._complete(registration)
        with freeze_time('2026-03-25 04:00:00'):
            registration.with_user(self.user_claims).action_send()
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertTrue(registration.is_late, "sent after the day")
            self.assertTrue(Registration.search([('id', '=', registration.id), ('is_late', '=', True)]))
            self.assertTrue(registration.filtered_domain([('is_late', '=', True)]))

    def test_coverage_that_needs_it_says_so(self):
        vehicles, __ = self._deliver_cars(1)
        coverage = vehicles.coverage_ids.filtered(lambda each: each.policy_id == self.new_policy)
        self.assertIn("Covered by", coverage.standing)
        with freeze_time('2026-03-23 04:00:00'):
            self.env.invalidate_all()
            self.assertIn("the sale was not registered in time", coverage.standing)
            self._complete(vehicles.registration_ids)
            vehicles.registration_ids.with_user(self.user_claims).action_send()
            self.env.invalidate_all()
            self.assertIn("Covered by", coverage.standing)
            vehicles.registration_ids.with_user(self.user_claims).write({'refused_reason': "Unknown VIN"})
            vehicles.registration_ids.with_user(self.user_claims).action_refuse()
            self.env.invalidate_all()
            self.assertIn("the registration of the sale was refused", coverage.standing)

    def test_other_company(self):
        vehicles, __ = self._deliver_cars(1)
        with self.assertRaises(AccessError):
            vehicles.registration_ids.with_user(self.user_other_advisor).read(['state'])
