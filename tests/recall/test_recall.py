from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.recall import NOW, RecallCommon, make_vin


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestRecall(RecallCommon):
    """I7: a recall begins, its cars are found, and records of it stay."""

    def test_life_and_numbers(self):
        """I7: a claims clerk starts and ends it, the manager runs it again, nobody else does."""
        other = self._create_recall(maker_number='24R-002')
        recalls = self.recall | other
        self.assertEqual(len(set(recalls.mapped('name'))), 2)
        self.assertTrue(self.recall.name.startswith('RC/2026/'))
        for user in (self.user_advisor, self.user_technician, self.user_parts, self.user_accountant):
            with self.assertRaises(AccessError):
                recalls.with_user(user).action_run()
        self.recall.danger = False
        with self.assertRaisesRegex(UserError, "lacks: Danger"):
            recalls.action_run()
        self.recall.danger = "Fire"
        recalls.action_run()
        self.assertEqual(set(recalls.mapped('state')), {'running'})
        with self.assertRaisesRegex(UserError, "already: Under Way"):
            recalls.action_run()
        recalls.action_end()
        with self.assertRaises(AccessError):
            recalls.with_user(self.user_claims).action_run()
        recalls.with_user(self.user_manager).action_run()
        self.assertFalse(any(recalls.mapped('ended_date')))

    def test_kept(self):
        """I7: a recall that has begun is not deleted, whoever asks; one that never did is."""
        other = self._create_recall(maker_number='24R-002')
        self._start()
        for user in (self.user_claims, self.user_manager):
            with self.assertRaisesRegex(UserError, "five years"):
                self.recall.with_user(user).unlink()
        other.unlink()

    def test_same_number_of_the_maker(self):
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError):
            self._create_recall()

    def test_matching_of_lists(self):
        """I7: cars are matched by VIN, also those that come later and those whose VIN is corrected."""
        self._start()
        self.assertEqual(self.recall.car_ids.vehicle_id, self.vehicle | self.vehicle_2)
        late = self.env['fleet.vehicle'].with_user(self.user_advisor).create({
            'model_id': self.model_a.id, 'owner_id': self.customer.id, 'vin_sn': self.vins[2].lower(),
            'license_plate': "沪A·R0003"})
        self.assertEqual(self._get_car(late).vin, self.vins[2])
        late.vin_sn = make_vin(9)
        self.assertFalse(self._get_car(late))
        late.vin_sn = self.vins[2]
        self.assertTrue(self._get_car(late))
        self.assertEqual(len(self.recall.car_ids), 3)

    def test_matching_of_ranges_and_models(self):
        """I7: ranges leave the check digit aside; models may be narrowed by year."""
        ranged = self._create_recall(maker_number='R', scope='range', range_ids=[
            Command.create({'vin_from': self.vins[0], 'vin_to': make_vin(2)})])
        modelled = self._create_recall(
            maker_number='M', scope='model', model_ids=[Command.set(self.model_a.ids)], year_from=2024)
        (ranged | modelled).action_run()
        self.assertEqual(ranged.car_ids.vehicle_id, self.vehicle | self.vehicle_2)
        self.vehicle.model_id = self.model_a
        self.vehicle.model_year = '2025'
        self.assertIn(self.vehicle, modelled.car_ids.vehicle_id)
        self.vehicle.model_year = '2019'
        self.assertNotIn(self.vehicle, modelled.car_ids.vehicle_id)
        ranged.range_ids.write({'vin_to': self.vins[0]})
        ranged.action_match()
        self.assertEqual(ranged.car_ids.vehicle_id, self.vehicle)
        with self.assertRaisesRegex(UserError, "No VIN lies between"):
            ranged.range_ids = [Command.create({'vin_from': self.vins[1], 'vin_to': self.vins[0]})]

    def test_other_company(self):
        """I7: nothing of a recall is seen in another company, nor of its cars."""
        cars = self._start()
        for records in (self.recall, cars, self.recall.part_ids):
            with self.assertRaises(AccessError):
                records.with_user(self.user_other_advisor).read(['id', 'display_name'])
        self.assertEqual(self.vehicle.recall_count, 1)
        self.assertEqual(self.vehicle.with_user(self.user_other_advisor).recall_count, 0)
