from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.tour import TourCommon


class SheetTourCommon(TourCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = cls.env['res.partner'].create({'name': "Chen Jing", 'phone': '+86 21 5555 0101'})
        cls.car = cls.env['fleet.vehicle'].create({
            'model_id': cls.vehicle_model.id, 'license_plate': '沪A·T1001', 'owner_id': cls.owner.id, 'company_id': False,
        })

    def _create_car_order(self, count=1):
        return self.env['aftersales.order'].with_user(self.user_advisor).create({
            'vehicle_id': self.car.id, 'workshop_id': self.workshop.id, 'odometer_in': 12000,
            'job_ids': [Command.create({'operation_id': self.operation.id}) for __ in range(count)],
        })

    def _open(self, order, tour):
        self.start_tour(f'/odoo/repair-orders/{order.id or "new"}', tour, login=self.user_advisor.login)
        self.env.invalidate_all()


@tagged('post_install', '-at_install')
class TestSheetTour(SheetTourCommon):
    """faults U9: the order sheet in the browser."""

    def test_three_jobs_with_parts_by_keyboard(self):
        """faults U9, U18: from an empty order to three jobs, nothing clicked."""
        self._open(self.env['aftersales.order'], 'aftersales_sheet_by_keyboard')
        order = self.env['aftersales.order'].search([('vehicle_id', '=', self.car.id)])
        self.assertEqual(order.job_ids.mapped('name'), ["Tour service", "Front brake pads", "Find the rattle"])
        self.assertEqual(['part' in job.line_ids.mapped('line_type') for job in order.job_ids], [True] * 3)
        labour = order.job_ids[2].line_ids[0]
        self.assertEqual((labour.quantity, labour.price_unit), (0.5, 100))

    def test_cells(self):
        """faults U9: edited in place, refused with a reason, given up with Esc."""
        order = self._create_car_order()
        with self.assertLogs('odoo.http', 'WARNING') as refused:
            self._open(order, 'aftersales_sheet_cells')
        self.assertEqual(len(refused.output), 1, refused.output)
        line = order.line_ids[1]
        self.assertEqual((line.quantity, line.discount), (3, 0))
        self.assertEqual((order.job_ids.cause, order.job_ids.technician_id), ("Pads worn", self.technician))

    def test_conflict(self):
        """faults U9: the second writer is told."""
        order = self._create_car_order()
        self._open(order, 'aftersales_sheet_conflict')
        self.assertEqual(order.line_ids[1].quantity, 3)

    def test_head_conflict(self):
        """faults U14: so is the second writer of the head, also when the page has read the first one's words meanwhile."""
        self._lose_head('aftersales_sheet_head_conflict')

    def test_head_conflict_slow(self):
        """faults U14: also when what he typed is still being looked at by the server as the first one's words come."""
        self._lose_head('aftersales_sheet_head_conflict_slow')

    def _lose_head(self, tour):
        order = self._create_car_order()
        order.concern = "Noise"
        with self.assertLogs('odoo.http', 'WARNING') as refused:
            self._open(order, tour)
        self.assertEqual(len(refused.output), 1, refused.output)
        self.assertEqual((order.concern, order.line_ids[1].quantity), ("Noise, both", 3))

    def test_places(self):
        """faults U9: jobs are dragged, lines go on by keys, from one job into the next."""
        order = self._create_car_order(2)
        first, second = order.job_ids
        second.name = "Second look"
        self._open(order, 'aftersales_sheet_places')
        self.assertEqual(order.job_ids, second | first)
        self.assertEqual(second.line_ids.mapped('line_type'), ['labour'])
        self.assertEqual(first.line_ids.mapped('line_type'), ['labour', 'part', 'part'])


@tagged('post_install', '-at_install')
class TestSheetFirstScreen(SheetTourCommon):
    """faults U9: what stands on the first screen of the counter's small monitor, and what it costs."""
    browser_size = '1366x768'

    def test_first_screen(self):
        self.car.write({'inspection_due_date': fields.Date.today()})
        order = self._create_car_order(2)
        order.action_receive()
        alerts = order._get_alerts()
        self.assertEqual(len(alerts), 2, alerts)
        self._open(order, 'aftersales_sheet_first_screen')
