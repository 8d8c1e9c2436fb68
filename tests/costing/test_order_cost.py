from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.cost import CostCommon


@tagged('post_install', '-at_install')
class TestOrderCost(CostCommon):
    """N5: cost and margin of each job, by a hand-made example; wages and margins are for managers and accountants only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.lang = 'en_US'
        cls.Rate = cls.env['aftersales.cost.rate'].with_user(cls.user_accountant)
        cls.helper = cls.env['hr.employee'].create({'name': "Helper", 'company_id': cls.company.id})
        cls.rate_all, cls.rate_own, cls.rate_bay, cls.rate_overhead = cls.Rate.create([
            {'company_id': cls.company.id, 'valid_from': '2025-01-01', **values} for values in (
                {'amount': 50}, {'amount': 80, 'employee_id': cls.technician.id}, {'kind': 'bay', 'amount': 20},
                {'kind': 'overhead', 'percent': 10})])
        cls.Cost = cls.env['aftersales.order.cost']

    def _work(self, order, day='2026-01-15'):
        """Two hours of the technician; his helper comes after the first and stays half an hour longer."""
        return self.env['aftersales.time.entry'].create([
            {'employee_id': person.id, 'job_id': order.job_ids.id, 'start': f'{day} {start}:00', 'stop': f'{day} {stop}:00',
             'pause_reason': 'finished'}
            for person, start, stop in ((self.technician, '01:00', '03:00'), (self.helper, '02:00', '03:30'))])

    def _make_order(self):
        """Three parts at a cost of 10, sold at 100."""
        product = self._create_products('standard')[0]
        self._buy(product, 5, 10)
        order = self._open_order(product, 3)
        self._issue(order)
        self._work(order)
        self._finish(order)
        return order

    def test_by_hand(self):
        """2 h × 80 + 1.5 h × 50 = 235; parts 30; 2.5 h × 20 = 50; 10 % of 315 = 31.50; 300 − 346.50 = −46.50."""
        order = self._make_order()
        self.assertFalse(order.sudo().cost_due, "Nothing is closed or invoiced yet.")
        self._invoice_ours(order)
        self.assertTrue(order.sudo().cost_due)
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_reckon_costs').method_direct_trigger()
        self.env.invalidate_all()
        cost = self.Cost.with_user(self.user_accountant).search([('order_id', '=', order.id)])
        self.assertEqual(
            (cost.hours, cost.labour_cost, cost.material_cost, cost.equipment_cost, cost.overhead_cost, cost.cost_total),
            (3.5, 235.0, 30.0, 50.0, 31.5, 346.5))
        self.assertEqual((cost.revenue, cost.parts_revenue, cost.labour_revenue), (300.0, 300.0, 0.0))
        self.assertEqual((cost.margin, round(cost.margin_percent, 1), cost.is_incomplete), (-46.5, -15.5, False))
        for word in ("2.00 h × 80.00 (Cost Technician)", "1.50 h × 50.00 (Helper) = 235.00", "2.50 h × 20.00",
                     "315.00 × 10 % = 31.50"):
            self.assertIn(word, cost.words)
        seen = order.with_user(self.user_manager)
        self.assertEqual(seen.cost_margin, -46.5)
        self.assertEqual(self.Cost.search(seen.action_view_costs()['domain']), cost)
        for action, count in ((cost.action_view_times(), 2), (cost.action_view_moves(), 1), (cost.action_view_lines(), 1)):
            self.assertEqual(self.env[action['res_model']].search_count(action['domain']), count)
        self._change_rates(order, cost)

    def _change_rates(self, order, cost):
        """What was reckoned keeps its rates; a new rate counts from its day on, a time that is put right counts anew."""
        with self.assertRaisesRegex(UserError, "reckoned with"):
            self.rate_own.amount = 90
        with self.assertRaisesRegex(UserError, "reckoned with"):
            self.rate_all.unlink()
        self.Rate.create({'company_id': self.company.id, 'valid_from': '2026-01-16', 'amount': 90,
                          'employee_id': self.technician.id})
        self.assertEqual(str(self.rate_own.valid_to), '2026-01-15')
        reckoned = cost.reckoned_date
        self.env.cr.execute("UPDATE aftersales_order_cost SET reckoned_date = '2020-01-01'")
        self.env.invalidate_all()
        cost.action_reckon()
        self.assertEqual(str(cost.reckoned_date), '2020-01-01 00:00:00', "A second run changes nothing.")
        self.assertTrue(reckoned)
        entries = self.env['aftersales.time.entry'].search([('job_id', '=', cost.job_id.id)])
        self.env.cr.execute("UPDATE aftersales_order SET state = 'delivered', delivered_date = '2026-01-20' WHERE id = %s",
                            [order.id])
        self.env.invalidate_all()
        entries.filtered(lambda entry: entry.employee_id == self.helper).with_user(self.user_manager).stop = (
            '2026-01-15 03:00:00')
        self.assertTrue(order.sudo().cost_due, "A closed order whose time is put right is reckoned anew.")
        cost.action_reckon()
        self.assertEqual((cost.labour_cost, cost.equipment_cost, str(cost.date)), (210.0, 40.0, '2026-01-20'))

    def test_nearest_rate(self):
        """The person before the post, the outlet before the company; none is told."""
        post = self.env['hr.job'].create({'name': "Fitter", 'company_id': self.company.id})
        self.helper.job_id = post
        day = self.rate_all.valid_from
        self.Rate.create([
            {'company_id': self.company.id, 'valid_from': '2025-01-01', 'amount': 60, 'post_id': post.id},
            {'company_id': self.company.id, 'valid_from': '2025-06-01', 'amount': 65, 'post_id': post.id,
             'workshop_id': self.workshop.id}])
        rates = self.Rate.sudo()._load_rates(self.company)

        def find(person, day, kind='labour'):
            return self.Rate._find_rate(rates, kind, day, self.workshop, employee=person)
        self.assertEqual(find(self.helper, day), 60)
        self.assertEqual(find(self.helper, day.replace(month=6)), 65)
        self.assertEqual(find(self.technician, day), 80)
        self.assertIsNone(find(self.helper, day.replace(year=2024)))
        for values in ({'kind': 'bay', 'post_id': post.id}, {'kind': 'overhead', 'amount': 3},
                       {'employee_id': self.helper.id, 'post_id': post.id}):
            with self.assertRaises(ValidationError):
                self.Rate.create({'company_id': self.company.id, 'valid_from': '2026-02-01', **values})

    def test_missing_rate_is_told(self):
        self.rate_all.unlink()
        order = self._create_approved((self.part, 1))
        self._work(order)
        order.sudo()._reckon_costs()
        cost = self.Cost.search([('order_id', '=', order.id)])
        self.assertTrue(cost.is_incomplete)
        self.assertIn("1.50 h × ? (Helper)", cost.words)
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_job SET state = 'cancelled' WHERE order_id = %s", [order.id])
        self.env.invalidate_all()
        order.sudo()._reckon_costs()
        self.assertFalse(cost.exists(), "What is not done costs nothing.")

    def test_who_sees_them(self):
        order = self._create_approved((self.part, 1))
        self._work(order)
        order.sudo()._reckon_costs()
        for user in (self.user_advisor, self.user_technician, self.user_parts, self.user_dispatcher):
            for model in ('aftersales.cost.rate', 'aftersales.order.cost', 'aftersales.cost.month', 'aftersales.budget',
                          'aftersales.department.month', 'aftersales.cost.entry', 'aftersales.budget.month'):
                with self.subTest(user=user.login, model=model), self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([], limit=1)
            with self.assertRaises(AccessError):
                order.with_user(user).read(['cost_margin'])
            with self.assertRaises(AccessError):
                order.with_user(user).read(['cost_ids'])
            with self.assertRaises(UserError):
                order.with_user(user).action_view_costs()
            with self.assertRaises(AccessError):
                self.env['aftersales.action'].with_user(user).search([('saving_planned', '>', 0)], limit=1)
        for user in (self.user_manager, self.user_accountant):
            own = self.Cost.with_user(user).search([('order_id', '=', order.id)])
            self.assertEqual(len(own), 1)
            with self.assertRaises(AccessError):
                own.write({'margin': 5})
            with self.assertRaises(AccessError):
                own.unlink()
        elsewhere = self.user_manager.copy({
            'company_ids': [Command.set(self.other_company.ids)], 'company_id': self.other_company.id, 'login': 'elsewhere.5'})
        there = self.env(user=elsewhere, context={'allowed_company_ids': self.other_company.ids})
        self.assertFalse(there['aftersales.order.cost'].search([('order_id', '=', order.id)]))
        self.assertFalse(there['aftersales.cost.rate'].search([('company_id', '=', self.company.id)]))
        with self.assertRaises(AccessError):
            there['aftersales.order.cost'].browse(own.id).action_reckon()
        self.assertIsNone(self.Cost.with_user(self.user_manager).action_reckon())

    def test_many_at_once(self):
        """50 orders are reckoned in as many queries as one, but for the rows that are written."""
        orders = self._create_order(*[self._prepare_job((self.part, 1))])
        for __ in range(49):
            orders |= self._create_order(self._prepare_job((self.part, 1)))
        for order in orders:
            self._work(order, day=f'2026-02-{1 + orders.ids.index(order.id) % 28:02}') if order == orders[0] else None
        orders = orders.sudo()
        self.assertFlat(lambda some: some._reckon_costs(), orders[:1], orders, slack=12)
        self.assertEqual(self.Cost.search_count([('order_id', 'in', orders.ids)]), 50)
        self.assertFlat(lambda some: some._reckon_costs(), orders[:1], orders, slack=2)
