from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.tour import TourCommon


@tagged('post_install', '-at_install')
class TestHealthCheckTour(TourCommon):

    def test_walk_around_the_car(self):
        """E1, E12: from the technician's card to a done check with a proposed job."""
        order = self._create_order(Command.create({
            'name': "Diagnosis", 'technician_id': self.technician.id,
            'line_ids': [Command.create({'product_id': self.labour.id, 'line_type': 'labour', 'quantity': 1})],
        }), done=False)
        order.job_ids.with_user(self.user_advisor)._approve('phone', signatory="Chen Min")
        area = self.env['aftersales.health.area'].create({'name': "Test area"})
        items = self.env['aftersales.health.item'].create([
            {
                'name': "Pads", 'area_id': area.id, 'kind': 'measured', 'unit': 'mm', 'limit_soon': 4, 'limit_urgent': 2,
                'recommendation_ids': [Command.create({'operation_id': self.operation.id})],
            },
            {
                'name': "Lamps", 'area_id': area.id,
                'phrase_ids': [Command.create({'name': "A lens is dull.", 'result': 'soon'})],
            },
            {'name': "Horn", 'area_id': area.id},
        ])
        self.env['aftersales.health.template'].create({
            'name': "Tour car", 'model_ids': [Command.set(order.vehicle_id.model_id.ids)],
            'item_ids': [Command.set(items.ids)],
        })
        self.start_tour('/odoo', 'aftersales_health_check', login=self.user_technician.login)
        self.env.invalidate_all()
        check = order.health_check_ids
        self.assertEqual((check.state, check.user_id, check.employee_id), ('done', self.user_technician, self.technician))
        self.assertEqual(check.line_ids.mapped('result'), ['urgent', 'soon', 'ok', 'urgent'])
        self.assertEqual(check.line_ids[0].value, 1.5)
        video = check.line_ids[0].video_ids
        self.assertIn(video.seconds, range(1, 31))
        self.assertEqual(video._get_films().mimetype, 'video/webm')
        self.assertTrue(video.poster)
        self.assertEqual(order.job_ids[-1].operation_id, self.operation)
        self.assertEqual(order.job_ids[-1].approval, 'pending')
