from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.deposit import DepositCommon


class CoreDepositCommon(DepositCommon):
    """A rebuilt starter of 100 that is sold with a core deposit of 50."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.turbo.aftersales_core_deposit = 50
        cls.customer.email = 'window@example.com'
        cls.env['stock.quant']._update_available_quantity(cls.turbo, cls.warehouse.lot_stock_id, 20)

    def _sell(self, quantity=1, **values):
        """Handed over, and not invoiced yet."""
        sale = self.env['aftersales.counter.sale'].with_user(self.user_parts).create({
            'workshop_id': self.workshop.id, 'partner_id': self.customer.id,
            'line_ids': [Command.create({'product_id': self.turbo.id, 'quantity': quantity, **values})]})
        sale.action_sell()
        return sale

    def _bill(self, sale, post=True):
        sale.with_user(self.user_accountant).action_invoice()
        self.env.invalidate_all()
        invoice = sale.sudo().invoice_ids.filtered(lambda move: move.state == 'draft').with_user(self.user_accountant)
        if post:
            invoice.action_post()
        return invoice

    def _hold(self, quantity=1, **values):
        sale = self._sell(quantity, **values)
        self._bill(sale)
        return sale.core_deposit_ids

    def _bring(self, core, pieces, user=None, **values):
        """:return: the draft credit note"""
        before = core.sudo().move_line_ids.move_id
        self.env['aftersales.core.return.wizard'].with_user(user or self.user_parts).create({
            'core_deposit_id': core.id, 'pieces': pieces, 'place': "C-01", **values}).action_apply()
        return (core.sudo().move_line_ids.move_id - before).with_user(self.user_accountant)

    def _take_back(self, sale, quantity):
        action = sale.with_user(self.user_parts).action_return()
        wizard = self.env[action['res_model']].with_user(self.user_parts).with_context(**action['context']).create({})
        wizard.product_return_moves.quantity = quantity
        picking = self.env['stock.picking'].with_user(self.user_parts).browse(wizard.action_create_returns()['res_id'])
        picking.move_ids.picked = True
        picking.button_validate()
        self.env.invalidate_all()

    def _let_pass(self, core, told=True):
        """The day is past, and the customer was told."""
        core.sudo().write({
            'due_date': fields.Date.subtract(fields.Date.today(), days=1),
            'notice_date': told and fields.Datetime.now() - timedelta(days=8)})

    def _keep(self, core):
        before = core.sudo().move_line_ids.move_id
        self.env['aftersales.core.keep.wizard'].with_user(self.user_manager).create({
            'core_deposit_id': core.id, 'reason': "Nobody came"}).action_apply()
        return (core.sudo().move_line_ids.move_id - before).with_user(self.user_accountant)

    def assertBooks(self, amount):
        """What the account holds is what the list says."""
        self.env.flush_all()
        held = sum(self.env['aftersales.core.deposit'].search([('company_id', '=', self.company.id)]).mapped('amount_held'))
        self.assertAlmostEqual(held, amount, 2)
        self.assertAlmostEqual(self._get_booked(self.deposits), amount, 2)


@tagged('post_install', '-at_install')
class TestCoreDeposit(CoreDepositCommon):
    """H6: a part sold at the counter with a deposit that the customer has back when he brings the old one."""

    # === SALE AND INVOICE ===#

    def test_sold(self):
        """H6: the deposit of the part stands on the sale, the receipt and the invoice: no tax, and no revenue."""
        with Form(self.env['aftersales.counter.sale'].with_user(self.user_parts)) as form:
            form.partner_id = self.customer
            with form.line_ids.new() as line:
                line.product_id = self.turbo
                line.quantity = 2
        sale = form.record
        self.assertEqual((sale.line_ids.core_deposit, sale.amount_core), (50, 100))
        self.assertEqual((sale.amount_total, sale.amount_due), (226, 326))
        sale.action_sell()
        html = self.env['ir.actions.report'].with_user(self.user_parts)._render_qweb_html(
            'aftersales.report_counter_receipt', sale.ids)[0].decode()
        for text in ("326.00", "Core deposit for", "within 60 days"):
            self.assertIn(text, html)
        invoice = self._bill(sale, post=False)
        self.assertFalse(sale.core_deposit_ids, "a draft holds nothing")
        line = invoice.sudo().invoice_line_ids.filtered('aftersales_core_line_id')
        self.assertEqual((line.quantity, line.price_unit, line.account_id), (2, 50, self.deposits))
        self.assertFalse(line.tax_ids)
        self.assertEqual((invoice.amount_untaxed, invoice.amount_tax, invoice.amount_total), (300, 26, 326))
        self.assertEqual(sale.line_ids.qty_invoiced, 2)
        invoice.action_post()
        core = sale.core_deposit_ids
        self.assertEqual((core.state, core.pieces, core.amount_piece, core.amount_held), ('held', 2, 50, 100))
        self.assertEqual((core.partner_id, core.product_id, core.company_id), (self.customer, self.turbo, self.company))
        self.assertEqual(core.due_date, core.held_since + timedelta(days=60))
        self.assertRegex(core.name, r'^CD/\d{4}/\d{5}$')
        self.assertEqual((sale.core_deposit_count, core.pieces_open, core.pieces_back), (1, 2, 0))
        self.assertBooks(100)

    def test_without(self):
        """H6: parts without a deposit are sold as ever, and nobody needs an account for them."""
        self.turbo.aftersales_core_deposit = 0
        self.company.aftersales_deposit_account_id = False
        sale = self._sell()
        self.assertEqual((sale.amount_core, sale.amount_due), (0, 113))
        self.assertEqual(self._bill(sale).amount_total, 113)
        self.assertFalse(sale.core_deposit_ids)
        self.turbo.aftersales_core_deposit = 50
        with self.assertRaisesRegex(UserError, "no account for deposits"):
            self._sell()

    def test_changed_in_quote(self):
        """H6: who may give a discount may ask for less; later it stays; halves of a piece have no deposit."""
        self.env['aftersales.discount.limit'].search([]).unlink()
        with self.assertRaisesRegex(UserError, "20.00 % below that of the part"):
            self._sell(core_deposit=40)
        with self.assertRaisesRegex(UserError, "whole pieces"):
            self._sell(1.5)
        with self.assertRaises(UserError):
            self._sell(core_deposit=-1)
        sale = self._sell(core_deposit=60)
        self.assertEqual(sale.amount_core, 60)
        with self.assertRaisesRegex(UserError, "stay as agreed"):
            sale.line_ids.core_deposit = 50

    def test_units(self):
        """H6: whatever unit it is sold by, each piece has its deposit."""
        dozen = self.env.ref('uom.product_uom_dozen')
        core = self._hold(1, product_uom_id=dozen.id)
        self.assertEqual((core.pieces, core.amount_held), (12, 600))
        self._bring(core, 5).action_post()
        self.assertEqual((core.pieces_back, core.amount_held), (5, 350))
        self.assertBooks(350)

    def test_with_deposit_for_parts(self):
        """H6, contracts §7: a deposit paid in advance is deducted beside it, and never counts as one."""
        part = self.env['product.product'].create({
            'name': "Ordered Turbo", 'type': 'consu', 'is_storable': True, 'list_price': 100, 'aftersales_core_deposit': 50,
            'taxes_id': [Command.set(self.tax_old.ids)]})
        self.assertEqual(part.aftersales_core_deposit, 50)
        sale = self.env['aftersales.counter.sale'].with_user(self.user_parts).create({
            'workshop_id': self.workshop.id, 'partner_id': self.customer.id,
            'line_ids': [Command.create({'product_id': part.id, 'quantity': 1})]})
        sale.action_confirm()
        sale.action_ask_deposit()
        sale.deposit_ids.action_invoice()
        advance = sale.deposit_ids.sudo().invoice_id
        advance.with_user(self.user_accountant).action_post()
        self._pay(advance)
        self._put_in_stock(part, 1)
        sale.sudo().picking_ids.action_assign()
        sale.action_hand_over()
        invoice = self._bill(sale)
        self.assertAlmostEqual(invoice.amount_total, 113 - 33.9 + 50, 2)
        self.assertEqual((sale.deposit_ids.state, sale.core_deposit_ids.amount_held), ('deducted', 50))
        self.assertBooks(50)

    # === BROUGHT BACK ===#

    def test_brought_back(self):
        """H6: the old part has its tag and lies here; the credit note for exactly these pieces gives the deposit back."""
        core = self._hold(3)
        note = self._bring(core, 2, serial_number="S-1", condition='repairable')
        tag = core.old_part_ids
        self.assertEqual((tag.duty, tag.stage, tag.quantity, tag.place, tag.condition), (
            'core', 'received', 2, "C-01", 'repairable'))
        self.assertEqual((tag.serial_number, tag.counter_sale_id, tag.company_id, tag.workshop_id), (
            "S-1", core.sale_id, self.company, self.workshop))
        self.assertFalse(tag.job_id)
        self.assertEqual((note.state, note.move_type, note.amount_total, note.amount_tax), ('draft', 'out_refund', 100, 0))
        self.assertEqual((core.state, core.amount_held, core.pieces_open), ('held', 150, 1))
        self.assertBooks(150)
        note.action_post()
        self.assertEqual((core.state, core.amount_held, core.pieces_back), ('held', 50, 2))
        self.assertBooks(50)
        self._bring(core, 1).action_post()
        self.assertEqual((core.state, core.amount_held, core.pieces_back), ('back', 0, 3))
        self.assertEqual(core.old_part_count, 2)
        self.assertBooks(0)
        with self.assertRaisesRegex(UserError, "deposit of 0 pieces"):
            core.with_user(self.user_parts).action_bring_back()

    def test_dialog(self):
        """H6: the dialog proposes what is to come, and says what goes back."""
        core = self._hold(2)
        action = core.with_user(self.user_parts).action_bring_back()
        form = Form(self.env[action['res_model']].with_user(self.user_parts).with_context(**action['context']))
        self.assertEqual((form.pieces, form.amount, form.condition), (2, 100, 'core'))
        form.pieces, form.place = 1, "C-02"
        form.save().action_apply()
        self.assertEqual((core.old_part_ids.place, core.pieces_open), ("C-02", 1))

    def test_twice(self):
        """H6: what is in a draft is not given back again; more than was sold neither, nor nothing."""
        core = self._hold(2)
        self._bring(core, 2)
        for pieces in (1, 2, 0, 3):
            with self.subTest(pieces), self.assertRaisesRegex(UserError, "deposit of 0 pieces"), self.cr.savepoint():
                self._bring(core, pieces)
        self.assertEqual(len(core.old_part_ids), 1)
        other = self._hold(1)
        with self.assertRaisesRegex(UserError, "deposit of 1 pieces"), self.cr.savepoint():
            self._bring(other, 2)
        with self.assertRaisesRegex(UserError, "Enter the place"), self.cr.savepoint():
            self._bring(other, 1, place=False)
        self.assertFalse(other.old_part_ids)

    def test_draft_deleted(self):
        """H6: a credit note that is deleted or cancelled leaves the deposit held; the next one takes the same tag."""
        for method in ('unlink', 'button_cancel'):
            with self.subTest(method):
                core = self._hold(2)
                getattr(self._bring(core, 1), method)()
                self.env.invalidate_all()
                self.assertEqual((core.state, core.amount_held, core.pieces_open), ('held', 100, 2))
                tag = core.old_part_ids
                dialog = self.env['aftersales.core.return.wizard'].with_user(self.user_parts).create({
                    'core_deposit_id': core.id, 'place': "C-01"})
                self.assertIn(tag.name, dialog.waiting_tags)
                self._bring(core, 1).action_post()
                self.assertEqual(core.old_part_ids, tag)
                self.assertEqual((core.amount_held, core.pieces_back), (50, 1))
                note = self._bring(core, 1)
                self.assertEqual(len(core.old_part_ids), 2)
                note.unlink()
                self._bring(core, 1).action_post()
                self.assertEqual(core.state, 'back')

    def test_tags_come_first(self):
        """H6: who brings more than waits without a credit note gets a tag for the rest; less is refused."""
        core = self._hold(4)
        self._bring(core, 2).unlink()
        with self.assertRaisesRegex(UserError, "Enter at least so many"), self.cr.savepoint():
            self._bring(core, 1)
        self._bring(core, 3)
        self.assertEqual(sorted(core.old_part_ids.mapped('quantity')), [1, 2])

    def test_tag_goes_its_way(self):
        """H6: the tag is inspected, printed and sent to the supplier as that of any core; it has no job, and others must."""
        core = self._hold()
        self._bring(core, 1)
        tag = core.old_part_ids.with_user(self.user_parts)
        html = self.env['ir.actions.report'].with_user(self.user_parts)._render_qweb_html(
            'aftersales.report_old_part_tag', tag.ids)[0].decode()
        self.assertIn(core.sale_id.name, html)
        self.assertNotIn("Technician", html)
        with Form(tag) as form:
            form.supplier_id = self.env['res.partner'].create({'name': "Reman"})
        tag.action_inspect()
        tag.action_send_back()
        self.assertEqual(tag.stage, 'sent')
        self.assertEqual(tag.move_ids.sorted('id').mapped('custody_step'), ['in', 'inspected', 'sent'])
        self.assertIn(tag, tag.search([('counter_sale_id', '=', core.sale_id.id)]))
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self.env['aftersales.old.part'].create({'product_id': self.turbo.id, 'quantity': 1})
        with self.assertRaises(AccessError):
            self.env['aftersales.old.part'].with_user(self.user_claims).create({
                'product_id': self.turbo.id, 'core_deposit_id': core.id})

    # === THE PART ITSELF COMES BACK ===#

    def test_part_returned(self):
        """H6, H9: parts that come back unused are credited with their core deposits, as far as these are held."""
        core = self._hold(3)
        sale = core.sale_id
        self._bring(core, 1).action_post()
        self._take_back(sale, 1)
        sale.with_user(self.user_accountant).action_credit()
        note = (core.sudo().move_line_ids.move_id.filtered(lambda move: move.state == 'draft')).with_user(self.user_accountant)
        self.assertEqual((note.amount_untaxed, note.amount_tax, note.amount_total), (150, 13, 163))
        self.assertEqual(core.pieces_open, 1)
        note.action_post()
        self.assertEqual((core.amount_held, core.pieces_back, core.state), (50, 2, 'held'))
        self.assertBooks(50)
        self._take_back(sale, 2)
        sale.with_user(self.user_accountant).action_credit()
        note = (core.sudo().move_line_ids.move_id.filtered(lambda move: move.state == 'draft')).with_user(self.user_accountant)
        self.assertEqual(note.amount_total, 226 + 50, "of one of them he has the deposit already")
        note.action_post()
        self.assertEqual((core.state, core.amount_held), ('back', 0))
        self.assertBooks(0)

    def test_returned_before_invoice(self):
        """H9: what came back before it is invoiced has no deposit."""
        sale = self._sell(3)
        self._take_back(sale, 1)
        self.assertEqual(self._bill(sale).amount_total, 226 + 100)
        self.assertEqual((sale.core_deposit_ids.pieces, sale.core_deposit_ids.amount_held), (2, 100))
        self.assertBooks(100)

    # === THE INVOICE ===#

    def test_invoice_undone(self):
        """H6: reset and posted again it is held as before; once something is given back the invoice stays."""
        sale = self._sell(2)
        invoice = self._bill(sale)
        core = sale.core_deposit_ids
        invoice.button_draft()
        self.assertEqual((core.state, core.amount_held, core.pieces_open, core.pieces_back), ('cancelled', 0, 0, 0))
        self.assertBooks(0)
        invoice.action_post()
        self.assertEqual((sale.core_deposit_ids, core.state, core.amount_held), (core, 'held', 100))
        self._bring(core, 1).action_post()
        with self.assertRaisesRegex(UserError, "more would be given back"), self.cr.savepoint():
            invoice.button_draft()
        self.assertBooks(50)

    def test_invoice_cancelled(self):
        """H6: of a cancelled invoice nothing is held; the next one of the same sale asks for it anew."""
        sale = self._sell()
        invoice = self._bill(sale)
        invoice.button_draft()
        invoice.button_cancel()
        self.env.invalidate_all()
        self.assertEqual(sale.state, 'handed')
        self._bill(sale)
        self.assertEqual(sorted(sale.core_deposit_ids.mapped('state')), ['cancelled', 'held'])
        self.assertBooks(50)

    def test_invoice_reversed(self):
        """H6: Odoo's own credit note of the whole invoice gives all of it back; what went back before is in its way."""
        sale, other = self._sell(2), self._sell(2)
        invoice, second = self._bill(sale), self._bill(other)
        invoice._reverse_moves([{'date': fields.Date.today()}], cancel=True)
        self.assertEqual((sale.core_deposit_ids.state, sale.core_deposit_ids.pieces_back), ('back', 2))
        self._bring(other.core_deposit_ids, 1).action_post()
        with self.assertRaisesRegex(UserError, "more would be given back"), self.cr.savepoint():
            second._reverse_moves([{'date': fields.Date.today()}], cancel=True)
        self.assertBooks(50)

    def test_more_than_held(self):
        """H6: a credit note that somebody wrote higher is not posted; one that says less leaves the rest held."""
        core = self._hold()
        note = self._bring(core, 1)
        line = note.sudo().invoice_line_ids
        line.price_unit = 51
        with self.assertRaisesRegex(UserError, "more would be given back"), self.cr.savepoint():
            note.action_post()
        line.price_unit = 20
        note.action_post()
        self.assertEqual((core.state, core.amount_held, core.pieces_back, core.pieces_open), ('held', 30, 0, 0))
        self.assertBooks(30)

    def test_currency(self):
        """H6: in another currency by the rate of the day, to its cent; kept, nothing stays on the account."""
        euro = self._with_rate('EUR', 0.333)
        pricelist = self.env['product.pricelist'].create({'name': "Euro", 'currency_id': euro.id})
        sale = self.env['aftersales.counter.sale'].with_user(self.user_parts).create({
            'workshop_id': self.workshop.id, 'partner_id': self.customer.id, 'pricelist_id': pricelist.id,
            'fiscal_position_id': False, 'line_ids': [Command.create({'product_id': self.turbo.id, 'quantity': 3})]})
        self.assertEqual((sale.currency_id, sale.line_ids.core_deposit, sale.amount_core), (euro, 16.65, 49.95))
        sale.action_sell()
        self._bill(sale)
        core = sale.core_deposit_ids
        self.assertEqual((core.currency_id, core.amount_held), (euro, 49.95))
        self._bring(core, 1).action_post()
        self.assertEqual((core.amount_held, core.pieces_back), (33.3, 1))
        self._let_pass(core)
        self._keep(core).action_post()
        self.assertEqual((core.state, core.amount_held, core.amount_kept), ('kept', 0, 33.3))
        self.assertAlmostEqual(self._get_booked(self.deposits), 0, 2)
        self.assertAlmostEqual(self._get_booked(self.kept), 100, 2)

    @classmethod
    def _with_rate(cls, name, rate):
        currency = cls.env.ref(f'base.{name}')
        currency.active = True
        cls.env['res.currency.rate'].search([('currency_id', '=', currency.id)]).unlink()
        cls.env['res.currency.rate'].create({
            'currency_id': currency.id, 'rate': rate, 'name': '2020-01-01', 'company_id': cls.company.id})
        return currency
