from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon

PNG = b'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='


@tagged('post_install', '-at_install')
class TestPartsWindow(PartsCommon):
    """H2: the parts clerk sees part by part what is to be handed out, finds it by a scan, and issues it once."""

    def _get_window(self, *domain, user=None):
        action = self.env.ref('aftersales.action_parts_window')
        moves = self.env['stock.move'].with_user(user or self.user_parts)
        return moves.search([*safe_eval(action.domain), *domain])

    def _get_scan(self, text):
        field = self.env.ref('aftersales.stock_move_view_search_window').arch_db.partition('filter_domain="')[2]
        return safe_eval(field.partition('"')[0], {'self': text})

    def _promise(self, order, moment):
        self.env['aftersales.promise.wizard'].with_user(self.user_advisor).create({
            'order_id': order.id, 'promise_date': moment, 'reason': "Parts"}).action_apply()

    def test_what_waits(self):
        """H2: what is to be issued, with what is set aside and short; not what is issued, returned or of another kind."""
        order = self._create_approved((self.pads, 12), (self.disc, 1))
        pads = order.line_ids[0]
        moves = self._get_window(('aftersales_order_id', '=', order.id))
        self.assertEqual(moves.aftersales_line_id, order.line_ids)
        pads_move = moves.filtered(lambda move: move.product_id == self.pads)
        self.assertEqual((pads_move.product_uom_qty, pads_move.quantity, pads_move.aftersales_short), (12, 10, 2))
        self.assertEqual(pads_move.aftersales_technician_id, self.technician)
        self.assertEqual(pads_move.aftersales_license_plate, self.vehicle.license_plate)
        picking = self._issue(order, {self.disc: 1, self.pads: 0})
        self._return(picking, 1, validate=False)
        self.env.invalidate_all()
        self.assertEqual(self._get_window(('aftersales_order_id', '=', order.id)).aftersales_line_id, pads)

    def test_scan(self):
        """H2: number, barcode, plate, order or transfer: the box finds the part that is meant."""
        self.pads.write({'default_code': 'BP-77', 'barcode': '6901234567892'})
        order = self._create_approved((self.pads, 1), (self.disc, 1))
        other = self._create_approved((self.disc, 1), )
        for text, lines in (
            ('6901234567892', order.line_ids[0]), ('bp-77', order.line_ids[0]), (order.name, order.line_ids),
            (other.sudo().picking_ids.name, other.line_ids), ('690123', self.env['aftersales.order.line']),
        ):
            with self.subTest(text):
                found = self._get_window(*self._get_scan(text)).aftersales_line_id
                self.assertEqual(found & (order | other).line_ids, lines)
        self.assertEqual(
            self._get_window(*self._get_scan(self.vehicle.license_plate)).aftersales_line_id & (order | other).line_ids,
            (order | other).line_ids)

    def test_scan_of_other_numbers(self):
        """H1, H2: a maker's and a supplier's number finds the part, typed with dashes or without."""
        self.pads.product_tmpl_id.aftersales_number_ids = [
            Command.create({'name': '04465-02220', 'kind': 'maker', 'number_brand': "Maker"}),
            Command.create({'name': 'GDB 3425', 'kind': 'supplier'})]
        order = self._create_approved((self.pads, 1), (self.disc, 1))
        for text in ('04465-02220', '0446502220', '04465 02220', 'gdb3425', 'GDB 3425', '446502220'):
            with self.subTest(text):
                found = self._get_window(*self._get_scan(text)).aftersales_line_id
                self.assertEqual(found & order.line_ids, order.line_ids[0])
        self.assertFalse(self._get_window(*self._get_scan('0446502221')).aftersales_line_id & order.line_ids)

    def test_queries_of_the_scan(self):
        """P8: a scan asks as much for one part in the window as for many."""
        one, many = self._create_approved((self.pads, 1)), self._create_approved(*[(self.pads, 1)] * 6)
        self.assertFlat(
            lambda moves: self._get_window(*self._get_scan('pads'), ('id', 'in', moves.ids)),
            one.line_ids.move_ids, many.line_ids.move_ids)

    @freeze_time('2026-03-03 02:00:00')
    def test_needed_first(self):
        """H2: the day a part is needed on is its day at the window, else the car's promise; the window begins with it."""
        late, soon = self._create_approved((self.pads, 1)), self._create_approved((self.pads, 1), (self.disc, 1))
        for order in late | soon:
            self._promise(order, '2026-03-05 09:00:00')
        line, other = soon.line_ids
        late.line_ids.with_user(self.user_advisor).part_needed_date = '2026-03-09'
        line.with_user(self.user_advisor).part_needed_date = '2026-03-04'
        needed = self.workshop._get_day_bounds(fields.Date.to_date('2026-03-04'))[0]
        self.assertEqual(line.move_ids.date_deadline, needed)
        self.assertEqual(other.move_ids.date_deadline, fields.Datetime.to_datetime('2026-03-05 09:00:00'))
        arch = etree.fromstring(self.env.ref('aftersales.stock_move_view_list_window').arch_db)
        moves = self.env['stock.move'].with_user(self.user_parts).search(
            [('aftersales_order_id', 'in', (late | soon).ids)], order=arch.get('default_order'))
        self.assertEqual(moves.aftersales_line_id, line | other | late.line_ids)
        self.assertEqual(
            [field.get('name') for field in arch.iter('field') if field.get('name') in ('date_deadline', 'aftersales_urgency')
             and field.get('optional') == 'show'], ['date_deadline', 'aftersales_urgency'])
        for order in late | soon:
            self._promise(order, '2026-03-06 09:00:00')
        self.assertEqual(line.move_ids.date_deadline, needed, "the need is its own")
        self.assertEqual(moves[0].aftersales_promise_date, fields.Datetime.to_datetime('2026-03-06 09:00:00'))
        line.with_user(self.user_advisor).part_needed_date = False
        self.assertEqual(line.move_ids.date_deadline, soon.promise_date)
        line.sudo().move_ids.date_deadline = False  # as of an order that nothing was promised of
        self.assertFalse(line.move_ids.date_deadline)

    @freeze_time('2026-03-03 02:00:00')
    def test_bought_for_the_day(self):
        """H2: what is needed later is ordered to come then; what is needed sooner than the vendor can, when he can."""
        vendor = self.env['res.partner'].create({'name': "Parts Vendor"})
        clutch, hose = self.env['product.product'].create([{
            'name': name, 'type': 'consu', 'is_storable': True, 'list_price': 20.0,
            'seller_ids': [Command.create({'partner_id': vendor.id, 'price': 8.0, 'delay': 2})],
        } for name in ("Clutch", "Hose")])
        order = self._create_approved(
            (clutch, 1, {'part_needed_date': '2026-03-20'}), (hose, 1, {'part_needed_date': '2026-03-04'}))
        order.line_ids.with_user(self.user_parts).action_order_missing_parts()
        later, sooner = self.env['purchase.order.line'].search([('partner_id', '=', vendor.id)]).sorted(
            lambda bought: bought.product_id != clutch)
        needed = self.workshop._get_day_bounds(fields.Date.to_date('2026-03-20'))[0]
        self.assertEqual(later.date_planned, needed)
        self.assertEqual(sooner.date_planned.date(), fields.Date.to_date('2026-03-05'))
        self.assertEqual(sooner.order_id.date_order, fields.Datetime.now(), "what is needed first says when to order")

    def test_issue_and_sign(self):
        """H2: one click issues the part; its transfer opens, the technician signs; the rest stays asked for."""
        order = self._create_approved((self.pads, 12), (self.disc, 1))
        pads, disc = order.line_ids
        move = self._get_window(('aftersales_line_id', '=', pads.id))
        action = move.action_aftersales_issue()
        picking = self.env['stock.picking'].with_user(self.user_parts).browse(action['res_id'])
        self.assertEqual((picking.state, picking.move_ids), ('done', move))
        self.assertEqual((pads.qty_issued, disc.qty_issued), (10, 0))
        picking.action_aftersales_sign(PNG)
        self.assertTrue(picking.sudo().signature)
        rest = self._get_window(('aftersales_order_id', '=', order.id))
        self.assertEqual({move.aftersales_line_id: move.product_uom_qty for move in rest}, {pads: 2, disc: 1})
        with self.assertRaisesRegex(UserError, "handed out or cancelled already"):
            move.action_aftersales_issue()
        with self.assertRaisesRegex(UserError, "is short"):
            rest.filtered(lambda move: move.product_id == self.pads).action_aftersales_issue()

    def test_last_part(self):
        """H2: of two orders for the last part one gets it, whoever clicks first."""
        self._put_in_stock(self.disc, -3)
        first, second = self._create_approved((self.disc, 1)), self._create_approved((self.disc, 1))
        moves = self._get_window(('aftersales_order_id', 'in', (first | second).ids))
        self.assertEqual(sum(moves.mapped('quantity')), 1)
        with self.assertRaisesRegex(UserError, "is short"):
            moves.action_aftersales_issue()
        moves.filtered('quantity').action_aftersales_issue()
        self.assertEqual(sum((first | second).line_ids.mapped('qty_issued')), 1)

    def test_several_at_once(self):
        """H2: parts of two orders are issued together, each in its own transfer."""
        orders = self._create_approved((self.pads, 1)) | self._create_approved((self.pads, 2))
        action = self._get_window(('aftersales_order_id', 'in', orders.ids)).action_aftersales_issue()
        self.assertEqual(set(self.env['stock.picking'].search(action['domain'])), set(orders.picking_ids))
        self.assertEqual(orders.line_ids.mapped('qty_issued'), [1, 2])

    def test_others_hands(self):
        """H2: what a colleague has picked is finished in its transfer; a lot's number finds what it may be handed out for."""
        serial = self.env['product.product'].create({
            'name': "Airbag", 'type': 'consu', 'is_storable': True, 'tracking': 'serial', 'list_price': 10})
        self._put_in_stock(serial, 1, self.env['stock.lot'].create({'name': "A-1", 'product_id': serial.id}))
        order = self._create_approved((self.pads, 1), (serial, 1), (self.disc, 1))
        pads, airbag, disc = self._get_window(('aftersales_order_id', '=', order.id)).sorted('id')
        self.assertEqual(self._get_window(*self._get_scan("A-1")), airbag)
        disc.picked = True
        with self.assertRaisesRegex(UserError, "picking other parts"):
            pads.action_aftersales_issue()

    def test_roles(self):
        """H2: only the parts counter hands out; another dealer sees nothing of it."""
        order = self._create_approved((self.pads, 1))
        move = self._get_window(('aftersales_order_id', '=', order.id))
        for user in (self.user_advisor, self.user_dispatcher, self.user_technician):
            with self.subTest(user.login), self.assertRaises(AccessError):
                move.with_user(user).action_aftersales_issue()
        self.user_other_advisor.group_ids |= self.env.ref('aftersales.group_parts')
        self.assertFalse(self._get_window(('aftersales_order_id', '=', order.id), user=self.user_other_advisor))
        with self.assertRaises(AccessError):
            move.with_user(self.user_other_advisor).action_aftersales_issue()

    def test_queries(self):
        """P8: the window asks as much for one part as for many."""
        one, many = self._create_approved((self.pads, 1)), self._create_approved(*[(self.pads, 1)] * 6)
        names = ['aftersales_license_plate', 'aftersales_technician_id', 'aftersales_short', 'aftersales_issued', 'quantity']
        self.assertFlat(lambda moves: moves.with_user(self.user_parts).read(names),
                        one.line_ids.move_ids, many.line_ids.move_ids)
