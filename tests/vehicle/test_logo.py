from odoo.tests import tagged

from odoo.addons.aftersales.hooks import give_logos_back
from odoo.addons.aftersales.tests.dealership.vehicle import VehicleCommon

# A picture of one dot.
LOGO = b'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='


@tagged('post_install', '-at_install')
class TestLogo(VehicleCommon):
    """The logo of a make is kept once, not once a car: a file of 200,000 cars makes none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model.brand_id.image_128 = LOGO
        cls.vehicle = cls._create_vehicle(license_plate='LO 1')

    def _find_files(self):
        return self.env['ir.attachment'].search([
            ('res_model', '=', 'fleet.vehicle'), ('res_field', '=', 'image_128'), ('res_id', '=', self.vehicle.id)])

    def test_logo_is_that_of_the_make(self):
        self.env.flush_all()
        self.assertFalse(self._find_files())
        self.assertEqual(self.vehicle.with_user(self.user_advisor).image_128, self.model.brand_id.image_128)
        self.model.brand_id.image_128 = False
        self.assertFalse(self.vehicle.image_128)

    def test_without_this_application_each_car_has_its_file(self):
        """What the Fleet app will look for once this application is taken away."""
        self.env.flush_all()
        give_logos_back(self.env)
        self.assertEqual(self._find_files().datas, self.model.image_128)
        give_logos_back(self.env)
        self.assertEqual(len(self._find_files()), 1)
