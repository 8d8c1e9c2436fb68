from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.warranty import TODAY, WarrantyCommon


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestRefusal(WarrantyCommon):
    """I1: warranty is refused on a ground of the policy; “serviced elsewhere” alone is none, by law."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sell(cls.vehicle, '2024-05-10')
        cls.elsewhere, cls.modified, cls.term, cls.human = (
            cls.env.ref(f'aftersales.exclusion_{name}') for name in ('elsewhere', 'modified', 'term', 'human'))
        cls.job = cls._create_visit((cls.disc, 1), concern="It grinds").job_ids

    def _refuse(self, *grounds, user=None, explanation="The disc was turned down by a tuner."):
        wizard = self.env['aftersales.refusal.wizard'].with_user(user or self.user_advisor).create({
            'job_id': self.job.id, 'explanation': explanation,
            'exclusion_ids': [Command.set([ground.id for ground in grounds])]})
        return self.env['aftersales.coverage.refusal'].browse(wizard.action_apply()['res_id'])

    def test_serviced_elsewhere_alone_is_stopped(self):
        for user in (self.user_advisor, self.user_claims, self.user_manager):
            with self.assertRaisesRegex(UserError, "art. 32"):
                self._refuse(self.elsewhere, user=user)
        self.assertFalse(self.job.coverage_refusal_ids)

    def test_lawful_ground(self):
        self.job.action_take_coverage()
        refusal = self._refuse(self.modified, self.elsewhere)
        self.assertEqual(refusal._get_grounds(), self.modified, "the letter names what the law allows")
        self.assertEqual((self.job.pay_type_id, self.job.approval), (self.pay_customer, 'pending'))
        self.assertFalse(self.job.covering_id)
        self.assertTrue([hint for hint in self.job._get_card_hints() if hint.message == "Warranty refused: Modification"])
        self.assertEqual(self.job._suggest_pay_type(), self.pay_customer)
        html = self.env['ir.actions.report'].with_user(self.user_advisor)._render_qweb_html(
            'aftersales.report_refusal', refusal.ids)[0].decode()
        self.assertIn("Modification", html)
        self.assertNotIn("Serviced elsewhere", html)

    def test_term_is_over_only_when_it_is(self):
        with self.assertRaisesRegex(UserError, "cannot be refused as outside the term"):
            self._refuse(self.term)
        with freeze_time('2027-05-11 04:00:00'):
            self.job.order_id.sudo().received_date = '2027-05-11 04:00:00'
            self._refuse(self.term)

    def test_ground_that_the_policy_does_not_know(self):
        own = self.env['aftersales.exclusion'].create({'name': "We do not like it", 'code': "NO"})
        with self.assertRaisesRegex(UserError, "does not know this ground"):
            self._refuse(own)

    def test_what_was_told_stays(self):
        refusal = self._refuse(self.human)
        for env in (self.env(user=self.user_manager.id), self.env(su=True)):
            with self.assertRaises(UserError):
                refusal.with_env(env).write({'explanation': "Other"})
            with self.assertRaises(UserError):
                refusal.with_env(env).unlink()
        with self.assertRaises(AccessError):
            self.env['aftersales.coverage.refusal'].with_user(self.user_manager).create({
                'job_id': self.job.id, 'explanation': "x", 'user_id': self.user_manager.id, 'date': '2026-01-01'})

    def test_who_refuses(self):
        for user in (self.user_technician, self.user_parts, self.user_care):
            with self.assertRaises(AccessError):
                self.env['aftersales.coverage.refusal'].with_user(user)._refuse(
                    self.job.with_user(user), self.human, "Broken")
        with self.assertRaisesRegex(UserError, "what was found"):
            self.env['aftersales.coverage.refusal'].with_user(self.user_advisor)._refuse(self.job, self.human, "  ")

    def test_unlawful_ground_has_its_article(self):
        with mute_logger('odoo.sql_db'), self.assertRaises(CheckViolation), self.cr.savepoint():
            self.env['aftersales.exclusion'].with_user(self.user_manager).create({
                'name': "Bought abroad", 'code': "ABROAD", 'is_unlawful': True})
