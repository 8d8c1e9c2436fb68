from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

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

    # === FACTS FOR HR ===#

    def _staff(self):
        """Two persons of the paint shop with points and bonuses of their own."""
        return self.env['hr.employee'].create([
            {'name': name, 'company_id': self.company.id, 'department_id': self.department.id,
             'aftersales_base_points': points, 'aftersales_bonus_base': bonus}
            for name, points, bonus in (("Li", 3, 1000), ("Wang", 2, 600))])

    def _lose(self, complaint, amount):
        """A voucher of a closed case, past the ORM."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_complaint_solution SET voucher_code = 'GIVEN', amount = %s WHERE complaint_id = %s",
            (amount, complaint.id))
        self.env.invalidate_all()

    def _read_facts(self, month):
        self.env.flush_all()
        facts = self.env['aftersales.people.fact'].with_user(self.user_manager).search([('month', '=', month)], order='id')
        return [(fact.employee_id.name, fact.number, fact.share, fact.loss, fact.reckoned, fact.deduction, fact.rest)
                for fact in facts]

    def _lock_two_months(self):
        """February: the unit as a whole, 1,500, and Li with 80 % of 1,000. March: nobody."""
        li, wang = self._staff()
        of_unit, of_li = cases = self._create_complaints(2)
        self._close(self._propose(of_unit))
        of_li.sudo().party_ids = [Command.create({'partner_id': self.customer.id, 'share': 20})]
        self._close(self._propose(of_li, employee_id=li.id, share=80))
        self._lose(of_unit, 1500)
        self._lose(of_li, 1000)
        self._run(AT_LOCK)
        self._run('2026-05-10 02:00:00')
        return li, wang, cases

    def test_facts_for_hr(self):
        """M4: loss by share; by the unit's points; half the bonus at most, the rest in the next months; kept as it is."""
        self.company.aftersales_people_facts = True
        li, wang, (of_unit, of_li) = self._lock_two_months()
        # Li: 1500 / 5 × 3 and 800 / 5 × 3, of a bonus of 1000; Wang: 1500 / 5 × 2, of a bonus of 600.
        self.assertEqual(self._read_facts('2026-03-01'), [
            ("Li", of_unit.name, 100, 1500, 900, 500, 400), ("Wang", of_unit.name, 100, 1500, 600, 300, 300),
            ("Li", of_li.name, 80, 800, 480, 0, 480)])
        self.assertEqual(self._read_facts('2026-04-01'), [
            ("Li", False, 0, 0, 880, 500, 380), ("Wang", False, 0, 0, 300, 300, 0)])
        li.aftersales_bonus_base = 10000
        self._run('2026-06-10 02:00:00')
        self.assertEqual(self._read_facts('2026-05-01'), [("Li", False, 0, 0, 380, 380, 0)])
        self._run('2026-07-10 02:00:00')
        self.assertFalse(self._read_facts('2026-06-01'), "all is told")
        fact = self.env['aftersales.people.fact'].sudo().search([('employee_id', '=', wang.id)], limit=1)
        for change in (lambda: fact.write({'loss': 1}), fact.unlink):
            with self.assertRaisesRegex(UserError, "neither changed nor deleted"):
                change()
        with self.assertRaises(AccessError):
            fact.with_user(self.user_manager).create({'month_id': fact.month_id.id, 'employee_id': li.id})

    def test_facts_of_a_case_closed_again(self):
        """M4: a case that is in two months counts once; what turns out unfounded is given back."""
        self.company.aftersales_people_facts = True
        __, __, (of_unit, of_li) = self._lock_two_months()
        months = self.env['aftersales.complaint.month'].sudo()
        june = months.create({'workshop_id': self.workshop.id, 'month': '2026-06-01'})
        with freeze_time('2026-07-10 02:00:00'):
            for case, unfounded in ((of_unit, True), (of_li, False)):
                self.env['aftersales.complaint.month.line'].sudo().create({
                    'month_id': june.id, 'complaint_id': case.id, 'number': case.name, 'cost': 1000,
                    'is_unfounded': unfounded})
            june._make_people_facts()
        self.assertEqual(self._read_facts('2026-06-01'), [
            ("Li", of_unit.name, 0, -1500, -900, -900, 0), ("Wang", of_unit.name, 0, -1500, -600, -600, 0),
            ("Li", False, 0, 0, 380, 380, 0), ("Li", of_li.name, 80, 0, 0, 0, 0)])

    def test_facts_are_off_or_of_hr_and_the_manager(self):
        """M4: without the switch nothing is made or seen; with it by HR and the manager of the company alone."""
        menus = self.env.ref('aftersales.menu_people_facts')
        Menu = self.env['ir.ui.menu'].with_user(self.user_manager)
        self._lock_two_months()
        Fact = self.env['aftersales.people.fact']
        self.assertFalse(Fact.sudo().search([('company_id', '=', self.company.id)]))
        self.assertNotIn(menus.id, Menu.load_menus(False))
        self.company.aftersales_people_facts = True
        self.assertIn(menus.id, Menu.load_menus(False))
        month = self.env['aftersales.complaint.month'].sudo().search([('workshop_id', '=', self.workshop.id)], limit=1)
        fact = Fact.sudo().create({'month_id': month.id, 'employee_id': self._staff()[0].id})
        elsewhere = self.env['res.company'].create({'name': "Elsewhere", 'aftersales_people_facts': True})
        clerk, stranger = (new_test_user(
            self.env, login=login, groups='base.group_user,hr.group_hr_user', company_id=company.id,
            company_ids=[Command.set(company.ids)]) for login, company in (('as_hr', self.company), ('as_far', elsewhere)))
        for user, sees in ((self.user_manager, True), (clerk, True), (stranger, False)):
            self.assertEqual(bool(Fact.with_user(user).search([('id', '=', fact.id)])), sees, user.login)
        self.assertEqual(fact.with_user(clerk).web_read({
            'employee_id': {'fields': {'display_name': {}}}, 'workshop_id': {'fields': {'display_name': {}}},
            'currency_id': {}, 'deduction': {}})[0]['employee_id']['display_name'], "Li")
        for user in (self.user_advisor, self.user_care, self.user_technician, self.user_dispatcher, self.user_accountant):
            with self.assertRaises(AccessError):
                Fact.with_user(user).search([])
            with self.assertRaises(AccessError):
                self.technician.with_user(user).read(['aftersales_bonus_base'])
        self.company.aftersales_people_facts = False
        self.assertFalse(Fact.with_user(clerk).search([('id', '=', fact.id)]))

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

    def test_form_and_analysis_count_alike(self):
        """issue 10, K6: days by the outlet's clock, incidents are none; the form says what the analysis says."""
        cause = self.env.ref('aftersales.complaint_cause_03').id
        incident, first, again, late = self._create_complaints(kind='incident', cause_id=cause) | self._create_complaints(
            3, cause_id=cause)
        # Seven in the morning of 1 January in Shanghai, still the old year in Greenwich; 31 January at noon; 90 days later.
        for case, moment in zip(incident | first | again | late, (
                '2025-12-30 02:00', '2025-12-31 23:00', '2026-01-31 04:00', '2026-05-01 15:00'), strict=True):
            case.sudo().registered_date = f'{moment}:00'
        cases = first | again | late
        self.assertEqual(cases.mapped('recurrence_days'), [0, 30, 90])
        self.assertEqual(cases.mapped('is_recurrence'), [False, True, True])
        self.env.flush_all()
        rows = {row.complaint_id: row for row in self.env['aftersales.complaint.report'].with_user(self.user_manager).search([
            ('complaint_id', 'in', cases.ids)])}
        self.assertEqual([rows[case].recurrence_30 for case in cases], [0, 100, 0])
        self.assertEqual([bool(rows[case].recurrence_90) for case in cases], cases.mapped('is_recurrence'))
        self.assertEqual(cases.search([('is_recurrence', '=', True), ('id', 'in', cases.ids)]), (late | again).sorted(
            lambda case: (case.received_date, case.id), reverse=True))

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
        # What nobody asks for is not looked up: that takes halves of the same types. A page is looked up by itself.
        plan = str(self.env.execute_query(SQL("EXPLAIN SELECT COUNT(*) FROM (%s) figures", Report._table_query)))
        self.assertNotIn('aftersales_claim_entry', plan)
        self.assertNotIn('aftersales_complaint_party', plan)
        page = Report.search_fetch([('workshop_id', '=', self.workshop.id)], ['cost_net', 'department_id'], limit=2)
        self.assertEqual(page, Report.search([('workshop_id', '=', self.workshop.id)])[:2])
