from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestPartRequests(PartsCommon):
    """H2: parts are asked for with a day, a reason and an urgency; dear ones that are not here are ordered once approved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env['res.partner'].create({'name': "Parts Vendor"})
        cls.cheap, cls.dear, cls.dearest = cls.env['product.product'].create([{
            'name': name, 'type': 'consu', 'is_storable': True, 'list_price': price * 2,
            'seller_ids': [Command.create({'partner_id': cls.vendor.id, 'price': price, 'delay': 2})],
        } for name, price in (("Hose", 8.0), ("Turbo", 2500.0), ("Battery", 12000.0))])

    def _get_tasks(self, order, kind='approval'):
        kind = self.env.ref(f'aftersales.mail_activity_part_{kind}')
        return order.sudo().activity_ids.filtered(lambda task: task.activity_type_id == kind)

    def _order(self, lines, user=None):
        return lines.with_user(user or self.user_parts).action_order_missing_parts()

    def test_limits(self):
        """H2: above the first amount a dispatcher, above the second a manager; at the amount itself nobody."""
        order = self._create_approved((self.cheap, 1), (self.dear, 1), (self.dearest, 1))
        cheap, dear, dearest = order.line_ids
        self.assertEqual(order.line_ids.mapped('part_approval'), ['none', 'to_approve', 'to_approve'])
        self.assertEqual(dear.part_amount, 2500)
        self.assertEqual(self._get_tasks(order).user_id, self.user_dispatcher | dearest._get_part_approver())
        self._order(cheap)
        self.company.aftersales_special_order_limit = 2500
        self.env.invalidate_all()
        self.assertEqual(dear.part_approval, 'none', "at the limit, not above it")
        with self.assertRaisesRegex(ValidationError, "cannot be less"):
            self.company.aftersales_special_order_top = 100

    def test_refusal_is_seen(self):
        """H2: the clerk who has parts to order sees which one was refused and why, and orders it not."""
        order = self._create_approved((self.dear, 1))
        line = order.line_ids
        self.env['aftersales.part.refusal.wizard'].with_user(self.user_dispatcher).create({
            'line_ids': line.ids, 'reason': "Rebuilt one"}).action_apply()
        views = self.env['aftersales.order.line'].with_user(self.user_parts).get_views([
            (self.env.ref(f'aftersales.order_line_view_{kind}_parts').id, kind) for kind in ('list', 'form')])['views']
        for kind in ('list', 'form'):
            self.assertIn('part_refusal', views[kind]['arch'])
            self.assertRegex(
                views[kind]['arch'], r"name=.action_order_missing_parts.[^>]*invisible=[^>]*part_approval in")
        self.assertEqual(line.with_user(self.user_parts).part_refusal, "Rebuilt one")

    def test_refused_until_approved(self):
        """H2: the clerk cannot order before; the dispatcher approves what is his, the manager the rest; who did is kept."""
        order = self._create_approved((self.dear, 1), (self.dearest, 1))
        dear, dearest = order.line_ids
        for lines in (dear, dearest, order.line_ids):
            with self.assertRaisesRegex(UserError, "are not approved"):
                self._order(lines)
        for user in (self.user_parts, self.user_advisor):
            with self.assertRaisesRegex(AccessError, "is approved by"):
                dear.with_user(user).action_approve_part()
        with self.assertRaisesRegex(AccessError, "is approved by"):
            order.line_ids.with_user(self.user_dispatcher).action_approve_part()
        with freeze_time('2026-03-03 02:00:00'):
            dear.with_user(self.user_dispatcher).action_approve_part()
        self.assertEqual(
            (dear.part_answer, dear.part_answer_by_id, dear.part_answer_date, dear.part_answer_amount),
            ('approved', self.user_dispatcher, fields.Datetime.to_datetime('2026-03-03 02:00:00'), 2500))
        with self.assertRaisesRegex(UserError, "waits for nobody's word"):
            dear.with_user(self.user_dispatcher).action_approve_part()
        self.assertTrue(self._get_tasks(order), "the other part waits")
        self._order(dear)
        self.env.invalidate_all()
        self.assertTrue(dear.supply_name)
        dearest.with_user(self.user_manager).action_approve_part()
        self.assertFalse(self._get_tasks(order))
        self._order(dearest)
        self.assertEqual((dear | dearest).mapped('part_approval'), ['approved', 'approved'])

    def test_answer_is_the_systems(self):
        """H2: nobody writes an approval; neither the clerk who orders nor the dispatcher whose it is."""
        line = self._create_approved((self.dear, 1)).line_ids
        for user in (self.user_advisor, self.user_dispatcher, self.user_manager):
            with self.assertRaises(AccessError):
                line.with_user(user).write({'part_answer': 'approved'})
            with self.assertRaises(AccessError):
                line.with_user(user).write({'part_answer_amount': 1e6})

    def test_answer_holds_for_part_and_amount(self):
        """H2: more of the part, or another one, is asked for anew; less of it is not."""
        line = self._create_approved((self.dear, 2)).line_ids
        line.with_user(self.user_dispatcher).action_approve_part()
        line.quantity = 1
        self.env.invalidate_all()
        self.assertEqual(line.part_approval, 'approved')
        line.quantity = 3
        self.approve(line.order_id)
        self.env.invalidate_all()
        self.assertEqual(line.part_approval, 'to_approve')
        with self.assertRaisesRegex(UserError, "are not approved"):
            self._order(line)
        line.product_id = self.dearest
        self.approve(line.order_id)
        self.env.invalidate_all()
        self.assertEqual(line.part_approval, 'to_approve')

    def test_not_approved(self):
        """H2: the dispatcher says why not; the advisor hears of it, and may ask again."""
        order, other = self._create_approved((self.dear, 1)), self._create_approved((self.dear, 1))
        line = order.line_ids
        action = line.with_user(self.user_dispatcher).action_refuse_part()
        dialog = self.env[action['res_model']].with_user(self.user_dispatcher).with_context(**action['context'])
        with self.assertRaisesRegex(UserError, "blanks are no reason"):
            dialog.create({'reason': "  "})
        dialog.create({'reason': "A rebuilt one <b>does</b>"}).action_apply()
        self.assertEqual((line.part_approval, line.part_refusal), ('refused', "A rebuilt one <b>does</b>"))
        self.assertEqual(other.line_ids.part_approval, 'to_approve')
        self.assertFalse(self._get_tasks(order))
        task = self._get_tasks(order, 'refused')
        self.assertEqual(task.user_id, self.user_advisor)
        self.assertIn("&lt;b&gt;", task.note)
        with self.assertRaisesRegex(UserError, "not approved, A rebuilt one"):
            self._order(line)
        with self.assertRaises(AccessError):
            line.with_user(self.user_technician).action_ask_part_approval()
        line.with_user(self.user_advisor).action_ask_part_approval()
        self.assertEqual(line.part_approval, 'to_approve')
        self.assertEqual(self._get_tasks(order).user_id, self.user_dispatcher)
        line.with_user(self.user_advisor).action_ask_part_approval()
        self.assertEqual(len(self._get_tasks(order)), 1, "asked twice, one task")

    def test_manager_orders_himself(self):
        """H2: whoever may approve and orders has approved; a dispatcher's word does not reach beyond his amount."""
        line = self._create_approved((self.dearest, 1)).line_ids
        self._order(line, self.user_manager)
        self.assertEqual((line.part_answer, line.part_answer_by_id), ('approved', self.user_manager))
        clerk = self.user_parts
        clerk.group_ids |= self.env.ref('aftersales.group_dispatcher')
        both = self._create_approved((self.dear, 1), (self.dearest, 1)).line_ids
        with self.assertRaisesRegex(UserError, "Battery"):
            self._order(both)
        self._order(both[0])
        self.assertEqual(both[0].part_answer_by_id, clerk)

    def test_task_ends_with_the_need(self):
        """H2: a part that came, or an order that is cancelled, waits for nobody's word any more."""
        order, other = self._create_approved((self.dear, 1)), self._create_approved((self.dear, 1))
        self._put_in_stock(self.dear, 1)
        order.sudo().picking_ids.action_assign()
        self.assertFalse(self._get_tasks(order))
        self.assertTrue(self._get_tasks(other))
        other.sudo().job_ids.line_ids.unlink()
        self.assertFalse(self._get_tasks(other))

    @freeze_time('2026-03-03 02:00:00')
    def test_list_of_the_clerk(self):
        """H2: what is needed before today, to be approved, short: each filter finds its lines, and those alone."""
        late = self._create_approved((self.dear, 1)).line_ids
        soon = self._create_approved((self.cheap, 1), (self.pads, 1)).line_ids
        late.with_user(self.user_advisor).write({
            'part_needed_date': fields.Date.today() - timedelta(days=1), 'part_reason': "Blown", 'part_urgency': 'stands'})
        soon[1].with_user(self.user_advisor).part_needed_date = fields.Date.today() - timedelta(days=2)
        self._issue(soon.order_id, {self.pads: 1, self.cheap: 0})
        self.env.invalidate_all()
        Line = self.env['aftersales.order.line'].with_user(self.user_parts)
        ours = late | soon
        for domain, expected in (
            ([('is_part_overdue', '=', True)], late),  # what is issued is not needed any more
            ([('is_part_overdue', '=', False)], soon),
            ([('part_approval', '=', 'to_approve')], late),
            ([('part_approval', '=', 'none')], soon),
            ([('part_approval', 'in', ['none', 'to_approve'])], ours),
            ([('part_approval', '!=', 'none')], late),
            ([('parts_state', '=', 'not_here')], late | soon[0]),
            ([('part_urgency', '!=', 'normal')], late),
        ):
            with self.subTest(domain=domain):
                self.assertEqual(Line.search([('id', 'in', ours.ids), *domain]), expected.with_user(self.user_parts))

    def test_price_stays_hidden(self):
        """faults U9: who sees no prices sees no amount of a special order."""
        line = self._create_approved((self.dear, 1)).line_ids.with_user(self.user_technician)
        self.assertEqual(line.part_approval, 'to_approve')
        for name in ('part_amount', 'part_answer_amount'):
            with self.assertRaises(AccessError):
                line.read([name])

    def test_other_company(self):
        """I1: an advisor of another dealer neither sees nor answers it."""
        line = self._create_approved((self.dear, 1)).line_ids
        self.user_other_advisor.group_ids |= self.env.ref('aftersales.group_manager')
        for method in ('action_approve_part', 'action_ask_part_approval', 'action_order_missing_parts'):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(line.with_user(self.user_other_advisor), method)()

    def test_hint_on_the_sheet(self):
        """H2: the advisor sees beside the part who has to approve it."""
        line = self._create_approved((self.dear, 1)).line_ids
        self.assertIn("Order to be approved by: Dispatcher", [hint.message for hint in line._get_row_hints()])

    def test_queries_of_the_list(self):
        """P8: the list asks as much for one request as for many."""
        one = self._create_approved((self.dear, 1)).line_ids
        many = self._create_approved(*[(self.dear, 1)] * 6).line_ids
        self.assertFlat(
            lambda lines: lines.with_user(self.user_parts).read(['part_approval', 'part_amount', 'is_part_overdue']),
            one, many, slack=2)
