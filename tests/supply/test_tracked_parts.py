from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestTrackedParts(PartsCommon):
    """H2, H8, H9: parts told apart by lots and serial numbers leave under the number that is handed out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.airbag, cls.glue = cls.env['product.product'].create([
            {'name': name, 'type': 'consu', 'is_storable': True, 'tracking': tracking, 'list_price': 10.0,
             'aftersales_shelf_days': days}
            for name, tracking, days in (("Airbag", 'serial', 0), ("Glue", 'lot', 100))])
        cls.a1, cls.a2, cls.a3, cls.old, cls.early, cls.late = cls.env['stock.lot'].create([
            {'name': name, 'product_id': product.id} for name, product in (
                ("A-1", cls.airbag), ("A-2", cls.airbag), ("A-3", cls.airbag), ("G-OLD", cls.glue), ("G-1", cls.glue),
                ("G-2", cls.glue))])
        for lot, quantity in ((cls.a1, 1), (cls.a2, 1), (cls.late, 5), (cls.early, 3), (cls.old, 4)):
            cls._put_in_stock(lot.product_id, quantity, lot)
        for lot, days in ((cls.old, 300), (cls.early, 50), (cls.late, 10)):
            cls.env['stock.quant'].search([('lot_id', '=', lot.id)]).in_date = fields.Datetime.now() - timedelta(days=days)

    def _get_window(self, order):
        return self.env['stock.move'].with_user(self.user_parts).search([('aftersales_order_id', '=', order.id)])

    def _open(self, moves):
        action = moves.action_aftersales_issue()
        return self.env[action['res_model']].with_user(self.user_parts).browse(action['res_id'])

    def _say(self, dialog, *lots):
        """What the clerk enters: (lot, quantity), for the only part."""
        dialog.line_ids = [Command.clear(), *(Command.create({
            'move_id': dialog.move_ids.id, 'lot_id': lot.id, 'quantity': quantity}) for lot, quantity in lots)]

    def _get_out(self, order):
        lines = order.sudo().line_ids.move_ids.move_line_ids.filtered(lambda line: line.state == 'done')
        return {line.lot_id: line.quantity for line in lines}

    def test_scanned(self):
        """H2, H8: the number in the hand takes the place of the proposed one; the vehicle holds it, until it comes back."""
        order = self._create_approved((self.airbag, 1), (self.pads, 1))
        dialog = self._open(self._get_window(order))
        self.assertEqual((dialog.line_ids.lot_id, dialog.line_ids.product_id), (self.a1, self.airbag))
        with Form(dialog) as form:
            form.scan = "a-2"
            self.assertFalse(form.scan)
        self.assertEqual((dialog.line_ids.lot_id, dialog.line_ids.is_scanned), (self.a2, True))
        action = dialog.action_apply()
        self.assertEqual(self.env['stock.picking'].browse(action['res_id']).state, 'done')
        self.assertEqual(order.line_ids.mapped('qty_issued'), [1, 1])
        self.assertEqual(self._get_out(order)[self.a2], 1)
        defect = self.env['aftersales.part.defect'].with_user(self.user_parts).create({
            'workshop_id': self.workshop.id, 'product_id': self.airbag.id, 'lot_id': self.a2.id,
            'failure_mode': 'electric', 'effect': "Light is on"})
        self.assertEqual(defect.vehicle_count, 1, "who holds the lot")
        wizard = self.env['stock.return.picking'].with_user(self.user_parts).with_context(
            active_id=action['res_id'], active_ids=[action['res_id']], active_model='stock.picking').create({})
        for line in wizard.product_return_moves:
            line.quantity = line.product_id == self.airbag
        back = self.env['stock.picking'].with_user(self.user_parts).browse(wizard.action_create_returns()['res_id'])
        self.assertEqual(back.move_line_ids.lot_id, self.a2, "it comes back under its number")
        back.move_ids.picked = True
        back.button_validate()
        self.env.invalidate_all()
        self.assertEqual(defect.vehicle_count, 0)
        self.assertTrue(self.a2._get_stock_at(self.warehouse.lot_stock_id)[self.a2])

    def test_several_lots(self):
        """H2: what expires first is proposed, what has expired is not; a line takes several lots, the rest stays asked for."""
        self.assertEqual(
            self.env['stock.lot']._propose_first(self.glue, self.warehouse.lot_stock_id, 5), [(self.early, 3), (self.late, 2)])
        order = self._create_approved((self.glue, 6))
        dialog = self._open(self._get_window(order))
        self.assertTrue(any(dialog.line_ids.mapped('refusal')), "stock sets aside what came first")
        with self.assertRaisesRegex(UserError, "G-OLD of Glue expired on"):
            dialog.action_apply()
        self._say(dialog, (self.early, 3), (self.late, 2))
        dialog.action_apply()
        self.assertEqual(self._get_out(order), {self.early: 3, self.late: 2})
        self.assertEqual((order.line_ids.qty_issued, sum(self._get_demand(order).values())), (5, 1))

    def test_refused(self):
        """H2: a foreign, unknown, absent, blocked number, twice the same or too many: each is refused in a sentence."""
        order = self._create_approved((self.airbag, 2))
        dialog = self._open(self._get_window(order))
        for lots, words in (
            ([(self.late, 1)], "G-2 is a number of Glue"), ([(self.a3, 1)], "not in the house"),
            ([(self.a1, 2)], "is one piece"), ([(self.a1, 1), (self.a1, 1)], "is one piece"),
            ([(self.a1, 1), (self.a2, 1), (self.a3, 1)], "3 are entered, but 2 are set aside"), ([], "Enter the number"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self._say(dialog, *lots)
                dialog.action_apply()
        self._say(dialog, (self.a1, 1), (self.a2, 1))
        for text, words in (("G-1", "is a number of Glue"), ("XX", "Nobody knows"), ("A-3", "not in the house")):
            with self.subTest(text), self.assertRaisesRegex(UserError, words):
                dialog._put_scanned(text)
        self.env['aftersales.part.defect'].with_user(self.user_parts).create({
            'workshop_id': self.workshop.id, 'product_id': self.airbag.id, 'lot_id': self.a1.id,
            'failure_mode': 'electric', 'effect': "Light is on"}).sudo().is_blocked = True
        with self.assertRaisesRegex(UserError, "A-1 of Airbag is blocked"):
            dialog.action_apply()
        picking = self._get_open_picking(order)
        picking.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "A-1 of Airbag is blocked"):
            picking.button_validate()

    def test_swapped(self):
        """H2: who takes the number set aside for another order leaves him his own one; the same one is had once."""
        first, second = self._create_approved((self.airbag, 1)), self._create_approved((self.airbag, 1))
        mine, other = self._open(self._get_window(first)), self._open(self._get_window(second))
        self.assertEqual((mine.line_ids.lot_id, other.line_ids.lot_id), (self.a1, self.a2))
        self._say(mine, (self.a2, 1))
        mine.action_apply()
        self.assertEqual(self._get_window(second).move_line_ids.lot_id, self.a1)
        with self.assertRaisesRegex(UserError, "A-2 of Airbag is not in the house"):
            other.action_apply()
        with self.assertRaisesRegex(UserError, "handed out or cancelled already"):
            mine.action_apply()
        self._say(other, (self.a1, 1))
        other.action_apply()
        self.assertEqual((self._get_out(first), self._get_out(second)), ({self.a2: 1}, {self.a1: 1}))

    def test_picked(self):
        """H2: what was picked under another number already leaves once, under the number that is said."""
        order = self._create_approved((self.airbag, 1))
        self._get_open_picking(order).move_ids.picked = True
        dialog = self._open(self._get_window(order))
        self._say(dialog, (self.a2, 1))
        dialog.action_apply()
        self.assertEqual((self._get_out(order), order.line_ids.qty_issued), ({self.a2: 1}, 1))
        self.assertTrue(self.a1._get_stock_at(self.warehouse.lot_stock_id)[self.a1])

    def test_picked_at_the_counter(self):
        """H9: as for an order, where the dialog of a sale says another number than somebody has picked."""
        sale = self._sale(self.airbag, 1)
        sale.line_ids.lot_ids = False
        action = sale.action_sell()
        sale.picking_ids.move_ids.picked = True
        dialog = self.env[action['res_model']].with_user(self.user_parts).browse(action['res_id'])
        self._say(dialog, (self.a2, 1))
        dialog.action_apply()
        self.assertEqual((sale.line_ids.qty_delivered, sale.line_ids.lot_ids), (1, self.a2))

    def test_holders(self):
        """H2: nobody loses what is set aside for him while enough is free; a receipt of the lot is none of it."""
        order, *__, last = orders = [self._create_approved((self.glue, quantity)) for quantity in (2, 2, 3, 2)]
        self.assertEqual(
            [self._get_window(one).move_line_ids.lot_id for one in orders], [self.old, self.old, self.early, self.late])
        receipt = self.env['stock.picking'].with_user(self.user_parts).create({
            'picking_type_id': self.warehouse.in_type_id.id, 'location_id': self.env.ref('stock.stock_location_suppliers').id,
            'location_dest_id': self.warehouse.lot_stock_id.id, 'move_ids': [Command.create({
                'product_id': self.glue.id, 'product_uom_qty': 5,
                'location_id': self.env.ref('stock.stock_location_suppliers').id,
                'location_dest_id': self.warehouse.lot_stock_id.id})]})
        receipt.action_confirm()
        receipt.move_ids.move_line_ids = [Command.clear(), Command.create({
            'product_id': self.glue.id, 'lot_id': self.late.id, 'quantity': 5, 'picked': True})]
        held = self._get_window(last).move_line_ids | receipt.move_line_ids
        dialog = self._open(self._get_window(order))
        self._say(dialog, (self.late, 2))
        dialog.action_apply()
        self.assertEqual(self._get_out(order), {self.late: 2})
        self.assertEqual((held.exists(), held.mapped('quantity')), (held, [2, 5]))

    def test_local_day(self):
        """H2: a lot expires by the clock of the house where it lies, not by that of UTC or of whoever asks."""
        self.company.partner_id.tz = 'Asia/Shanghai'
        self.company.aftersales_workshop_ids.resource_calendar_id.tz = 'Asia/Shanghai'
        place = self.warehouse.lot_stock_id
        quant = self.env['stock.quant'].search([('lot_id', '=', self.early.id), ('location_id', '=', place.id)])
        quant.in_date = '2025-11-22 17:00:00'  # the 23rd in Shanghai, and a hundred days are over with 3 March
        for moment, is_refused in (('2026-03-03 15:30:00', False), ('2026-03-03 16:30:00', True)):
            for zone in ('America/Los_Angeles', 'Asia/Tokyo'):
                with self.subTest(moment, zone=zone), freeze_time(moment):
                    lot = self.early.with_user(self.user_parts).with_context(tz=zone)
                    self.assertEqual(bool(lot._get_refusals(place, lot._get_stock_at(place))), is_refused)

    def test_blocked_elsewhere(self):
        """H8: what another dealer blocks of a number is not ours: a lot without a company is shared."""
        company = self.user_other_advisor.company_id
        workshop = self.env['aftersales.workshop'].sudo().search([('company_id', '=', company.id)], limit=1) or \
            self.env['aftersales.workshop'].sudo().create({'name': "Other", 'code': 'OTH9', 'company_id': company.id})
        self.env['aftersales.part.defect'].sudo().with_company(company).create({
            'workshop_id': workshop.id, 'product_id': self.airbag.id, 'lot_id': self.a1.id, 'failure_mode': 'electric',
            'effect': "Light is on"}).is_blocked = True
        order = self._create_approved((self.airbag, 1))
        self._open(self._get_window(order)).action_apply()
        self.assertEqual(self._get_out(order), {self.a1: 1})

    def test_roles(self):
        """H2: only the parts counter hands out by number."""
        order = self._create_approved((self.airbag, 1))
        move = self._get_window(order)
        with self.assertRaises(AccessError):
            move.with_user(self.user_technician).action_aftersales_issue()
        dialog = self.env['aftersales.lot.wizard'].with_user(self.user_advisor).create({
            'move_ids': move.ids, 'line_ids': [Command.create({
                'move_id': move.id, 'lot_id': self.a1.id, 'quantity': 1})]})
        with self.assertRaises(AccessError):
            dialog.action_apply()
        other = self.env['stock.move'].create({
            'product_id': self.airbag.id, 'product_uom_qty': 1, 'location_id': self.warehouse.lot_stock_id.id,
            'location_dest_id': self.env.ref('stock.stock_location_customers').id, 'company_id': self.company.id})
        Dialog = self.env['aftersales.lot.wizard'].with_user(self.user_parts)
        for moves, user in ((other, self.user_parts), (move, self.user_other_advisor)):
            with self.assertRaises(AccessError):
                Dialog.with_user(user).create({'move_ids': moves.ids})
            with self.assertRaises(AccessError):
                Dialog.with_user(user).onchange({'move_ids': moves.ids}, [], {'move_ids': {}})
            with self.assertRaises(AccessError):
                Dialog.with_user(user).onchange(
                    {'line_ids': [Command.create({'move_id': moves.id})]}, [], {'line_ids': {'fields': {'product_id': {}}}})

    def _sale(self, product, quantity, user=None, **extra):
        return self.env['aftersales.counter.sale'].with_user(user or self.user_parts).create({
            'workshop_id': self.workshop.id,
            'line_ids': [Command.create({'product_id': product.id, 'quantity': quantity, **extra})]})

    def test_over_the_counter(self):
        """H9: the number is proposed with the part; sold with the same clicks, by clerk and advisor; it comes back."""
        for user, lot in ((self.user_parts, self.a1), (self.user_advisor, self.a2)):
            with Form(self.env['aftersales.counter.sale'].with_user(user)) as form:
                with form.line_ids.new() as line:
                    line.product_id = self.airbag
            sale = form.record
            self.assertEqual(sale.line_ids.lot_ids, lot)
            self.assertEqual(sale.action_sell()['report_name'], 'aftersales.report_counter_receipt')
            self.assertEqual((sale.state, sale.line_ids.lot_ids), ('handed', lot))
            self.assertEqual(sale.sudo().picking_ids.move_line_ids.lot_id, lot)
        action = sale.with_user(self.user_parts).action_return()
        wizard = self.env[action['res_model']].with_user(self.user_parts).with_context(**action['context']).create({})
        wizard.product_return_moves.quantity = 1
        back = self.env['stock.picking'].with_user(self.user_parts).browse(wizard.action_create_returns()['res_id'])
        back.move_ids.picked = True
        back.button_validate()
        self.assertEqual(back.move_line_ids.lot_id, self.a2)
        self.assertFalse(sale.line_ids.lot_ids, "the customer holds it no more")

    def test_counter_says_another(self):
        """H9: the clerk sells what he has in hand; two sales of one number: the second is told."""
        sale, other = self._sale(self.airbag, 1), self._sale(self.airbag, 1)
        sale.line_ids.lot_ids = self.a2
        other.line_ids.lot_ids = self.a2
        sale.action_sell()
        self.assertEqual(sale.line_ids.lot_ids, self.a2)
        with self.assertRaisesRegex(UserError, "A-2 of Airbag is not in the house"):
            other.action_sell()
        with self.assertRaisesRegex(ValidationError, "G-2 is a number of Glue"):
            self._sale(self.airbag, 1).line_ids.lot_ids = self.late
        glue = self._sale(self.glue, 4)
        self.assertEqual(glue.line_ids.lot_ids, self.early | self.late)
        glue.action_sell()
        self.assertEqual(
            {line.lot_id: line.quantity for line in glue.sudo().picking_ids.move_line_ids}, {self.early: 3, self.late: 1})
        with self.assertRaisesRegex(UserError, "G-OLD of Glue expired"):
            self._sale(self.glue, 1, lot_ids=[Command.set(self.old.ids)]).action_sell()

    def test_proposed_anew(self):
        """H9: a number nobody entered is proposed anew on confirming; nobody loses what is set aside for him."""
        first, second = self._sale(self.airbag, 1), self._sale(self.airbag, 1, user=self.user_advisor)
        self.assertEqual((first.line_ids.lot_ids, second.line_ids.lot_ids), (self.a1, self.a1))
        self.assertFalse((first | second).line_ids.filtered('has_named_lots'))
        order = self._create_approved((self.airbag, 1))
        self.assertEqual(self._get_window(order).move_line_ids.lot_id, self.a1)
        second.action_confirm()
        self.assertEqual((second.line_ids.lot_ids, second.sudo().picking_ids.move_line_ids.lot_id), (self.a2, self.a2))
        self.assertEqual(self._get_window(order).move_line_ids.lot_id, self.a1, "the order keeps its own")
        second.action_quote()
        second.line_ids.lot_ids = self.a1
        self.assertTrue(second.line_ids.has_named_lots)
        second.action_sell()
        self.assertEqual(second.line_ids.lot_ids, self.a1, "who has it in hand sells it")
        self.assertEqual(self._get_window(order).move_line_ids.lot_id, self.a2)

    def test_counter_asks(self):
        """H9: where nobody has named the number, the hand-over asks for it."""
        sale = self._sale(self.airbag, 1, user=self.user_advisor)
        sale.line_ids.lot_ids = False
        action = sale.action_sell()
        dialog = self.env[action['res_model']].with_user(self.user_advisor).browse(action['res_id'])
        self.assertEqual((sale.state, dialog.line_ids.lot_id), ('confirmed', self.a1))
        with Form(dialog) as form:
            form.scan = "A-2"
        dialog.action_apply()
        self.assertEqual((sale.state, sale.line_ids.lot_ids), ('handed', self.a2))
