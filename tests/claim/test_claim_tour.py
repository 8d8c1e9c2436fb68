from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.tour import TourCommon


@tagged('post_install', '-at_install')
class TestClaimTour(TourCommon):

    def test_from_covered_job_to_answer(self):
        """I3: a covered job becomes a claim that is completed, checked, sent, questioned and answered, in the browser."""
        self.env['aftersales.claim.terms'].create({
            'name': "Car Maker", 'partner_id': self.maker.id, 'labour_rate': 100, 'company_id': self.company.id,
            'needs_photo': False, 'needs_signature': False, 'needs_clock': False, 'needs_old_part': False})
        policy = self.env['aftersales.policy'].with_user(self.user_claims).create({
            'name': "Tour warranty", 'code': "TOUR", 'months': 36, 'payer_id': self.maker.id})
        policy.action_release()
        self.vehicle.sudo().write({
            'owner_id': self.customer.id, 'delivery_date': '2026-01-10', 'vin_sn': '1M8GDM9AXKP042788'})
        order = self._create_order(Command.create({
            'operation_id': self.operation.id, 'technician_id': self.technician.id, 'concern': "Grinds",
            'cause': "Lining came off"}), done=False)
        job = order.job_ids
        job.with_user(self.user_advisor).action_take_coverage()
        self.issue(order)
        part = job.line_ids.filtered(lambda line: line.line_type == 'part')[:1]
        job.with_user(self.user_technician).causal_order_line_id = part
        self.work(order)
        self.start_tour('/odoo/to-claim', 'aftersales_make_claim', login=self.user_claims.login)
        self.env.invalidate_all()
        claim = job.sudo().claim_id
        self.assertEqual((claim.state, claim.correction), ('submitted', "Pads renewed"))
        self.start_tour(f'/odoo/claims/{claim.id}', 'aftersales_answer_maker', login=self.user_claims.login)
        self.env.invalidate_all()
        self.assertEqual((claim.state, claim.question, claim.answer), ('answered', "Which side?", "The left one"))
