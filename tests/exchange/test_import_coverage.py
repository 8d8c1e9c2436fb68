from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.exchange import ImportCommon
from odoo.addons.aftersales.tests.dealership.recall import make_vin
from odoo.addons.aftersales.tests.dealership.warranty import TODAY, WarrantyCommon

HEAD = "VIN,Plate No.,Policy Promised,Promised Since,Promised from km,Remarks on the Coverage"


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestImportCoverage(WarrantyCommon, ImportCommon):
    """Q3: cars come with what they are promised: by the day of their sale, or by a file of coverages."""

    def test_imported_sale_brings_its_coverage(self):
        """A car whose delivery is in the file holds the policies in use then, as one entered by hand."""
        self._import('customer', "Customer No.,Customer's Name\nC-960,Li Na\n")
        named = f'{self.vehicle.model_id.brand_id.name},{self.vehicle.model_id.name},C-960'
        text = "\n".join([
            "VIN,Make of the Car,Model of the Car,Owner's Customer No.,Day of the Delivery",
            f"{make_vin(960)},{named},2024-05-10", f"{make_vin(961)},{named},"])
        document = self._import('vehicle', text)
        self.assertEqual(self._get_counts(document), [2, 2, 0, 0, 0], document.row_ids.mapped('message'))
        cars = self._find('fleet.vehicle', [('vin_sn', 'in', [make_vin(960), make_vin(961)])])
        coverage = cars.coverage_ids
        self.assertEqual((coverage.policy_id, coverage.start_date), (self.policy, date(2024, 5, 10)))
        self._import('vehicle', text)
        self.assertEqual(cars.coverage_ids, coverage)

    def test_coverages_of_a_file(self):
        """By VIN or plate and the code of a policy; a sentence where one of them is unknown; the same file is once."""
        self.vehicle.vin_sn = make_vin(962)
        self.vehicle_2.sale_date = False
        code = self.policy.code.lower()
        text = "\n".join([
            HEAD, f"{make_vin(962)},,{code},2024-06-01,120,From the maker's list", f",{self.vehicle_2.license_plate},{code},,,",
            f"{make_vin(963)},,{code},2024-06-01,,", f"{make_vin(962)},,NONE,2024-06-01,,", f"{make_vin(962)},,,2024-06-01,,",
            f"{make_vin(962)},,{code},31.02.2024,,", f"{make_vin(962)},,{code},2024-06-01,-5,"])
        document = self._create_import('coverage', text)
        document.action_check()
        self.assertFalse(self.vehicle.coverage_ids)
        document.action_import()
        self.assertEqual(self._get_counts(document), [7, 1, 0, 0, 6], document.row_ids.mapped('message'))
        told = {row.row_number: row.message for row in document.row_ids}
        for number, sentence in (
                (3, "begins is missing"), (4, "No car"), (5, "No policy NONE"), (6, "policy is missing"), (7, "is no day"),
                (8, "cannot be right")):
            self.assertIn(sentence, told[number])
        coverage = self.vehicle.coverage_ids
        self.assertEqual(
            (coverage.policy_id, coverage.start_date, coverage.start_km, coverage.end_date, coverage.note, coverage.source),
            (self.policy, date(2024, 6, 1), 120, date(2027, 6, 1), "From the maker's list", 'manual'))
        self.assertTrue(coverage.in_force)
        again = self._import('coverage', text)
        self.assertEqual(self._get_counts(again), [7, 0, 0, 1, 6])
        moved = self._import('coverage', "\n".join([HEAD, f"{make_vin(962)},,{code},2024-07-01,,"]))
        self.assertEqual((self._get_counts(moved), coverage.start_date, coverage.note), (
            [1, 0, 1, 0, 0], date(2024, 7, 1), "From the maker's list"))
        self.assertEqual(self.vehicle.coverage_ids, coverage)

    def test_held_already(self):
        """What the sale gave is met, not given twice."""
        self.vehicle.vin_sn = make_vin(964)
        coverage = self._sell(self.vehicle, '2024-05-10')
        document = self._import('coverage', "\n".join([HEAD, f"{make_vin(964)},,{self.policy.code},,,"]))
        self.assertEqual((self._get_counts(document), self.vehicle.coverage_ids), ([1, 0, 0, 1, 0], coverage))

    def test_who_may(self):
        with self.assertRaises(AccessError):
            self._create_import('coverage', HEAD + "\n", user=self.user_advisor)
        template = self._create_import('coverage', HEAD + "\n1,,,,,")
        self.assertEqual(template.column_ids.field_id.mapped('code'), ['vin', 'plate', 'policy', 'start', 'start_km', 'note'])
        self.assertTrue(template.template_file)
