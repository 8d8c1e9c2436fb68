from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestShortDelivery(PartsCommon):
    """H4: what a supplier sends short, wrong or damaged is on record, and chased until it is complete."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env['res.partner'].create({'name': "Parts Vendor"})

    def _buy(self, *products, quantity=10):
        purchase = self.env['purchase.order'].create({
            'partner_id': self.vendor.id, 'picking_type_id': self.warehouse.in_type_id.id,
            'order_line': [Command.create({'product_id': product.id, 'product_qty': quantity, 'price_unit': 5})
                           for product in products]})
        purchase.button_confirm()
        return purchase

    def _take_in(self, purchase, quantities, backorder=True):
        """The parts clerk takes in so many of each part."""
        picking = purchase.picking_ids.filtered(lambda picking: picking.state not in ('done', 'cancel'))
        picking = picking.with_user(self.user_parts)
        for move in picking.move_ids:
            move.quantity = quantities.get(move.product_id, 0)
            move.picked = bool(move.quantity)
        action = picking.button_validate()
        if isinstance(action, dict) and action.get('res_model') == 'stock.backorder.confirmation':
            wizard = Form.from_action(self.env(user=self.user_parts), action).save()
            wizard.process() if backorder else wizard.process_cancel_backorder()
        self.env.invalidate_all()
        return picking

    def _get_shorts(self, purchase):
        return self.env['aftersales.short.delivery'].with_user(self.user_parts).search([
            ('purchase_id', '=', purchase.id)], order='id')

    def test_noted_and_ended_by_receipts(self):
        """H4: the receipt notes what is short; the rest that comes in two parts makes it complete."""
        purchase = self._buy(self.pads, self.disc)
        picking = self._take_in(purchase, {self.pads: 6})
        pads, disc = self._get_shorts(purchase).sorted('quantity')
        self.assertEqual((pads.quantity, pads.qty_ordered, pads.kind, pads.state), (4, 10, 'short', 'open'))
        self.assertEqual((disc.quantity, disc.picking_id, disc.partner_id), (10, picking, self.vendor))
        self.assertEqual(pads.user_id, self.user_parts)
        self._take_in(purchase, {self.pads: 3, self.disc: 10})
        self.assertEqual((pads.qty_left, pads.state, disc.state), (1, 'open', 'complete'))
        self.assertEqual(self._get_shorts(purchase), pads + disc, "the same rest is not noted twice")
        self._take_in(purchase, {self.pads: 1})
        self.assertEqual((pads.state, pads.qty_left, pads.qty_later), ('complete', 0, 4))
        self.assertTrue(pads.closed_date)

    def test_nobody_waits_for_the_rest(self):
        """H4: without a backorder it is short all the same, and nothing is awaited; all of it is no short delivery."""
        purchase = self._buy(self.pads, self.disc)
        self._take_in(purchase, {self.pads: 6}, backorder=False)
        pads, disc = self._get_shorts(purchase).sorted('quantity')
        self.assertEqual((pads.quantity, disc.quantity, (pads + disc).awaited_move_id.ids), (4, 10, []))
        whole = self._buy(self.pads)
        self._take_in(whole, {self.pads: 10})
        self.assertFalse(self._get_shorts(whole))

    def test_wrong_and_damaged(self):
        """H4: the clerk notes from the receipt what is wrong or damaged, never more than came."""
        purchase = self._buy(self.pads)
        picking = self._take_in(purchase, {self.pads: 10})
        context = picking.action_view_aftersales_shorts()['context']
        shorts = self.env['aftersales.short.delivery'].with_user(self.user_parts).with_context(**context)
        short = shorts.create({'product_id': self.pads.id, 'kind': 'damaged', 'quantity': 2, 'note': "Box crushed"})
        self.assertEqual((short.partner_id, picking.aftersales_short_count), (self.vendor, 1))
        with self.assertRaisesRegex(ValidationError, "10.* came with it"):
            shorts.create({'product_id': self.pads.id, 'kind': 'wrong', 'quantity': 11})
        with self.assertRaisesRegex(ValidationError, "came with it"):
            shorts.create({'product_id': self.disc.id, 'kind': 'wrong'})
        short.action_credit()
        with self.assertRaisesRegex(UserError, "is already"):
            short.action_credit()
        short.action_reopen()
        self.assertFalse(short.closed_date)

    def test_chased(self):
        """H4: what is due is found; each time the supplier is asked counts, and the next time is in three days."""
        purchase = self._buy(self.pads, self.disc)
        self._take_in(purchase, {self.pads: 6})
        shorts = self._get_shorts(purchase)
        self.assertFalse(any(shorts.mapped('is_to_chase')))
        with freeze_time(fields.Datetime.now() + timedelta(days=4)):
            self.env.invalidate_all()
            self.assertEqual(shorts.search([('is_to_chase', '=', True), ('id', 'in', shorts.ids)], order='id'), shorts)
            self.assertEqual(shorts.mapped('days_open'), [4, 4])
            self.company.aftersales_chase_days = 5
            shorts.action_chase()
            self.assertEqual(shorts.mapped('chase_count'), [1, 1])
            self.assertEqual(set(shorts.mapped('chase_date')), {fields.Date.context_today(shorts) + timedelta(days=5)})
            self.assertFalse(any(shorts.mapped('is_to_chase')))
        shorts[0].action_give_up()
        with self.assertRaisesRegex(UserError, "not chased any more"):
            shorts.action_chase()

    def test_roles(self):
        """H4: counts and links are the system's; advisors and technicians change none; other companies see none."""
        purchase = self._buy(self.pads)
        self._take_in(purchase, {self.pads: 6})
        short = self._get_shorts(purchase)
        for user in (self.user_advisor, self.user_technician):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                short.with_user(user).read(['quantity'])
        for vals in ({'chase_count': 0}, {'awaited_move_id': False}, {'qty_later': 4}):
            with self.subTest(**vals), self.assertRaises(AccessError):
                short.write(vals)
        with self.assertRaises(AccessError):
            short.unlink()
        other = self.env['res.company'].create({'name': "Elsewhere"})
        user = self.user_parts.copy({'company_ids': [other.id], 'company_id': other.id, 'login': 'parts.elsewhere'})
        self.assertFalse(short.with_user(user).with_context(allowed_company_ids=other.ids).search([('id', '=', short.id)]))

    def test_queries(self):
        """P8: the register costs a receipt four queries a short part, those of its log, and reads all parts at once."""
        counts = []
        for number in (3, 13):
            purchase = self._buy(*self.env['product.product'].create([
                {'name': f"Part {index}", 'type': 'consu', 'is_storable': True} for index in range(number)]))
            moves = purchase.picking_ids.move_ids
            self.env.flush_all()
            self.env.invalidate_all()
            expected = dict.fromkeys(moves, 12.0)
            moves.write({'quantity': 10, 'picked': True})
            moves.with_context(cancel_backorder=True)._action_done(cancel_backorder=True)
            self.env['aftersales.short.delivery'].sudo().search([('purchase_id', '=', purchase.id)]).unlink()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env['aftersales.short.delivery'].sudo()._note_receipt(expected)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual((counts[1] - counts[0]) / 10, 4, counts)
