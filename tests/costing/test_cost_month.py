from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.cost import CostCommon


@tagged('post_install', '-at_install')
class TestCostMonth(CostCommon):
    """N5: costs by kind, outlet and month from books, orders and by hand; budgets in versions; the department's result."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time('2026-03-20 04:00:00'))
        cls.Month = cls.env['aftersales.cost.month'].with_user(cls.user_manager)
        cls.account, cls.other_account = cls.env['account.account'].with_company(cls.company).create([
            {'name': "Rent", 'code': 'CST1', 'account_type': 'expense'},
            {'name': "Hospitality", 'code': 'CST2', 'account_type': 'expense'}])
        cls.director = cls.user_manager.copy({'login': 'as_director_costs', 'group_ids': [
            Command.link(cls.env.ref('aftersales.group_director').id)]})
        cls.job_row = cls._create_row(labour_cost=100, material_cost=60, sublet_cost=40, equipment_cost=20, labour_revenue=300,
                                      parts_revenue=100, other_revenue=50, revenue=450)

    @classmethod
    def _create_row(cls, **values):
        order = cls._create_order(cls._prepare_job((cls.part, 1)))
        cost = sum(values[name] for name in ('labour_cost', 'material_cost', 'sublet_cost', 'equipment_cost'))
        return cls.env['aftersales.order.cost'].sudo().create({
            'order_id': order.id, 'job_id': order.job_ids.id, 'date': '2026-02-10', 'company_id': cls.company.id,
            'workshop_id': cls.workshop.id, 'cost_total': cost, 'margin': values['revenue'] - cost, **values})

    def _book(self, account, amount, **line):
        move = self.env['account.move'].create({
            'move_type': 'entry', 'date': '2026-02-15', 'line_ids': [
                Command.create({'account_id': account.id, 'debit': amount, **line}),
                Command.create({'account_id': self.company.account_journal_suspense_account_id.id or account.id,
                                'credit': amount})]})
        move.action_post()
        return move

    def _get(self, **values):
        self.env.flush_all()
        self.env.invalidate_all()
        domain = [('company_id', '=', self.company.id), ('month', '=', '2026-02-01')]
        return self.Month.search(domain + [(name, '=', value) for name, value in values.items()])

    def _enter(self, **values):
        return self.env['aftersales.cost.entry'].with_user(self.user_accountant).create({
            'company_id': self.company.id, 'name': "Rent", 'month': '2026-02-17', 'amount': 250,
            'workshop_id': self.workshop.id, **values})

    def test_from_orders_and_by_hand(self):
        self.assertEqual({row.kind: row.amount for row in self._get(source='records', workshop_id=self.workshop.id)},
                         {'labour': 100, 'material': 100, 'equipment': 20})
        entry = self._enter()
        self.assertEqual(entry.month, Date.to_date('2026-02-01'))
        self._enter(purpose='event', amount=30)
        row = self._get(source='hand', purpose='running')
        self.assertEqual((row.amount, row.kind), (250, 'administration'))
        for shown, found in ((row, entry), (self._get(source='records', kind='labour'), self.job_row)):
            action = shown.action_view_sources()
            self.assertEqual(self.env[action['res_model']].search(action['domain']), found)

    def test_from_the_books_by_outlet(self):
        """1,000 of rent: 60 % on the outlet's analytic account; drafts don't count; an account ends the orders' figure."""
        plan = self.env['account.analytic.plan'].create({'name': "Outlets"})
        analytic = self.env['account.analytic.account'].create({
            'name': "City", 'plan_id': plan.id, 'company_id': self.company.id})
        self.workshop.with_user(self.user_manager).cost_analytic_id = analytic
        self.env['aftersales.cost.account'].with_user(self.user_accountant).create([
            {'company_id': self.company.id, 'account_id': self.account.id, 'kind': 'equipment'},
            {'company_id': self.company.id, 'account_id': self.other_account.id, 'purpose': 'entertainment'}])
        move = self._book(self.account, 1000, analytic_distribution={str(analytic.id): 60})
        self._book(self.other_account, 80)
        rows = self._get(kind='equipment')
        self.assertEqual({(row.source, row.workshop_id): row.amount for row in rows},
                         {('books', self.workshop): 600, ('books', self.workshop.browse()): 400})
        self.assertEqual(self._get(purpose='entertainment').amount, 80)
        action = self._get(kind='equipment', workshop_id=self.workshop.id).action_view_sources()
        self.assertEqual(self.env['account.move.line'].search(action['domain']).move_id, move)
        move.button_draft()
        self.assertFalse(self._get(kind='equipment'))

    def _create_budget(self, **values):
        return self.env['aftersales.budget'].with_user(self.user_manager).create({
            'company_id': self.company.id, 'workshop_id': self.workshop.id, 'budget_year': 2026, **values})

    def test_budget_life(self):
        """Proposed by the manager, released by the company manager, changed by a new version only."""
        budget = self._create_budget(growth=10, line_ids=[
            Command.create({'kind': 'labour', 'month': '2026-02-11', 'amount': 90})])
        self.assertEqual(budget.line_ids.month, Date.to_date('2026-02-01'))
        with self.assertRaises(ValidationError):
            budget.line_ids.month = '2027-02-01'
        budget.action_fill()
        self.assertEqual((len(budget.line_ids), budget.amount_total), (48, 90))
        budget.action_propose()
        with self.assertRaises(UserError):
            budget.line_ids[0].amount = 5
        with self.assertRaises(UserError):
            budget.action_release()
        budget.with_user(self.director).action_release()
        self.assertEqual((budget.state, budget.released_id), ('released', self.director))
        with self.assertRaises(UserError):
            budget.write({'note': "Later"})
        with self.assertRaises(UserError):
            budget.unlink()
        new = budget.browse(budget.action_new_version()['res_id'])
        self.assertEqual((new.version, new.state, new.amount_total), (2, 'draft', 90))
        new.line_ids.filtered('amount').amount = 120
        new.action_propose()
        new.with_user(self.director).action_release()
        self.assertEqual((budget.state, new.state), ('replaced', 'released'))
        self.env.flush_all()
        Row = self.env['aftersales.budget.month'].with_user(self.user_accountant)
        row = Row.search([('company_id', '=', self.company.id), ('month', '=', '2026-02-01'), ('kind', '=', 'labour'),
                          ('workshop_id', '=', self.workshop.id)])
        self.assertEqual((row.budget, row.actual, row.difference, row.forecast), (120, 100, -20, 100))
        self.assertEqual(len(Row.search(new.action_view_months()['domain'])), 48)
        with self.assertRaises(AccessError):
            self._create_budget().with_user(self.user_accountant).write({'note': "Mine"})

    def test_forecast_knows_what_was_spent(self):
        """N5: a month that is not over and has cost more than its budget is not forecast below what it cost."""
        month = self.company._get_today().replace(day=1)
        self.env['aftersales.cost.entry'].with_user(self.user_accountant).create({
            'company_id': self.company.id, 'workshop_id': self.workshop.id, 'month': month, 'amount': 3000, 'name': "Rent"})
        self.env.flush_all()
        row = self.env['aftersales.budget.month'].with_user(self.user_accountant).search([
            ('company_id', '=', self.company.id), ('month', '=', month), ('kind', '=', 'administration'),
            ('workshop_id', '=', self.workshop.id)])
        self.assertEqual((row.budget, row.actual, row.forecast), (0, 3000, 3000))

    def test_filled_from_last_year(self):
        """Last February's 100 and 10 %: 110."""
        budget = self._create_budget(budget_year=2027, growth=10)
        budget.action_fill()
        self.assertEqual({(line.kind, str(line.month)): line.amount for line in budget.line_ids if line.amount}, {
            ('labour', '2027-02-01'): 110, ('material', '2027-02-01'): 110, ('equipment', '2027-02-01'): 22})

    def test_result_of_the_department(self):
        """Gross 200 + 40 + 10, overhead 20 + 380 = 400: −150; absorption 240 / 400 = 60 %; a bad debt of 70: −220."""
        self._enter(amount=380)
        bad = self.env['account.account'].with_company(self.company).create(
            {'name': "Bad debts", 'code': 'CST9', 'account_type': 'expense'})
        self.company.aftersales_bad_debt_account_ids = bad
        Row = self.env['aftersales.department.month'].with_user(self.user_accountant)
        domain = [('company_id', '=', self.company.id), ('month', '=', '2026-02-01')]
        before = Row.search(domain).bad_debts
        self._book(bad, 70)
        self.env.flush_all()
        self.env.invalidate_all()
        row = Row.search(domain)
        self.assertEqual((row.revenue, row.service_gross, row.parts_gross, row.other_gross), (450, 200, 40, 10))
        self.assertEqual((row.overhead, row.result, row.absorption), (400, -150, 60))
        self.assertEqual((row.bad_debts - before, row.result - row.result_after), (70, row.bad_debts + row.writedowns))
        self.assertEqual(self.env['aftersales.order.cost'].search(row.action_view_costs()['domain']), self.job_row)
        html = self.env['ir.actions.report'].with_user(self.user_accountant)._render_qweb_html(
            'aftersales.report_department', row.ids)[0].decode()
        self.assertIn("2026-02", html)
        self.assertIn("60.0", html)

    def test_cost_control_record(self):
        Action = self.env['aftersales.action'].with_user(self.user_manager)
        action = Action.create({
            'name': "Order twice a week", 'cost_field': 'buying', 'saving_planned': 1200, 'company_id': self.company.id})
        with self.assertRaises(ValidationError):
            Action.create({'name': "No field", 'saving_planned': 5, 'company_id': self.company.id})
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_action SET state = 'done' WHERE id = %s", [action.id])
        action.invalidate_recordset()
        action.saving_real = 900
        self.assertEqual(action.saving_real, 900)
        with self.assertRaises(UserError):
            action.saving_planned = 1
