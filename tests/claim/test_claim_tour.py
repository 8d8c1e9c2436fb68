import base64

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.tour import TourCommon


@tagged('post_install', '-at_install')
class TestClaimTour(TourCommon):

    def test_from_covered_job_to_answer(self):
        """I3, I4: a covered job becomes a claim that is completed, sent, questioned, answered and decided in part; the
        rest finds its home, a credit list settles it, the supplier answers for his part, all in the browser.
        """
        supplier = self.env['res.partner'].create({'name': "Pads Ltd", 'is_company': True})
        self.pads.seller_ids = [Command.clear(), Command.create({'partner_id': supplier.id, 'price': 1.0})]
        self.env['aftersales.claim.terms'].create({
            'name': "Car Maker", 'partner_id': self.maker.id, 'labour_rate': 100, 'part_basis': 'order',
            'company_id': self.company.id,
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
        self._settle(claim, supplier)

    def _settle(self, claim, supplier):
        """Decision in part, credit list and the supplier's answer."""
        clerk = self.user_claims.login
        self.start_tour(f'/odoo/claims/{claim.id}', 'aftersales_decide_partly', login=clerk)
        self.env.invalidate_all()
        first, *others = claim.line_ids
        self.assertEqual((first.outcome, {line.outcome for line in others}), ('rejected', {'accepted'}))
        self.assertEqual((claim.rest_ids.state, claim.rest_ids.amount), ('proposed', first.amount))
        claim.rest_ids.with_user(self.user_manager).action_approve()
        claim.move_ids.with_user(self.user_accountant).action_post()
        self.start_tour('/odoo/action-aftersales.action_claim_credits', 'aftersales_new_credit_list', login=clerk)
        self.env.invalidate_all()
        credit = self.env['aftersales.claim.credit'].search([('name', '=', "C-TOUR")])
        self.assertEqual(credit.company_id, self.company)
        content = f"Claim,Amount\n{claim.name},{claim.amount_due:.2f}\n"
        credit.with_user(self.user_claims).write({'file': base64.b64encode(content.encode()), 'filename': "list.csv"})
        url = f'/odoo/action-aftersales.action_claim_credits/{credit.id}'
        self.start_tour(url, 'aftersales_compare_credit_list', login=clerk)
        self.env.invalidate_all()
        self.assertFalse(credit.line_ids.filtered('difference').mapped(
            lambda line: (line.difference, line.amount_due, line.amount)))
        credit.with_user(self.user_accountant).action_book()
        self.assertEqual(claim.state, 'settled')
        agreement = self.env['aftersales.supplier.agreement'].with_user(self.user_claims).create({
            'partner_id': supplier.id, 'date_from': '2025-01-01', 'share_part': 80.0, 'share_labour': 50.0})
        agreement.action_collect()
        statement = self.env['aftersales.claim.statement'].search([('agreement_id', '=', agreement.id)])
        url = f'/odoo/action-aftersales.action_claim_statements/{statement.id}'
        self.start_tour(url, 'aftersales_supplier_answers', login=clerk)
        self.env.invalidate_all()
        self.assertEqual((statement.state, statement.line_ids[0].verdict), ('answered', 'accept'))
