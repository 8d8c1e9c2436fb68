from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.tour import TourCommon


@tagged('post_install', '-at_install')
class TestWarrantyTour(TourCommon):

    def test_covered_job_gets_its_part_free(self):
        """I2, I5: from the counter to the yes of the claims clerk, in three browsers."""
        policy = self.env['aftersales.policy'].with_user(self.user_claims).create({
            'name': "Tour warranty", 'code': "TOUR", 'months': 36, 'payer_id': self.maker.id})
        policy.action_release()
        self.vehicle.sudo().write({'owner_id': self.customer.id, 'delivery_date': '2026-01-10'})
        self.assertEqual(self.vehicle.coverage_ids.policy_id, policy)
        order = self._create_order(Command.create({
            'operation_id': self.operation.id, 'technician_id': self.technician.id}), done=False)
        job = order.job_ids
        self.start_tour(
            f'/odoo/action-aftersales.action_orders/{order.id}', 'aftersales_take_as_warranty', login=self.user_advisor.login)
        self.env.invalidate_all()
        self.assertEqual((job.pay_type_id, job.coverage_id.policy_id), (self.pay_warranty, policy))
        self.start_tour(
            f'/odoo/action-aftersales.action_jobs/{job.id}', 'aftersales_propose_free_parts', login=self.user_technician.login)
        issue = self.env['aftersales.free.issue'].search([('job_id', '=', job.id)])
        self.assertEqual((issue.proposer_id, issue.cause), (self.user_technician, "Lining came off by itself"))
        self.start_tour(f'/odoo/free-issues/{issue.id}', 'aftersales_approve_free_parts', login=self.user_claims.login)
        self.env.invalidate_all()
        self.assertEqual((issue.state, issue.approved_by_id), ('approved', self.user_claims))
