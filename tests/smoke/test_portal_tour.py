from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.portal import PortalCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestPortalTour(PortalCommon, OneBrowserCase):
    """O2 on a phone: book a visit, follow the work, rate it."""

    browser_size = '390x844'
    touch_enabled = True

    def test_book(self):
        self.env['aftersales.workshop'].search([('id', '!=', self.workshop.id)]).active = False
        self.operation.is_published = True
        self.start_tour('/my/vehicles', 'aftersales_portal_book', login='portal_chen')
        appointment = self.env['aftersales.appointment'].search([('vehicle_id', '=', self.vehicle.id)])
        self.assertEqual((appointment.state, appointment.operation_ids), ('booked', self.operation))
        self.assertEqual(appointment.concern, "It squeaks in the morning")

    def test_follow_and_rate(self):
        self._deliver(self.order)
        self.start_tour('/my/repair-orders', 'aftersales_portal_follow_and_rate', login='portal_chen')
        self.assertEqual(self.order._get_visit_rating().rating, 4)
