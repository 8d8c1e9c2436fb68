from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import tagged

from odoo.addons.aftersales.tests.common import AftersalesCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-10 04:00:00')
class TestWeekly(AftersalesCommon):
    """What goes from hand to hand every day and every week (N1; insight, 9)."""
    with_outlet = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workshop.manager_id = cls.user_manager
        cls.department = cls.env['hr.department'].create({'name': "Body Shop", 'company_id': cls.company.id})
        cls.technician.department_id = cls.department
        cls.env['aftersales.complaint.trigger'].search([]).active = False  # several alike would be a crisis, and critical
        cls.category = cls.env['aftersales.complaint.category'].search([('severity', '=', 'general')], limit=1)
        cls.category.department_id = cls.department

    def _complain(self, subject, day, **values):
        complaint = self.env['aftersales.complaint'].with_user(self.user_care).create({
            'subject': subject, 'story': subject, 'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id, **values})
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_complaint SET registered_date = %s WHERE id = %s", [day, complaint.id])
        return complaint

    def _promise(self, name, due, user):
        return self.env['aftersales.action'].with_user(self.user_manager).create({
            'name': name, 'workshop_id': self.workshop.id, 'due_date': due, 'user_id': user.id})

    def test_complaints_and_measures_by_department(self):
        """N1: each department hears what was complained of it in the week, severest first, and which measures of its people
        are due by the end of the next one; the outlet hears the rest."""
        self._complain("Scratched door", '2026-03-03 02:00:00', category_id=self.category.id, vehicle_id=self.vehicle_2.id)
        self._complain("Brakes failed", '2026-03-04 02:00:00', category_id=self.category.id, severity='critical')
        self._complain("Last week's", '2026-02-27 02:00:00', category_id=self.category.id)
        self._complain("Nobody's", '2026-03-05 02:00:00')
        self._promise("Cover doors", '2026-03-05', self.user_technician)
        self._promise("New lamp", '2026-03-15', self.user_technician)
        self._promise("Later", '2026-03-16', self.user_technician)
        self._promise("Of the outlet", '2026-03-12', self.user_manager)
        self.env.invalidate_all()
        letters = self.env['aftersales.survey.letter'].sudo()._tell({self.workshop: Date.to_date('2026-03-02')})
        own = letters.filtered(lambda letter: letter.department_id == self.department)
        rest = letters - own
        self.assertEqual((len(own), len(rest)), (1, 1))
        self.assertEqual([(letter.complaint_count, letter.action_count) for letter in (own, rest)], [(2, 2), (1, 1)])
        content = own._get_content()
        self.assertEqual([(case['subject'], case['severity']) for case in content['complaints']['cases']],
                         [("Brakes failed", 'critical'), ("Scratched door", 'general')])
        self.assertEqual(content['complaints']['categories'], [[self.category.id, 2]])
        self.assertEqual([row['name'] for row in content['actions']['rows']], ["Cover doors", "New lamp"])
        body = str(own.body)
        for text in ("Complained Of", "Brakes failed", self.category.name, "Measures Due This Week", "Cover doors"):
            self.assertIn(text, body)
        self.assertEqual(body.count(", late"), 1, "What was due before the week began is late.")
        for text in ("Last week", "Later", "Of the outlet"):
            self.assertNotIn(text, body)
        self.assertIn("Of the outlet", str(rest.body))
        self.assertEqual(own.receiver_id, self.user_manager, "Where a department has no head, the outlet's manager")

    def test_quiet_week(self):
        """N1: nothing complained of and nothing due: no letter."""
        self.assertFalse(self.env['aftersales.survey.letter'].sudo()._tell({self.workshop: Date.to_date('2019-03-04')}))

    def test_day_is_passed_on(self):
        """A6: the manager passes the day on that he countersigned; who leads the company has it, once, in his language."""
        self.env['res.lang']._activate_lang('zh_CN')
        director = self.user_manager.copy({
            'login': 'weekly.director', 'lang': 'zh_CN',
            'group_ids': [(6, 0, self.env.ref('aftersales.group_director').ids)]})
        Report = self.env['aftersales.day.report']
        handed, other = (Report.with_user(self.user_dispatcher)._hand_in(self.workshop, Date.to_date(day))
                         for day in ('2026-03-09', '2026-03-10'))
        report = handed.sudo(False).with_user(self.user_manager)
        with self.assertRaises(UserError):
            report.action_pass_on()
        report.action_countersign()
        seen = (report.seen_id, report.seen_date)
        for user in (self.user_dispatcher, self.user_technician):
            with self.assertRaises(AccessError):
                report.with_user(user).action_pass_on()
        Message = self.env['mail.message']
        of_report = [('model', '=', report._name), ('res_id', '=', report.id)]
        before = Message.search(of_report)
        with freeze_time('2026-03-11 04:00:00'):
            report.action_pass_on()
        self.assertEqual((report.state, report.passed_id, str(report.passed_date)),
                         ('passed', self.user_manager, '2026-03-11 04:00:00'))
        self.assertEqual((report.seen_id, report.seen_date), seen, "Who countersigned it stays.")
        self.assertTrue(report.is_intact)
        told = Message.search([*of_report, ('id', 'not in', before.ids)]).notified_partner_ids
        self.assertIn(director.partner_id, told)
        self.assertNotIn(self.user_manager.partner_id, told)
        for again in (report.action_pass_on, report.action_countersign, report.action_return):
            with self.assertRaises(UserError):
                again()
        self.assertEqual(other.sudo().state, 'handed')
