from contextlib import contextmanager
from unittest.mock import patch

from odoo.fields import Command

from odoo.addons.aftersales.tests.common import AftersalesCommon

# How statements begin that change nothing, or are themselves a way back.
READING = ('SELECT', 'SAVEPOINT', 'RELEASE', 'ROLLBACK')


class BillingCommon(AftersalesCommon):
    """A dealer's company with its own books, and orders whose work is done."""
    with_books = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.currency = cls.company.currency_id
        cls.pay_customer = cls.env.ref('aftersales.pay_type_customer')
        cls.pay_insurance = cls.env.ref('aftersales.pay_type_insurance')
        cls.pay_internal = cls.env.ref('aftersales.pay_type_internal')
        cls.pay_warranty = cls.env.ref('aftersales.pay_type_warranty')

    @classmethod
    def _create_company(cls, name):
        company = cls.env['res.company'].create({'name': name, 'country_id': cls.env.ref('base.us').id})
        cls.env.user.company_ids |= company
        cls.env['account.chart.template'].try_loading('generic_coa', company=company, install_demo=False)
        return company

    @classmethod
    def _create_tax(cls, amount, **values):
        return cls.env['account.tax'].with_company(cls.company).create({
            'name': values.pop('name', f"Tax {amount} {sorted(values.items())}"),
            'amount': amount, 'type_tax_use': 'sale', 'company_id': cls.company.id,
            'country_id': cls.env.ref('base.us').id, **values,
        })

    @classmethod
    def _line(cls, price=100.0, quantity=1.0, product=None, **values):
        """Values of an order line at a given price."""
        return Command.create({
            'product_id': (product or cls.labour).id, 'quantity': quantity, 'price_unit': price, **values,
        })

    @classmethod
    def _job(cls, *lines, **values):
        return Command.create({'name': "Brakes", 'line_ids': list(lines) or [cls._line()], **values})

    @classmethod
    def _create_order(cls, *jobs, done=True, **values):
        """An order whose jobs are approved and done, unless told otherwise."""
        order = cls.env['aftersales.order'].create(cls._order_vals(*jobs, **values))
        order.action_receive()
        if done:
            cls._finish(order.job_ids)
        return order

    @classmethod
    def _order_vals(cls, *jobs, **values):
        return {
            'workshop_id': cls.workshop.id, 'vehicle_id': cls.vehicle.id, 'partner_id': cls.customer.id,
            'user_id': cls.user_advisor.id, 'odometer_in': 1000, 'job_ids': list(jobs) or [cls._job()], **values,
        }

    @classmethod
    def _finish(cls, jobs):
        jobs.filtered(lambda job: job.approval != 'not_needed')._approve('phone')
        jobs._transition('done')

    def _invoice(self, orders):
        return self.invoice(orders)

    def _credit(self, invoices, **values):
        wizard = self.env['account.move.reversal'].with_user(self.user_accountant).with_context(
            active_model='account.move', active_ids=invoices.ids,
        ).create({'journal_id': invoices.journal_id.id, **values})
        wizard.refund_moves()
        return wizard.new_move_ids

    def _pay(self, invoices, amount=None):
        wizard = self.env['account.payment.register'].with_user(self.user_accountant).with_context(
            active_model='account.move', active_ids=invoices.ids,
        ).create({'amount': amount} if amount else {})
        return wizard._create_payments()

    @contextmanager
    def _undone(self):
        """What is done inside is taken back, whether it was refused or not; what was read is kept if nothing was written."""
        self.env.flush_all()
        execute, writes = self.env.cr.execute, []

        def watch(query, *args, **kwargs):
            if not str(getattr(query, 'code', query)).lstrip().startswith(READING):
                writes.append(query)
            return execute(query, *args, **kwargs)

        savepoint = self.env.cr.savepoint(flush=False)
        try:
            with patch.object(self.env.cr, 'execute', watch):
                yield
        finally:
            if writes or self.is_dirty():
                self.env.clear()
            savepoint.close(rollback=True)

    def assertSplit(self, orders, invoices):
        """The invoices are the orders to the cent: base, each tax and total."""
        self.assertAlmostEqual(sum(invoices.mapped('amount_untaxed')), sum(orders.mapped('amount_untaxed')), 2)
        self.assertAlmostEqual(sum(invoices.mapped('amount_tax')), sum(orders.mapped('amount_tax')), 2)
        self.assertAlmostEqual(sum(invoices.mapped('amount_total')), sum(orders.mapped('amount_total')), 2)
        self.assertEqual(
            self._tax_amounts(move.tax_totals for move in invoices),
            self._tax_amounts(order.tax_totals for order in orders),
        )

    @staticmethod
    def _tax_amounts(all_totals):
        """Base and tax in cents by tax group."""
        amounts = {}
        for totals in all_totals:
            for subtotal in totals['subtotals']:
                for group in subtotal['tax_groups']:
                    base, tax = amounts.get(group['id'], (0, 0))
                    amounts[group['id']] = (
                        base + round(group['base_amount_currency'] * 100), tax + round(group['tax_amount_currency'] * 100))
        return {group: pair for group, pair in amounts.items() if pair != (0, 0)}
