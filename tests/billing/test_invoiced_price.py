import re

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon

STATES = ('todo', 'approved', 'done', 'partly invoiced', 'draft credit', 'invoiced')


@tagged('post_install', '-at_install')
class TestInvoicedPrice(BillingCommon):
    """faults M15: what is invoiced keeps its price and its payers: every field that moves them, in every state (G1, G2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.breaks = cls.env['product.pricelist'].create({
            'name': "Price breaks", 'company_id': cls.company.id, 'currency_id': cls.currency.id,
            'item_ids': [
                Command.create({
                    'applied_on': '0_product_variant', 'product_id': cls.labour.id, 'compute_price': 'fixed',
                    'fixed_price': price, 'min_quantity': quantity,
                }) for price, quantity in ((100, 0), (90, 4), (80, 10))
            ],
        })
        cls.other_pricelist = cls.env['product.pricelist'].create(
            {'name': "Cheap", 'company_id': cls.company.id, 'currency_id': cls.currency.id, 'item_ids': [
                Command.create({'compute_price': 'percentage', 'percent_price': 50})]})
        cls.untaxed = cls.env['account.fiscal.position'].create({'name': "Untaxed", 'company_id': cls.company.id})
        cls.hundred = cls._create_tax(100, name="100 %")
        cls.operation = cls.env['aftersales.operation'].create({
            'name': "Change pads", 'code': 'OP-1', 'product_id': cls.labour.id, 'company_id': cls.company.id})
        cls.manager = cls.user_manager

    # === CASES ===#

    def _create_in_state(self, state, *jobs):
        """An order with price breaks, brought to ``state``; its first line at the listed price."""
        jobs = jobs or [self._job(Command.create({'product_id': self.labour.id, 'quantity': 2}))]
        order = self._create_order(*jobs, done=False, partner_id=self.customer.id, pricelist_id=self.breaks.id)
        if state == 'todo':
            return order
        self._finish(order.job_ids) if state != 'approved' else order.job_ids._approve('phone')
        if state in ('partly invoiced', 'draft credit', 'invoiced'):
            invoice = self._invoice(order)
            if state == 'partly invoiced':
                order.line_ids[0].quantity = 3
                order.job_ids._approve('phone')
            else:
                invoice.action_post()
            if state == 'draft credit':
                self._credit(invoice)
        return order

    def _get_line_writes(self):
        return {
            'price': {'price_unit': 150}, 'lower price': {'price_unit': 1}, 'discount': {'discount': 5},
            'computed price': {'technical_price_unit': 1},
            'taxes': {'tax_ids': [Command.set(self.hundred.ids)]}, 'no taxes': {'tax_ids': [Command.clear()]},
            'product': {'product_id': self.part.id}, 'unit': {'product_uom_id': self.env.ref('uom.product_uom_day').id},
            'included': {'is_included': True},
            'own part': {'product_id': self.part.id, 'line_type': 'part', 'part_origin': 'customer'},
            'type': {'line_type': 'fee'}, 'less': {'quantity': 1}, 'nothing': {'quantity': 0},
            'a break': {'quantity': 4}, 'two breaks': {'quantity': 10},
        }

    def _get_job_writes(self):
        return {
            'pay type': {'pay_type_id': self.pay_internal.id}, 'warranty': {'pay_type_id': self.pay_warranty.id},
            'insurance': {'pay_type_id': self.pay_insurance.id, 'payer_id': self.insurer.id},
            'payer': {'payer_id': self.insurer.id}, 'no payer': {'payer_id': False},
            'share': {'share': 50, 'co_payer_id': self.insurer.id}, 'co-payer': {'co_payer_id': self.insurer.id},
            'deductible': {'deductible': 7, 'co_payer_id': self.insurer.id},
            'operation': {'operation_id': self.operation.id}, 'cancel': {'state': 'cancelled'},
        }

    def _get_order_writes(self):
        return {
            'customer': {'partner_id': self.fleet_account.id}, 'pricelist': {'pricelist_id': self.other_pricelist.id},
            'fiscal position': {'fiscal_position_id': self.untaxed.id}, 'cancel': {'state': 'cancelled'},
        }

    def _try(self, write, expected, label):
        """Whether ``write`` was done; what is refused is refused with the invoice's name."""
        try:
            with self.env.cr.savepoint():
                write()
                self.env.flush_all()
        except AccessError:
            raise
        except UserError as error:
            self.env.invalidate_all()
            self.assertRegex(str(error), expected, label)
            return False
        return True

    def assertInvoicesAreTheOrder(self, order, label):
        """Once all is answered, done and invoiced, the invoices are what the order says its payers bear."""
        self.env.invalidate_all()
        drafts = order.invoice_ids.filtered(lambda move: move.move_type == 'out_refund' and move.state == 'draft')
        drafts.action_post()
        if order.state == 'cancelled' or not any(job._is_live() for job in order.job_ids):
            self.assertFalse(order.invoice_ids.filtered(lambda move: move.state != 'cancel'), label)
            return
        # what sells nothing is neither asked for nor done
        jobs = order.job_ids.filtered(lambda job: job._is_live() and not job._is_empty())
        jobs.filtered('is_waiting_answer')._approve('phone')
        jobs.filtered(lambda job: job.state == 'todo')._transition('done')
        if order.invoice_status == 'to_invoice':
            if any(job.settlement == 'invoice' and not job.payer_id for job in jobs):
                return
            self._invoice(order)
        payers = sum(item['total'] for item in order.payer_totals if item['payer_id'])
        invoices = order.invoice_ids.filtered(lambda move: move.state != 'cancel')
        self.assertAlmostEqual(sum(invoices.mapped('amount_total_signed')), payers, 2, label)

    def _loop(self, get_record, writes, allowed=()):
        """Each write on an order in each state: what may change may, the rest is refused, and the sums agree.

        :param allowed: writes that may be done on what is invoiced
        """
        for state in STATES:
            order = self._create_in_state(state)
            names = "|".join(map(re.escape, order.invoice_ids.mapped('display_name'))) or "no invoice"
            for label, vals in writes.items():
                label = f"{state}: {label}"
                record = get_record(order).with_user(self.manager)
                with self.subTest(label), self._undone():
                    total = order.amount_total
                    done = self._try(lambda r=record, v=vals: r.write(v), names, label)
                    self.assertEqual(done, not order.invoice_ids or label in allowed, label)
                    if done:
                        self.assertInvoicesAreTheOrder(order, label)
                    else:
                        self.assertEqual(order.amount_total, total, label)
            self.assertInvoicesAreTheOrder(order, state)

    # === TESTS ===#

    def test_line_fields(self):
        self._loop(lambda order: order.line_ids[0], self._get_line_writes(), {
            'partly invoiced: a break', 'partly invoiced: two breaks', 'invoiced: a break', 'invoiced: two breaks',
        })

    def test_job_fields(self):
        def give_reason(order):
            order.job_ids.cancel_reason = "The customer stays away"  # as the dialog does before it cancels
            return order.job_ids

        self._loop(give_reason, self._get_job_writes())

    def test_order_fields(self):
        def give_reason(order):
            order.cancel_reason = "The customer stays away"  # as its dialog does before it cancels
            return order

        self._loop(give_reason, self._get_order_writes())

    def test_more_at_the_same_price(self):
        """1 → 10 over two price breaks: what is added costs what was invoiced, and the sum is the order."""
        for quantity in (4, 10):
            order = self._create_in_state('invoiced')
            order.line_ids.with_user(self.user_advisor).quantity = quantity
            self.assertEqual((order.line_ids.price_unit, order.amount_untaxed), (100, 100 * quantity))
            order.job_ids._approve('phone')
            self._invoice(order)
            self.assertSplit(order, order.invoice_ids)

    def test_invoiced_part_does_not_become_the_customers_own(self):
        order = self._create_order(self._job(Command.create({'product_id': self.part.id, 'quantity': 1})))
        invoice = self._invoice(order)
        for vals in ({'part_origin': 'customer'}, {'is_included': True}, {'line_type': 'fee'}):
            with self.assertRaisesRegex(UserError, re.escape(invoice.display_name)), self.env.cr.savepoint():
                order.line_ids.with_user(self.user_manager).write(vals)
        self.env.invalidate_all()
        self.assertSplit(order, invoice)

    def test_form_keeps_the_price(self):
        order = self._create_in_state('invoiced')
        with Form(order.job_ids.with_user(self.user_manager)) as form, form.line_ids.edit(0) as line:
            line.quantity = 10
            self.assertEqual(line.price_unit, 100)
        self.assertEqual((order.line_ids.price_unit, order.line_ids.quantity), (100, 10))

    def test_price_follows_again_after_the_credit(self):
        order = self._create_in_state('invoiced')
        self._credit(order.invoice_ids).action_post()
        order.line_ids.with_user(self.user_advisor).quantity = 10
        self.assertEqual(order.line_ids.price_unit, 80)
        order.line_ids.with_user(self.user_manager).is_included = True
        self.assertEqual(order.amount_total, 0)

    def test_same_values_are_no_change(self):
        order = self._create_in_state('invoiced')
        line, job = order.line_ids.with_user(self.user_advisor), order.job_ids.with_user(self.user_advisor)
        line.write({
            'price_unit': 100, 'quantity': 2, 'discount': 0, 'is_included': False, 'tax_ids': [Command.set(self.tax.ids)],
            'product_id': self.labour.id})
        line.name = "Labour, in other words"
        job.write({'payer_id': self.customer.id, 'share': 100, 'concern': "It squeaks"})

    def test_other_lines_of_an_invoiced_job(self):
        """A line nobody invoiced yet may change and go; what was charged to a co-payer stays covered."""
        order = self._create_order(self._job(
            self._line(100), self._line(50), pay_type_id=self.pay_insurance.id, payer_id=self.insurer.id,
            co_payer_id=self.customer.id, share=50))
        self._invoice(order)
        job = order.job_ids.with_user(self.user_advisor)
        more = self.env['aftersales.order.line'].with_user(self.user_advisor).create(
            {'job_id': job.id, 'product_id': self.labour.id, 'quantity': 3})
        more.quantity = 1
        more.unlink()
        self.assertSplit(order, order.invoice_ids)
        with self.assertRaisesRegex(UserError, "Chen Min was charged .* would bear only"), self.env.cr.savepoint():
            self.env['aftersales.order.line'].with_user(self.user_manager).create(
                {'job_id': job.id, 'product_id': self.labour.id, 'price_unit': -50})
        self.env.invalidate_all()
        self.assertSplit(order, order.invoice_ids)
