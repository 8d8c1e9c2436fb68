from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.law import LawCommon

MODELS = ('aftersales.problem', 'aftersales.statute.case', 'aftersales.statute.evidence', 'aftersales.statute.watch')


@tagged('post_install', '-at_install')
class TestLawAccess(LawCommon):
    """I6, A2: the advisor sees rights in words, the claims clerk works the cases, others nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls._repair_often(5)

    def test_roles(self):
        for model in MODELS:
            for user in (self.user_advisor, self.user_dispatcher, self.user_claims, self.user_manager):
                found = self.env[model].with_user(user).search([('vehicle_id', '=', self.vehicle.id)])
                self.assertTrue(found, (model, user.login))
            for user in (self.user_technician, self.user_parts, self.user_care, self.user_inspector, self.user_trainer):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])

    def test_only_the_system_makes_cases_and_evidence(self):
        case = self.env['aftersales.statute.case'].search([('vehicle_id', '=', self.vehicle.id)])
        for user in (self.user_advisor, self.user_claims, self.user_manager):
            with self.assertRaises(AccessError):
                self.env['aftersales.statute.case'].with_user(user).create({
                    'vehicle_id': self.vehicle_2.id, 'partner_id': self.customer.id, 'statute_id': self.law.id})
            with self.assertRaises(AccessError):
                self.env['aftersales.statute.evidence'].with_user(user).create({'case_id': case.id, 'kind': 'decision'})
        with self.assertRaises(AccessError):
            case.with_user(self.user_manager).write({'usage_fee': 0})
        with self.assertRaises(UserError):
            case.with_user(self.user_claims).write({'state': 'accepted'})

    def test_technician_works_without_seeing_it(self):
        order = self._bring('2026-09-07 01:00:00', odometer=6000)
        with freeze_time('2026-09-07 02:00:00'):
            jobs = order.job_ids.with_user(self.user_technician)
            jobs.action_start()
            jobs.action_done()
            self.assertEqual(jobs.state, 'done')
            with self.assertRaises(AccessError):
                jobs.read(['problem_id'])

    def test_other_company_sees_nothing(self):
        stranger = new_test_user(
            self.env, login='stranger', groups='base.group_user,aftersales.group_manager',
            context={'no_reset_password': True}, company_id=self.other_company.id,
            company_ids=[(6, 0, self.other_company.ids)])
        for model in MODELS:
            self.assertFalse(self.env[model].with_user(stranger).search([('vehicle_id', '=', self.vehicle.id)]))
        html = self.vehicle.with_user(stranger).statute_html
        self.assertNotIn(self.orders[0].name, html)
        self.assertIn("another company", html)
        statute = self.law.copy({'code': 'OWN', 'company_id': self.company.id})
        self.assertFalse(self.env['aftersales.statute'].with_user(stranger).search([('id', '=', statute.id)]))
