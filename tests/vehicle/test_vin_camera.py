from odoo.tests import tagged

from odoo.addons.aftersales.tests.common import AftersalesCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestVinCamera(AftersalesCommon, OneBrowserCase):
    """D1: the VIN is read from sticker and registration paper by the camera of a phone."""

    touch_enabled = True

    def test_read_by_camera(self):
        """D1: a code without a VIN says so, one that holds it among other words fills the box; nothing leaves the house."""
        self.start_tour('/odoo/aftersales-vehicles/new', 'aftersales_vin_camera', login=self.user_advisor.login)
