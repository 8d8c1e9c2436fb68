from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.models.stocking import forecast
from odoo.addons.aftersales.tests.dealership.parts import PartsCommon

TODAY = '2027-03-10 04:00:00'


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestStockingProposal(PartsCommon):
    """H5: each month it is proposed what to keep of each part, with the reason in words; approved, it is the store's rule."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(TODAY):
            cls.env['aftersales.stocking.policy']._create_missing()
            cls.policy = cls.env['aftersales.stocking.policy'].search([('warehouse_id', '=', cls.warehouse.id)])
            cls.pads.standard_price, cls.disc.standard_price = 30, 50
        cls.customers = cls.env.ref('stock.stock_location_customers')

    def _move(self, product, months_ago, quantity=1, back=False):
        """What went out, or came back, in the middle of a month that is over."""
        date = fields.Datetime.to_datetime(TODAY) - relativedelta(months=months_ago)
        stock = self.warehouse.lot_stock_id
        source, target = (self.customers, stock) if back else (stock, self.customers)
        move = self.env['stock.move'].create({
            'product_id': product.id, 'product_uom_qty': quantity, 'product_uom': product.uom_id.id,
            'location_id': source.id, 'location_dest_id': target.id, 'company_id': self.company.id,
            'move_line_ids': [(0, 0, {
                'product_id': product.id, 'quantity': quantity, 'product_uom_id': product.uom_id.id,
                'location_id': source.id, 'location_dest_id': target.id, 'company_id': self.company.id})]})
        move.picked = True
        move._action_done()
        move.move_line_ids.date = date
        return move

    def _propose(self, product=None):
        self.policy.with_user(self.user_manager).action_work_out()
        return self.env['aftersales.stocking.proposal'].search([
            ('policy_id', '=', self.policy.id), ('product_id', '=', (product or self.pads).id)])

    def _sell(self, product, *months):
        for months_ago in months:
            self._move(product, months_ago)

    def test_no_more_months_are_known(self):
        """H5: a part ends after the months the policy says, and at the latest after those the forecast knows of; 0: never."""
        for idle, phase_out, kind in ((9, 9, 'end'), (8, 9, None), (18, 60, 'end'), (17, 60, None), (18, 0, None)):
            with self.subTest(idle=idle, phase_out=phase_out):
                self.assertEqual(forecast.get_phase(True, idle, 0, 1, phase_out), kind)

    def test_kept_from_three_demands_on(self):
        """H5: a part is kept once it was asked for three times in a year, no sooner; what came back was not."""
        self.assertEqual((self.policy.phase_in, self.policy.phase_out), (1, 0))
        self.policy.phase_in = 3
        self._sell(self.pads, 2, 17)
        self._sell(self.pads, 5)
        proposal = self._propose()
        self.assertEqual((proposal.kind, proposal.state, proposal.best_min), ('none', 'done', 0))
        self.assertIn("2 demands in 12 months; kept from 3 on.", proposal.reason)
        self._sell(self.pads, 3)
        self._move(self.pads, 3, back=True)
        proposal = self._propose()
        self.assertEqual((proposal.kind, proposal.demand_pieces, proposal.demand_months), ('start', 2, 2))
        self.assertGreaterEqual(proposal.best_min, 1)
        self.assertEqual(proposal.quantity, proposal.best_max - proposal.best_min + 1)

    def test_reason_in_words(self):
        """H5: the reason says what was asked for, how surely the level and what is on hand suffice; in the reader's words."""
        self._sell(self.pads, 1, 2, 4, 4, 9, 11)
        self._sell(self.disc, 14)
        proposal = self._propose().with_user(self.user_parts)
        self.assertIn("Asked for in 5 of the last 12 months, 2 at most in one.", proposal.reason)
        self.assertRegex(proposal.reason, r"\d+ suffice until the next delivery with 9[25] % certainty\.")
        self.assertRegex(proposal.reason, r"4 on hand suffice with (9\d|100) %\.")
        self.assertEqual((proposal.on_hand, proposal.abc_class, proposal.xyz_class), (4, 'a', 'z'))
        self.assertEqual(proposal.value, proposal.best_min * 30)
        self.assertEqual((proposal.supply_days, proposal.demand_pieces), (4 * 365 // 6, 6))

    def test_approved(self):
        """H5: approved by a manager, it becomes the rule of the store; who decided stands there, and it is decided once."""
        self._sell(self.pads, 1, 2, 3, 4)
        self._sell(self.disc, 1, 3, 5)
        proposals = self._propose() + self._propose(self.disc)
        for user in (self.user_parts, self.user_advisor):
            with self.assertRaises(AccessError):
                proposals.with_user(user).action_approve()
        with self.assertRaises(AccessError):
            proposals.with_user(self.user_manager).write({'best_min': 90})
        proposals.with_user(self.user_manager).action_approve()
        for proposal in proposals:
            rule = proposal.orderpoint_id
            self.assertEqual(
                (rule.product_id, rule.location_id, rule.product_min_qty, rule.product_max_qty, rule.trigger),
                (proposal.product_id, self.warehouse.lot_stock_id, proposal.best_min, proposal.best_max, 'manual'))
        self.assertEqual(proposals.decided_id, self.user_manager)
        with self.assertRaisesRegex(UserError, "decided already: Approved"):
            proposals[0].with_user(self.user_manager).action_refuse()
        proposal = self._propose()
        self.assertEqual((proposal.kind, proposal.state), ('same', 'done'))

    def test_rule_that_was_archived(self):
        """H5: a rule that was archived is taken up again, instead of a second one."""
        rule = self.env['stock.warehouse.orderpoint'].create({
            'product_id': self.pads.id, 'warehouse_id': self.warehouse.id, 'location_id': self.warehouse.lot_stock_id.id,
            'product_min_qty': 7, 'product_max_qty': 9, 'active': False})
        self._sell(self.pads, 1, 2, 3)
        proposal = self._propose()
        self.assertEqual(proposal.kind, 'start')
        proposal.with_user(self.user_manager).action_approve()
        self.assertEqual((proposal.orderpoint_id, rule.active, rule.product_min_qty), (rule, True, proposal.best_min))

    def test_refused_until_another_is_proposed(self):
        """H5: what was left as it is, is not asked again until something else is proposed."""
        self._sell(self.pads, 1, 2, 3)
        proposal = self._propose()
        proposal.with_user(self.user_manager).action_refuse()
        self.assertEqual((self._propose(), proposal.state), (proposal, 'refused'))
        self._move(self.pads, 1, 3)
        self.assertEqual(self._propose().state, 'open')
        self.assertFalse(proposal.decided_id)

    def test_runs_out(self):
        """H5: what nobody asked for in nine months is left to run out; a store without a past says nothing of that."""
        rule = self.env['stock.warehouse.orderpoint'].create({
            'product_id': self.pads.id, 'warehouse_id': self.warehouse.id, 'location_id': self.warehouse.lot_stock_id.id,
            'product_min_qty': 2, 'product_max_qty': 4})
        self.policy.write({'phase_in': 3, 'phase_out': 9})
        self._sell(self.disc, 1)
        self.assertNotEqual(self._propose().kind, 'end')
        self._sell(self.pads, 11, 12, 13)
        proposal = self._propose()
        self.assertEqual((proposal.kind, proposal.best_min, proposal.best_max), ('end', 0, 0))
        self.assertIn("Nobody asked for it in 10 months", proposal.reason)
        proposal.with_user(self.user_manager).action_approve()
        self.assertEqual((rule.product_min_qty, rule.product_max_qty), (0, 0))
        self.assertEqual(self._propose().kind, 'none')
        self.policy.with_user(self.user_manager).phase_out = 0
        rule.product_max_qty = 4
        self.assertNotEqual(self._propose().kind, 'end')

    def test_superseded(self):
        """H1, H5: the past of a superseded part counts for what has taken its place, in as many pieces as that takes; both
        ways, each keeps its own."""
        self._sell(self.pads, 1, 2)
        self._sell(self.disc, 2)
        line = self.env['aftersales.part.supersession'].create({
            'product_tmpl_id': self.pads.product_tmpl_id.id, 'successor_id': self.disc.product_tmpl_id.id, 'quantity': 2,
            'use_up_first': False})
        old, new = self._propose(), self._propose(self.disc)
        self.assertEqual((old.kind, old.best_max, old.demand_pieces, old.is_superseded), ('none', 0, 0, True))
        self.assertEqual((new.demand_pieces, new.demand_count, new.kind), (5, 3, 'start'))
        self.assertIn(self.disc.name, old.with_user(self.user_parts).reason)
        self.assertIn("order this one no more", old.reason)
        rule = self.env['stock.warehouse.orderpoint'].create({
            'product_id': self.pads.id, 'warehouse_id': self.warehouse.id, 'location_id': self.warehouse.lot_stock_id.id,
            'product_min_qty': 2, 'product_max_qty': 4})
        self.assertEqual(self._propose().kind, 'end')
        rule.write({'product_min_qty': 0, 'product_max_qty': 0})
        line.is_two_way = True
        old, new = self._propose(), self._propose(self.disc)
        self.assertEqual((old.demand_pieces, new.demand_pieces, old.is_superseded), (2, 1, False))

    def test_old_number_is_used_up_first(self):
        """H1, H5: what is on hand of the old number covers its successor, in as many pieces as that takes, and the reason
        says so; not where it may not be fitted any more, and not what is reserved or lies elsewhere."""
        for months_ago in range(1, 10):
            self._move(self.disc, months_ago, 9)
        full = self._propose(self.disc)
        self.assertGreater(full.best_min, 10)
        level, most, lot = full.best_min, full.best_max, full.quantity
        self.pads.default_code = 'OLD-1'
        line = self.env['aftersales.part.supersession'].create({
            'product_tmpl_id': self.pads.product_tmpl_id.id, 'successor_id': self.disc.product_tmpl_id.id, 'quantity': 1})
        proposal = self._propose(self.disc).with_user(self.user_parts)
        self.assertEqual(
            (proposal.best_min, proposal.best_max, proposal.covered_pieces, proposal.quantity),
            (level - 10, most - 10, 10, lot))
        self.assertIn("10 of the old number OLD-1 are used up first.", proposal.reason)
        self.assertIn(f"{level:g} suffice until the next delivery", proposal.reason)
        line.quantity = 0.5
        self.assertEqual(self._propose(self.disc).best_min, level - 5)
        self.env['stock.quant']._update_reserved_quantity(self.pads, self.warehouse.lot_stock_id, 4)
        self.assertEqual(self._propose(self.disc).covered_pieces, 3)
        line.use_up_first = False
        self.env.invalidate_all()
        proposal = self._propose(self.disc)
        self.assertEqual((proposal.best_min, proposal.covered_pieces), (level, 0))
        self.assertNotIn("OLD-1", proposal.with_user(self.user_parts).reason)

    def test_old_number_covers_all(self):
        """H1, H5: while the old number covers all, its successor is not kept; through a step that forbids it, it covers
        nothing."""
        middle = self.env['product.product'].create({'name': "Pads in Between", 'type': 'consu', 'is_storable': True})
        Line = self.env['aftersales.part.supersession']
        first = Line.create({'product_tmpl_id': self.pads.product_tmpl_id.id, 'successor_id': middle.product_tmpl_id.id})
        second = Line.create({'product_tmpl_id': middle.product_tmpl_id.id, 'successor_id': self.disc.product_tmpl_id.id})
        self._put_in_stock(self.pads, 90)
        for months_ago in range(1, 10):
            self._move(self.disc, months_ago, 9)
        proposal = self._propose(self.disc)
        self.assertEqual((proposal.kind, proposal.best_min, proposal.best_max), ('none', 0, 0))
        self.assertRegex(proposal.reason, r"\d+ suffice until .* 100 of the old number Brake.* are used up first\.")
        for line in first, second:
            line.use_up_first = False
            self.assertGreater(self._propose(self.disc).best_min, 0)
            line.use_up_first = True

    def test_lost_sales_are_demand(self):
        """H5, H7: what could not be sold because it was not there was asked for; what was too dear, or a mistake, was not."""
        Sale = self.env['aftersales.lost.sale'].with_user(self.user_advisor)
        vals = {'product_id': self.pads.id, 'warehouse_id': self.warehouse.id, 'date': '2027-02-03', 'quantity': 2}
        Sale.create([vals, vals, {**vals, 'reason': 'price'}, {**vals, 'is_mistake': True}])
        self._sell(self.pads, 1)
        proposal = self._propose()
        self.assertEqual((proposal.demand_count, proposal.demand_pieces, proposal.lost_pieces), (3, 5, 4))
        self.assertEqual(proposal.kind, 'start')
        self.assertIn("4 of it could not be sold.", proposal.reason)

    def test_more_is_kept_for_longer_waits(self):
        """H5: more is kept where it takes longer until the next delivery, and where it is to suffice more surely."""
        for months_ago in range(1, 13):
            self._move(self.pads, months_ago)
        policy = self.policy.with_user(self.user_manager)
        policy.write({'review_days': 7})
        few = self._propose().best_min
        self.env['product.supplierinfo'].create({
            'partner_id': self.customer.id, 'product_tmpl_id': self.pads.product_tmpl_id.id, 'delay': 90})
        more = self._propose().best_min
        policy.write({'cover_a': 99.5})
        most = self._propose().best_min
        self.assertLess(few, more)
        self.assertLess(more, most)

    def test_each_month_for_all_stores(self):
        """H5: once a month, all stores; another dealer's proposals are his own."""
        self._sell(self.pads, 1, 2, 3)
        Policy = self.env['aftersales.stocking.policy']
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_propose_stocking').method_direct_trigger()
        self.env.invalidate_all()
        policies = Policy.search([])
        self.assertEqual(policies.warehouse_id, self.env['stock.warehouse'].search([]))
        self.assertEqual(set(policies.mapped('done_month')), {fields.Date.to_date('2027-03-01')})
        self.assertTrue(self.policy.proposal_ids)
        others = policies.filtered(lambda policy: policy.company_id == self.other_company)
        self.assertTrue(others)
        with self.assertRaises(AccessError):
            others.with_user(self.user_manager).read(['cover_a'])
        with self.assertRaises(AccessError):
            self.policy.with_user(self.user_parts).action_work_out()

    def test_few_queries(self):
        """H5: all parts of a store are worked out, shown and approved with no more queries than one."""
        def sell(count):
            products = self.env['product.product'].create([
                {'name': f"Bolt {number}", 'type': 'consu', 'is_storable': True, 'standard_price': 3}
                for number in range(count)])
            for product in products:
                self._sell(product, 1, 2, 3)
            return products

        sell(2)
        few = self.count_queries(self.policy._propose)
        products = sell(12)
        many = self.count_queries(self.policy._propose)
        self.assertLessEqual(many - few, 4)
        proposals = self.policy.proposal_ids.filtered(lambda proposal: proposal.product_id in products)
        self.assertEqual(set(proposals.mapped('kind')), {'start'})
        read = self.count_queries(proposals[:2].read, ['reason', 'on_hand', 'value', 'min_now'])
        self.assertLessEqual(self.count_queries(proposals.read, ['reason', 'on_hand', 'value', 'min_now']) - read, 2)
