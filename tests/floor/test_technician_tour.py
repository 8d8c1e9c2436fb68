from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.tour import TourCommon


@tagged('post_install', '-at_install')
class TestTechnicianTour(TourCommon):

    def test_waiting_for_parts(self):
        """E6, E7: pausing with a reason blocks the job, other time is kept, the start ends the wait."""
        order = self._create_order(Command.create({
            'operation_id': self.operation.id, 'technician_id': self.technician.id,
        }), done=False)
        job = order.job_ids
        job.with_user(self.user_advisor)._approve('phone', signatory="Chen Min")
        self.start_tour('/odoo', 'aftersales_technician_pause', login=self.user_technician.login)
        self.env.invalidate_all()
        self.assertEqual(job.state, 'doing')
        self.assertEqual((job.hold_ids.kind, job.hold_ids.note), ('parts', "Discs tomorrow"))
        self.assertTrue(job.hold_ids.stop)
        entries = self.env['aftersales.time.entry'].search([('employee_id', '=', self.technician.id)], order='id')
        self.assertEqual(entries.mapped('pause_reason'), ['parts', 'cleaning', False])
        self.assertEqual(entries.mapped('job_id'), job)
        self.assertEqual(entries.filtered(lambda entry: not entry.stop), entries[-1])
