from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.planning import BoardCommon


@tagged('post_install', '-at_install')
class TestPostsAndHandOver(BoardCommon):
    """What a post asks for and who lacks it; work of who leaves becomes a colleague's by one button (M1, issue 14)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = cls.env['hr.employee'].create({
            'name': "Old Advisor", 'user_id': cls.user_advisor.id, 'company_id': cls.company.id})
        cls.successor = cls.env['hr.employee'].create({
            'name': "New Advisor", 'user_id': cls.user_manager.id, 'company_id': cls.company.id})

    def _hand_over(self, user=None, **values):
        wizard = self.env['aftersales.handing.over.wizard'].with_user(user or self.user_manager).create({
            'employee_id': self.employee.id, 'successor_id': self.successor.id, **values})
        return wizard, wizard.action_apply()

    # === POSTS ===#

    def test_who_lacks_what(self):
        post = self.env['hr.job'].with_user(self.user_manager).create({
            'name': "High-voltage hand", 'company_id': self.company.id, 'post_duties': "Charges\nMeasures", 'job_skill_ids': [
                Command.create({
                    'skill_type_id': self.skill_type.id, 'skill_id': self.skill.id,
                    'skill_level_id': self.skill_type.skill_level_ids.sorted('level_progress')[-1:].id})]})
        self.technicians.sudo().job_id = post
        Gap = self.env['aftersales.post.gap'].with_user(self.user_trainer)
        gaps = Gap.search([('job_id', '=', post.id)])
        self.assertEqual((gaps.employee_id, set(gaps.mapped('gap'))), (self.technicians, {'missing'}))
        self.assertEqual((post.post_holder_count, post.post_gap_count), (2, 2))
        self.assertEqual(Gap.search_count(post.action_view_gaps()['domain']), 2)
        self.assertEqual(Gap.with_user(self.user_technician).search([]).employee_id, self.technician)
        self._give_skill(self.technician, valid_from='2026-01-01', valid_to='2026-11-17',
                         skill_level_id=self.skill_type.skill_level_ids.sorted('level_progress')[-1:].id)
        self._give_skill(self.technician_2, valid_from='2026-01-01',
                         skill_level_id=self.skill_type.skill_level_ids.sorted('level_progress')[-1:].id)
        self.env.invalidate_all()
        gap = Gap.search([('job_id', '=', post.id)])
        self.assertEqual((gap.employee_id, gap.gap, str(gap.valid_to)), (self.technician, 'over', '2026-11-17'))
        with self.assertRaisesRegex(ValidationError, "stand in for itself"):
            post.post_deputy_id = post
        with self.assertRaises(AccessError):
            post.with_user(self.user_technician).write({'post_duties': "Rests"})
        html = self.env['ir.actions.report'].with_user(self.user_trainer)._render_qweb_html(
            'aftersales.report_post', post.ids)[0].decode()
        self.assertIn("Measures", html)
        self.assertIn(self.skill.name, html)

    # === HAND-OVER ===#

    def test_all_work_in_few_queries(self):
        """500 open records cost hardly more queries than 5."""
        activity = self.env.ref('mail.mail_activity_data_todo')
        model = self.env['ir.model']._get_id('aftersales.order')

        def prepare(count):
            self.env['aftersales.enquiry'].create([
                {'question': f"Price {number}?", 'contact_name': "Li", 'user_id': self.user_advisor.id}
                for number in range(count)])
            self.env['mail.activity'].create([{
                'activity_type_id': activity.id, 'res_model_id': model, 'res_id': self.order.id,
                'user_id': self.user_advisor.id, 'summary': f"Call {number}"} for number in range(count)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            __, action = self._hand_over()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before, self.env['aftersales.handing.over'].browse(action['res_id'])
        few, __ = prepare(5)
        many, handing = prepare(250)
        self.assertGreaterEqual(handing.moved_count, 500)
        self.assertLess(many, few + 150)

    def test_protocol(self):
        enquiry = self.env['aftersales.enquiry'].create({
            'question': "Price?", 'contact_name': "Li", 'user_id': self.user_advisor.id})
        wizard, action = self._hand_over(things="Key 7\nPortal of the maker", hand_over_reason='changes')
        self.assertGreaterEqual(wizard.work_count, 2, "Two orders in the house, and an enquiry.")
        self.assertEqual(sum(wizard.line_ids.mapped('work_count')), wizard.work_count)
        self.assertEqual((self.order | self.order_2).user_id | enquiry.user_id, self.user_manager)
        handing = self.env['aftersales.handing.over'].with_user(self.user_manager).browse(action['res_id'])
        self.assertEqual((handing.moved_count, handing.left_count, handing.user_id), (wizard.work_count, 0, self.user_manager))
        self.assertIn(self.order.name, ' '.join(handing.line_ids.mapped('names')))
        self.assertEqual(handing.activity_ids.user_id, self.user_manager)
        html = self.env['ir.actions.report'].with_user(self.user_manager)._render_qweb_html(
            'aftersales.report_handing_over', handing.ids)[0].decode()
        self.assertIn("Portal of the maker", html)
        with self.assertRaises(AccessError):
            handing.write({'things': "Nothing"})
        with self.assertRaises(AccessError):
            handing.unlink()
        self.assertTrue(handing.with_user(self.user_advisor).read(['moved_count']), "Who handed it over reads it.")
        with self.assertRaises(AccessError):
            handing.with_user(self.user_technician).read(['moved_count'])

    def test_planned_work_stays_on_the_board(self):
        """Work that is planned, or needs a skill the successor has not, is left to the dispatcher and told of."""
        self._plan(self.job, 8, 10, technician_id=self.technician.id)
        self.job_2.sudo().technician_id = self.technician
        self.employee, self.successor = self.technician, self.technician_2
        with self.assertRaisesRegex(UserError, "has no login"):
            self._hand_over()
        self.technician_2.user_id = self.user_technician_2
        __, action = self._hand_over()
        self.assertEqual((self.job.technician_id, self.job_2.technician_id), (self.technician, self.technician_2))
        line = self.env['aftersales.handing.over'].browse(action['res_id']).line_ids.filtered('left_count')
        self.assertEqual((line.moved_count, line.left_count), (1, 1))
        self.assertIn("moved on the board", line.note)

    def test_who_may_hand_over(self):
        with self.assertRaises(AccessError):
            self._hand_over(user=self.user_advisor)
        with self.assertRaisesRegex(UserError, "somebody else"):
            self._hand_over(successor_id=self.employee.id)
        self.successor.company_id = self.other_company
        with self.assertRaises(UserError):
            self._hand_over()
