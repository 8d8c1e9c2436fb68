from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.vehicle import VehicleCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-10 12:00:00')
class TestSoldVehicle(VehicleCommon):
    """P1: delivering a product that is a vehicle enters it in the register; its return undoes that."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env['stock.warehouse'].search([('company_id', '=', cls.company.id)], limit=1)
        cls.stock = cls.warehouse.lot_stock_id
        cls.customers = cls.env.ref('stock.stock_location_customers')
        cls.product = cls.env['product.product'].create({
            'name': 'Testmobile Corona 2026', 'type': 'consu', 'is_storable': True, 'tracking': 'serial',
            'is_vehicle': True, 'vehicle_model_id': cls.model.id,
        })
        # The warehouse user has no role in after-sales.
        cls.user_stock = new_test_user(
            cls.env, login='as_stock', context={'no_reset_password': True}, groups='base.group_user,stock.group_stock_user',
            name='Storekeeper', company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)],
        )
        cls.lot, cls.lot_2 = (cls._stock_lot(serial) for serial in (1, 2))

    @classmethod
    def _stock_lot(cls, serial):
        lot = cls.env['stock.lot'].create({'product_id': cls.product.id, 'name': cls._make_vin(serial)})
        cls.env['stock.quant']._update_available_quantity(cls.product, cls.stock, 1, lot_id=lot)
        return lot

    def _deliver(self, lots, partner=None, source=None, destination=None):
        picking = self.env['stock.picking'].with_user(self.user_stock).create({
            'picking_type_id': self.warehouse.out_type_id.id,
            'partner_id': (partner or self.customer).id,
            'location_id': (source or self.stock).id,
            'location_dest_id': (destination or self.customers).id,
            'move_ids': [Command.create({
                'product_id': self.product.id,
                'product_uom_qty': len(lots),
                'location_id': (source or self.stock).id,
                'location_dest_id': (destination or self.customers).id,
                'move_line_ids': [
                    Command.create({
                        'product_id': self.product.id, 'lot_id': lot.id, 'quantity': 1, 'picked': True,
                        'location_id': (source or self.stock).id,
                        'location_dest_id': (destination or self.customers).id,
                    }) for lot in lots
                ],
            })],
        })
        picking.action_confirm()
        picking.button_validate()
        self.assertEqual(picking.state, 'done')
        return picking

    def _return(self, picking):
        wizard = Form(self.env['stock.return.picking'].with_user(self.user_stock).with_context(
            active_id=picking.id, active_ids=picking.ids, active_model='stock.picking')).save()
        wizard.product_return_moves.quantity = len(picking.move_ids.lot_ids)
        returned = wizard._create_return()
        for line, lot in zip(returned.move_ids.move_line_ids, picking.move_ids.lot_ids):
            line.write({'lot_id': lot.id, 'quantity': 1, 'picked': True})
        returned.button_validate()
        self.assertEqual(returned.state, 'done')
        return returned

    def test_delivery_creates_the_vehicles(self):
        self._deliver(self.lot + self.lot_2)
        vehicles = (self.lot + self.lot_2).vehicle_id
        self.assertEqual(vehicles.mapped('vin_sn'), [self._make_vin(1), self._make_vin(2)])
        for vehicle in vehicles:
            self.assertEqual(vehicle.owner_id, self.customer)
            self.assertEqual(vehicle.delivery_date, date(2026, 3, 10))
            self.assertEqual(vehicle.model_id, self.model)
            self.assertTrue(vehicle.is_customer_vehicle)
            self.assertFalse(vehicle.company_id)
            self.assertEqual(vehicle.ownership_ids.partner_id, self.customer)
        self.assertEqual(vehicles.lot_id, self.lot + self.lot_2)

    def test_delivery_updates_the_known_vehicle(self):
        vehicle = self.env['fleet.vehicle'].create({
            'model_id': self.model.id, 'vin_sn': self.lot.name, 'license_plate': 'DEMO 1', 'company_id': self.company.id,
        })
        vehicle.active = False
        self._deliver(self.lot)
        self.assertEqual(self.lot.vehicle_id, vehicle)
        self.assertTrue(vehicle.active)
        self.assertEqual(vehicle.owner_id, self.customer)
        self.assertFalse(vehicle.company_id, "A demo car that is sold becomes a customer's car")
        self.assertEqual(vehicle.license_plate, 'DEMO 1')

    def test_delivery_address_and_person(self):
        company = self.env['res.partner'].create({'name': 'Haulier', 'is_company': True})
        address, person = self.env['res.partner'].create([
            {'name': 'Yard', 'type': 'delivery', 'parent_id': company.id},
            {'name': 'Fleet manager', 'type': 'contact', 'parent_id': company.id},
        ])
        self._deliver(self.lot, partner=address)
        self._deliver(self.lot_2, partner=person)
        self.assertEqual((self.lot + self.lot_2).vehicle_id.owner_id, company)
        self.assertEqual([lot.vehicle_id.contact_id for lot in self.lot + self.lot_2], [person.browse(), person])

    def test_scope_of_the_selling_company(self):
        self.company.aftersales_separate_vehicles = True
        self._deliver(self.lot)
        self.assertEqual(self.lot.vehicle_id.company_id, self.company)

    def test_return_of_a_new_vehicle(self):
        picking = self._deliver(self.lot)
        vehicle = self.lot.vehicle_id
        vehicle.write({'sale_date': '2026-03-09', 'sale_price': 20000})
        with freeze_time('2026-03-12 12:00:00'):
            self._return(picking)
        self.assertTrue(vehicle.exists() and vehicle.active)
        self.assertFalse(vehicle.owner_id)
        self.assertFalse(vehicle.delivery_date)
        self.assertFalse(vehicle.sale_date)
        self.assertFalse(vehicle.is_customer_vehicle)
        self.assertEqual(vehicle.company_id, self.company, "It is the dealer's stock again")
        self.assertEqual(vehicle.ownership_ids.date_end, date(2026, 3, 12), "What was stays on record")
        with freeze_time('2026-03-20 12:00:00'):
            self._deliver(self.lot, partner=self.customer_2)
        self.assertEqual(self.lot.vehicle_id, vehicle)
        self.assertEqual(vehicle.owner_id, self.customer_2)
        self.assertEqual(vehicle.delivery_date, date(2026, 3, 20))

    def test_return_restores_the_previous_owner(self):
        vehicle = self._create_vehicle(vin_sn=self.lot.name, owner_id=self.company.partner_id.id)
        picking = self._deliver(self.lot)
        self.assertEqual(vehicle.owner_id, self.customer)
        self._return(picking)
        self.assertEqual(vehicle.owner_id, self.company.partner_id)
        self.assertEqual(vehicle.company_id, self.company)
        self.assertEqual(len(vehicle.ownership_ids), 3)

    def test_return_after_a_change_of_owner_leaves_the_owner(self):
        picking = self._deliver(self.lot)
        vehicle = self.lot.vehicle_id
        vehicle.owner_id = self.customer_2
        self._return(picking)
        self.assertEqual(vehicle.owner_id, self.customer_2)
        self.assertEqual(vehicle.delivery_date, date(2026, 3, 10))

    def test_moves_inside_the_company_are_no_sale(self):
        shelf = self.env['stock.location'].create({'name': 'Showroom', 'location_id': self.stock.id, 'usage': 'internal'})
        self._deliver(self.lot, destination=shelf)
        self.assertFalse(self.lot.vehicle_id)

    def test_other_serial_products_are_no_vehicles(self):
        self.product.is_vehicle = False
        self._deliver(self.lot)
        self.assertFalse(self.lot.vehicle_id)

    def test_serial_number_must_be_a_vin(self):
        Lot = self.env['stock.lot']
        lot = Lot.create({'product_id': self.product.id, 'name': self._make_vin(3).lower()})
        self.assertEqual(lot.name, self._make_vin(3))
        with self.assertRaisesRegex(ValidationError, 'check digit'):
            Lot.create({'product_id': self.product.id, 'name': 'LJCPCBLCX11000273'})
        with self.assertRaisesRegex(ValidationError, '17'):
            lot.name = 'SN-1'

    def test_vehicle_product_needs_model_and_serial_numbers(self):
        with Form(self.env['product.template']) as form:
            form.name = 'Corona'
            form.is_vehicle = True
            form.vehicle_model_id = self.model
        self.assertEqual((form.record.tracking, form.record.is_storable), ('serial', True))
        for values in ({'vehicle_model_id': False}, {'tracking': 'lot'}):
            with mute_logger('odoo.sql_db'), self.assertRaises(CheckViolation), self.env.cr.savepoint():
                form.record.write(values)
                form.record.flush_recordset()

    def test_one_serial_number_one_vehicle(self):
        self._deliver(self.lot)
        with mute_logger('odoo.sql_db'), self.assertRaises(UniqueViolation):
            self._create_vehicle(user=self.env.user, lot_id=self.lot.id)

    def test_lot_opens_its_vehicle(self):
        self._deliver(self.lot)
        action = self.lot.with_user(self.user_parts).action_view_vehicle()
        self.assertEqual((action['res_model'], action['res_id']), ('fleet.vehicle', self.lot.vehicle_id.id))
        with self.assertRaises(ValueError):
            (self.lot + self.lot_2).action_view_vehicle()
