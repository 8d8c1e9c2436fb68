from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.complaint import MONDAY, ComplaintCommon

# Beginning and end of a month in Shanghai are not those in Greenwich.
LAST_EVENING = '2026-03-31 15:30:00'
FIRST_MORNING = '2026-03-31 16:30:00'
BEFORE_LOCK = '2026-04-09 15:30:00'
AT_LOCK = '2026-04-09 16:30:00'


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestComplaintMonth(ComplaintCommon):
    """K6: the last month's table is ready on the first, settled with the heads of units and locked by the tenth."""

    def _run(self, moment):
        self.env.flush_all()
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_complaint_months').method_direct_trigger()
        self.env.invalidate_all()
        return self.env['aftersales.complaint.month'].search([('workshop_id', '=', self.workshop.id)])

    def _drop(self, complaint):
        complaint.write({'unfounded_reason': "As agreed", 'unfounded_proof': "Signed estimate"})
        complaint._tell('refusal', 'letter', "Our answer", "<p>No</p>")
        complaint._transition('unfounded')

    def test_a_month_from_its_first_to_its_tenth(self):
        """K6: ready by itself, by the outlet's clock; settled by heads; locked whether all settled or not; kept."""
        closed, unfounded, standing = self._create_complaints(3)
        self._close(self._propose(closed))
        self._drop(unfounded)
        self.assertFalse(self._run(LAST_EVENING).filtered(lambda month: str(month.month) == '2026-03-01'))
        month = self._run(FIRST_MORNING).filtered(lambda month: str(month.month) == '2026-03-01')
        self.assertEqual(
            (month.received_count, month.closed_count, month.unfounded_count, month.open_count, month.overlong_count),
            (3, 2, 1, 1, 1))
        self.assertEqual(month.line_ids.complaint_id, closed | unfounded)
        self.assertEqual(month.line_ids.mapped('department_id'), self.department)
        self.assertIn(month, self._run('2026-04-02 02:00:00'))
        head = new_test_user(
            self.env, login='as_head', groups='base.group_user,aftersales.group_dispatcher', company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)])
        self.department.manager_id = self.env['hr.employee'].create({
            'name': "Head", 'user_id': head.id, 'company_id': self.company.id})
        with freeze_time(BEFORE_LOCK):
            with self.assertRaises(AccessError):
                month.with_user(self.user_dispatcher).action_lock()
            with self.assertRaisesRegex(UserError, "not settled it yet: Paint Shop"):
                month.with_user(self.user_manager).action_lock()
            with self.assertRaisesRegex(AccessError, "is settled by its head"):
                month.unit_ids.with_user(self.user_dispatcher).action_settle()
            month.unit_ids.with_user(head).action_settle()
            with self.assertRaisesRegex(UserError, "settled already"):
                month.unit_ids.with_user(head).action_settle()
        self._run(BEFORE_LOCK)
        self.assertEqual(month.state, 'open')
        self.assertTrue(month.unit_ids.settled_date, "nothing of its cases changed")
        self._run(AT_LOCK)
        self.assertEqual((month.state, month.unit_ids.settled_by_id), ('locked', head))
        for change in (
            lambda: month.sudo().write({'cost': 1}), lambda: month.line_ids.sudo().unlink(),
            lambda: month.unit_ids.sudo().write({'cost': 1}), lambda: month.with_user(self.user_manager).action_count(),
        ):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                change()
        self.assertFalse(month.difference_text)
        with freeze_time('2026-04-20 02:00:00'):
            unfounded.with_user(self.user_manager).action_back()
        self.env.invalidate_all()
        self.assertEqual(month.line_ids.complaint_id, closed | unfounded, "the table stays")
        self.assertIn(f"{unfounded.name} was taken up again", month.difference_text)
        self.assertIn("taken up again", str(month.message_ids.mapped('body')))
        self.assertIn("locked table", str(unfounded.sudo().message_ids.mapped('body')))
        self.assertTrue(standing.is_open)

    def test_two_outlets_and_what_changes_before_the_lock(self):
        """K6: each outlet has its own; what a head settled is to be settled again when his cases change."""
        first, second = self._create_complaints(2)
        other = self.workshop.copy({'name': "Other Outlet", 'code': "OO"})
        away = self._create_complaints(workshop_id=other.id)
        self._close(self._propose(first))
        self._close(self._propose(away))
        months = self.env['aftersales.complaint.month'].sudo()
        self._run(FIRST_MORNING)
        month, of_other = (months.search([('workshop_id', '=', outlet.id), ('month', '=', '2026-03-01')])
                           for outlet in (self.workshop, other))
        self.assertEqual((month.line_ids.complaint_id, of_other.line_ids.complaint_id), (first, away))
        (month | of_other).unit_ids.with_user(self.user_manager).action_settle()
        self._close(self._propose(second))
        self._run('2026-04-02 02:00:00')
        self.assertEqual((bool(month.unit_ids.settled_date), bool(of_other.unit_ids.settled_date)), (False, True))

    def test_other_company_sees_nothing(self):
        """K6: months are their company's."""
        self._create_complaints()
        month = self._run(FIRST_MORNING)
        company = self.env['res.company'].create({'name': "Elsewhere"})
        stranger = new_test_user(
            self.env, login='as_stranger', groups='base.group_user,aftersales.group_manager',
            company_id=company.id, company_ids=[Command.set(company.ids)])
        self.assertFalse(self.env['aftersales.complaint.month'].with_user(stranger).search([('id', 'in', month.ids)]))
        self.assertFalse(self.env['aftersales.complaint.report'].with_user(stranger).search(
            [('company_id', '=', self.company.id)]))

    def test_print(self):
        """K6: the table on paper, with prices for those who see them only."""
        closed = self._create_complaints()
        self._close(self._propose(closed))
        month = self._run(FIRST_MORNING).filtered(lambda month: str(month.month) == '2026-03-01')
        report = self.env['ir.actions.report'].with_context(force_report_rendering=False)
        for user, sees in ((self.user_manager, True), (self.user_inspector, False)):
            html = report.with_user(user)._render_qweb_html('aftersales.report_complaint_month', month.ids)[0].decode()
            self.assertIn(closed.name, html)
            self.assertIn("Paint Shop", html)
            self.assertEqual("Recovered" in html, sees)


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestComplaintFigures(ComplaintCommon):
    """K6: the analysis counts what the cases say."""

    def test_recurrence(self):
        """K6: same vehicle and cause within 30 and 90 days; not another vehicle, cause, or later."""
        cause = self.env.ref('aftersales.complaint_cause_03').id
        moments = ('2026-01-01', '2026-01-20', '2026-04-01', '2026-09-01')
        cases = self._create_complaints(4, cause_id=cause)
        other_car = self._create_complaints(vehicle_id=self.vehicle_2.id, cause_id=cause)
        other_cause = self._create_complaints(cause_id=self.env.ref('aftersales.complaint_cause_09').id)
        for case, moment in zip(cases, moments, strict=True):
            case.sudo().registered_date = f'{moment} 02:00:00'
        self.assertEqual(cases.mapped('recurrence_days'), [0, 19, 71, 0])
        self.assertEqual((cases | other_car | other_cause).mapped('is_recurrence'), [False, True, True, False, False, False])
        found = self.env['aftersales.complaint'].search([('is_recurrence', '=', True), ('id', 'in', cases.ids)])
        self.assertEqual(found, cases.browse([cases[1].id, cases[2].id]).sorted(lambda case: found.ids.index(case.id)))
        Report = self.env['aftersales.complaint.report'].with_user(self.user_manager)
        rows = {row.complaint_id: row for row in Report.search([('complaint_id', 'in', cases.ids)])}
        self.assertEqual([rows[case].recurrence_30 for case in cases], [0, 100, 0, 0])
        self.assertEqual([rows[case].recurrence_90 for case in cases], [0, 100, 100, 0])

    def test_figures(self):
        """K6: late, unfounded, first answer, content, by the outlet's day; complaints per thousand orders of its month."""
        with freeze_time('2026-02-27 17:00:00'):  # Saturday morning in Shanghai
            first, second = self._create_complaints(2)
        with freeze_time('2026-02-27 20:00:00'):
            self._close(self._propose(first))
        month = self.env['aftersales.complaint.month'].sudo().create({'workshop_id': self.workshop.id, 'month': '2026-02-01'})
        month.write({'order_count': 500})
        Report = self.env['aftersales.complaint.report'].with_user(self.user_manager)
        self.env.flush_all()
        row, waiting = (Report.search([('complaint_id', '=', case.id)]) for case in (first, second))
        self.assertEqual(
            (str(row.date), row.closed, row.closed_late, row.in_time, row.satisfied, row.first_answer_hours, row.reopened),
            ('2026-02-28', 1, 0, 100, 100, 3, 0))
        self.assertEqual((row.department_id, row.cause_id.code), (self.department, '03'))
        self.assertEqual((waiting.closed, waiting.in_time), (0, 0))
        groups = Report._read_group(
            [('workshop_id', '=', self.workshop.id)], ['date:month'], ['complaints:sum', 'orders:sum', 'per_thousand:avg'])
        self.assertEqual([values[1:] for values in groups], [(2, 500, 4.0)])
