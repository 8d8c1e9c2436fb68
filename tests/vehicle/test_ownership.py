from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation, ForeignKeyViolation, UniqueViolation

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.vehicle import VehicleCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-10 12:00:00')
class TestOwnership(VehicleCommon):
    """Changing the owner keeps the past; rights follow the car."""

    def _get_history(self, vehicle):
        return [
            (ownership.partner_id, ownership.date_start, ownership.date_end)
            for ownership in vehicle.ownership_ids.sorted('id')
        ]

    def test_first_owner_since_delivery(self):
        vehicle = self._create_vehicle(delivery_date='2025-01-15')
        self.assertEqual(self._get_history(vehicle), [(self.customer, date(2025, 1, 15), False)])

    def test_delivery_still_to_come_starts_today(self):
        vehicle = self._create_vehicle(delivery_date='2026-05-01')
        self.assertEqual(self._get_history(vehicle), [(self.customer, date(2026, 3, 10), False)])

    def test_change_of_owner_closes_and_opens(self):
        vehicle = self._create_vehicle(delivery_date='2025-01-15')
        vehicle.owner_id = self.customer_2
        self.assertEqual(self._get_history(vehicle), [
            (self.customer, date(2025, 1, 15), date(2026, 3, 10)),
            (self.customer_2, date(2026, 3, 10), False),
        ])
        vehicle.owner_id = self.customer
        self.assertEqual([row[0] for row in self._get_history(vehicle)], [self.customer, self.customer_2, self.customer])

    def test_same_owner_again_changes_nothing(self):
        vehicle = self._create_vehicle()
        vehicle.owner_id = self.customer
        self.assertEqual(len(vehicle.ownership_ids), 1)

    def test_no_owner_any_more(self):
        vehicle = self._create_vehicle()
        vehicle.owner_id = False
        self.assertEqual(self._get_history(vehicle), [(self.customer, date(2026, 3, 10), date(2026, 3, 10))])
        self.assertFalse(vehicle.is_customer_vehicle)

    def test_many_at_once(self):
        vehicles = self.env['fleet.vehicle'].with_user(self.user_advisor).create([
            self._prepare_vehicle(), self._prepare_vehicle(owner_id=self.customer_2.id), self._prepare_vehicle(owner_id=False),
        ])
        vehicles.write({'owner_id': self.customer_2.id})
        self.assertEqual([len(vehicle.ownership_ids) for vehicle in vehicles], [2, 1, 1])
        self.assertEqual(
            vehicles.ownership_ids.filtered(lambda ownership: not ownership.date_end).partner_id, self.customer_2,
        )

    def test_database_keeps_one_current_owner(self):
        vehicle = self._create_vehicle()
        values = {'vehicle_id': vehicle.id, 'partner_id': self.customer_2.id}
        Ownership = self.env['aftersales.ownership'].with_user(self.user_manager)
        with mute_logger('odoo.sql_db'), self.assertRaises(UniqueViolation):
            Ownership.create(values)
        with mute_logger('odoo.sql_db'), self.assertRaises(CheckViolation):
            Ownership.create({**values, 'date_start': '2020-02-01', 'date_end': '2020-01-01'})

    def test_stock_car_sold_by_hand_becomes_shared(self):
        vehicle = self.env['fleet.vehicle'].create({'model_id': self.model.id})
        self.assertEqual(vehicle.company_id, self.env.company)
        vehicle.owner_id = self.customer
        self.assertFalse(vehicle.company_id)
        self.assertTrue(vehicle.is_customer_vehicle)

    def test_traded_in_vehicle_is_the_companys(self):
        vehicle = self._create_vehicle()
        vehicle.owner_id = self.company.partner_id
        self.assertEqual(vehicle.company_id, self.company)
        self.assertFalse(vehicle.is_customer_vehicle)
        self.assertEqual(self._get_history(vehicle)[-1][0], self.company.partner_id)

    def test_owner_of_another_company_is_refused(self):
        self.customer_2.company_id = self.other_company
        vehicle = self._create_vehicle()
        with self.assertRaisesRegex(ValidationError, 'José Müller is a contact of company Neighbour Garage only'):
            vehicle.write({'owner_id': self.customer_2.id, 'company_id': self.company.id})

    def test_owner_in_use_is_kept(self):
        self._create_vehicle()
        with mute_logger('odoo.sql_db'), self.assertRaises(ForeignKeyViolation):
            self.customer.unlink()

    def test_vehicles_on_the_partner(self):
        company = self.env['res.partner'].create({'name': 'Haulier', 'is_company': True})
        driver = self.env['res.partner'].create({'name': 'Driver', 'parent_id': company.id})
        self.env['fleet.vehicle'].create([
            self._prepare_vehicle(owner_id=company.id), self._prepare_vehicle(owner_id=driver.id), self._prepare_vehicle(),
        ])
        partners = (company + driver + self.customer_2).with_user(self.user_advisor)
        self.assertEqual(partners.mapped('vehicle_count'), [2, 1, 0])
        shown = self.env['fleet.vehicle'].search(partners[0].action_view_vehicles()['domain'])
        self.assertEqual(shown.owner_id, company + driver)
