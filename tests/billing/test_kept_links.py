from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestKeptLinks(BillingCommon):
    """faults M10: what ties Odoo's own records to repair orders is the system's; else work is invoiced twice."""

    def setUp(self):
        super().setUp()
        self.order = self._create_order(self._job(self._line(100), self._line(80, 2)))
        self.made = self._invoice(self.order)

    def _get_lines(self, moves):
        return moves.invoice_line_ids.filtered(lambda line: line.display_type == 'product').with_user(self.user_accountant)

    def assertNothingToInvoice(self):
        self.assertEqual(self.order.invoice_status, 'invoiced')
        self.assertFalse(any(self.order.line_ids.mapped('qty_to_invoice')))

    def test_every_link_is_kept(self):
        """faults M10: each readonly field that a room adds to a core model, found in the registry."""
        found = set()
        for name, model in self.registry.models.items():
            if name.startswith('aftersales.') or model._abstract or model._transient:
                continue
            links = {
                field.name for field in model._fields.values()
                if field.name.startswith('aftersales_') and field.relational and field.store and field.readonly}
            if links:
                found.add(name)
                with self.subTest(model=name):
                    self.assertLessEqual(links, self.env[name]._get_kept_links())
        self.assertLessEqual({
            'account.move.line', 'stock.move', 'stock.picking', 'purchase.order.line', 'fleet.vehicle.odometer'}, found)

    def test_not_cut_nor_laid(self):
        other = self._create_order()
        shared = self._create_order(self._job(share=50, co_payer_id=self.insurer.id))
        for post in (False, True):
            if post:
                self.made.with_user(self.user_accountant).action_post()
            lines = self._get_lines(self.made)
            for vals in (
                {'aftersales_line_ids': [Command.clear()]}, {'aftersales_line_ids': [Command.set(other.line_ids.ids)]},
                {'aftersales_line_ids': [Command.unlink(self.order.line_ids[0].id)]},
                {'aftersales_share_job_id': shared.job_ids.id}, {'aftersales_share': 'charge'},
            ):
                for user in (self.user_accountant, self.user_manager):
                    with self.subTest(posted=post, user=user.login, **vals), self.assertRaises(AccessError):
                        lines.with_user(user).write(vals)
                with self.subTest(posted=post, by='invoice', **vals), self.assertRaises(UserError):
                    self.made.with_user(self.user_accountant).write(
                        {'invoice_line_ids': [Command.update(line.id, vals) for line in lines]})
            with self.assertRaises(AccessError):
                self.order.job_ids.with_user(self.user_manager).share_invoice_line_ids = [Command.clear()]
        for vals in ({'quantity': 0}, {'product_uom_id': self.env.ref('uom.product_uom_day').id}):
            with self.subTest(**vals), self.assertRaisesRegex(UserError, "cannot change"):
                self._get_lines(self.made).write(vals)
        self.assertNothingToInvoice()

    def test_not_at_creation(self):
        open_order = self._create_order()
        vals = {'name': "Forged", 'quantity': 1, 'price_unit': 1}
        Move = self.env['account.move'].with_user(self.user_accountant)
        head = {'move_type': 'out_invoice', 'partner_id': self.customer.id}
        links = {
            'aftersales_line_ids': [Command.set(open_order.line_ids.ids)],
            'aftersales_share_job_id': open_order.job_ids.id, 'aftersales_share': 'charge',
        }
        for name, value in links.items():
            with self.subTest(field=name), self.assertRaises(AccessError):
                Move.create({**head, 'invoice_line_ids': [Command.create({**vals, name: value})]})
        made = Move.with_context(**{f'default_{name}': value for name, value in links.items()}).create(
            {**head, 'invoice_line_ids': [Command.create(vals)]})
        self.assertFalse(made.sudo()._has_aftersales_links())
        self.assertEqual(open_order.invoice_status, 'to_invoice')

    def test_a_duplicate_is_no_reversal(self):
        """faults M10: neither a plain copy nor one that a caller's context makes look like a reversal."""
        invoice = self.made.with_user(self.user_accountant)
        for move in (invoice, invoice.with_context(include_business_fields=True, move_reverse_cancel=True)):
            self.assertFalse(move.copy().sudo()._has_aftersales_links())
        self.assertEqual(self.order.line_ids.mapped('qty_invoiced'), [1, 2])

    def test_reversals_keep_it(self):
        """faults M10: the accountant credits and replaces invoices as before, and what is credited is to invoice again."""
        self.made.with_user(self.user_accountant).action_post()
        refund = self._credit(self.made)
        self.assertEqual(refund.create_uid, self.user_accountant)
        self.assertEqual(refund.aftersales_order_ids, self.order)
        self.assertEqual(self.order.line_ids.mapped('qty_invoiced'), [0, 0])
        refund.action_post()
        again = self._invoice(self.order)
        again.with_user(self.user_accountant).action_post()
        wizard = self.env['account.move.reversal'].with_user(self.user_accountant).with_context(
            active_model='account.move', active_ids=again.ids).create({'journal_id': again.journal_id.id})
        wizard.modify_moves()
        self.assertEqual(wizard.new_move_ids.sudo().aftersales_order_ids, self.order)
        self.assertNothingToInvoice()

    def test_only_bookkeepers_reverse(self):
        self.made.with_user(self.user_accountant).action_post()
        for user in (self.user_advisor, self.user_parts):
            with self.assertRaises(AccessError):
                self.made.with_user(user)._reverse_moves(cancel=True)
