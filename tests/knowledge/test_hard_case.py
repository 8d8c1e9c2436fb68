from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestHardCase(OrderCommon):
    """M3: a fault that nobody finds alone, from the job to the article."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls._receive_approved().job_ids[:1]
        cls.job.sudo().concern = "Hums at 62 km/h"

    def _open(self):
        action = self.job.with_user(self.user_technician).action_view_hard_cases()
        form = Form(self.env['aftersales.hard.case'].with_user(self.user_technician).with_context(**action['context']))
        return form.save()

    def test_from_job_to_article(self):
        case = self._open()
        self.assertEqual(
            (case.vehicle_id, case.symptom, case.due_date - case.date),
            (self.job.vehicle_id, "Hums at 62 km/h", timedelta(days=7)))
        self.assertEqual(self.job.with_user(self.user_technician).action_view_hard_cases()['res_id'], case.id)
        with self.assertRaisesRegex(UserError, "what was tried"):
            case.action_give_up()
        case.step_ids = [Command.create({'idea': "Tyre", 'test': "Wheels changed", 'result': "The same"})]
        with self.assertRaisesRegex(UserError, "the cause"):
            case.action_solve()
        with self.assertRaisesRegex(UserError, "not solved"):
            case.action_make_article()
        case.write({'cause': "Bearing", 'solution': "Bearing renewed"})
        case.action_solve()
        self.assertTrue(case.solved_date)
        article = self.env['aftersales.bulletin'].browse(case.action_make_article()['res_id'])
        self.assertEqual(case.action_make_article()['res_id'], article.id, "twice is once")
        self.assertEqual(
            (article.kind, article.remedy, article.model_ids, article.author_id, article.state),
            ('case', "Bearing renewed", self.job.vehicle_id.model_id, self.user_technician, 'draft'))
        with self.assertRaises(AccessError):
            case.action_reopen()
        case.with_user(self.user_trainer).action_reopen()
        self.assertFalse(case.solved_date)

    def test_late(self):
        case = self._open()
        case.due_date = fields.Date.today() - timedelta(days=1)
        self.assertIn(case, self.env['aftersales.hard.case'].search([('is_late', '=', True)]))
        now = fields.Datetime.now()
        tallies = {tally.key: tally for tally in self.workshop.with_user(self.user_manager)._get_tallies(
            now, now + timedelta(days=1))}
        self.assertIn('articles_to_read', tallies)
        self.assertIn(case, self.env['aftersales.hard.case'].search(tallies['cases_late'].domain))
        with self.assertRaises(UserError):
            case.with_user(self.user_manager).unlink()

    def test_other_company(self):
        case = self._open()
        other = self.env['res.company'].create({'name': "Elsewhere"})
        case.sudo()._write({'company_id': other.id})
        case.invalidate_recordset()
        self.assertFalse(self.env['aftersales.hard.case'].with_user(self.user_technician).search([('id', '=', case.id)]))
