from functools import partial

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.race import RaceCommon


@tagged('post_install', '-at_install')
class TestOrderRace(RaceCommon):
    """faults M16: what a guard reads is not changed behind it: who invoices, closes or changes an order claims it."""

    # === WHAT TWO PEOPLE DO ===#

    def _get_changes(self):
        """What moves who pays, how much, or whether the work is done."""
        return {
            'payer': lambda order: order.job_ids.write({'payer_id': self.ids['insurer']}),
            'share': lambda order: order.job_ids.write({'share': 50}),
            'price': lambda order: order.line_ids.write({'price_unit': 50}),
            'line deleted': lambda order: order.line_ids.unlink(),
            'line added': lambda order: order.job_ids.write(
                {'line_ids': [Command.create({'product_id': self.ids['labour']})]}),
            'job added': lambda order: order.job_ids.create({'order_id': order.id, 'name': "Late"}),
            'job cancelled': lambda order: self.cancel(order.job_ids),
            'discount': lambda order: order.line_ids.write({'discount': 5}),
            'taxes': lambda order: order.line_ids.write({'tax_ids': [Command.clear()]}),
            'quantity': lambda order: order.line_ids.write({'quantity': 2}),
            'included': lambda order: order.line_ids.write({'is_included': True}),
            'deductible': lambda order: order.job_ids.write({'deductible': 1}),
            'menu': lambda order: order.job_ids.write({'menu_id': self.ids['menu']}),
            'pay type': lambda order: order.job_ids.write({
                'pay_type_id': order.env.ref('aftersales.pay_type_goodwill').id}),
            'customer': lambda order: order.write({'partner_id': self.ids['insurer']}),
            'order cancelled': self.cancel,
            'job back to do': lambda order: order.job_ids._transition('todo'),
            'invoiced by a colleague': self._invoice,
        }

    @mute_logger('odoo.sql_db')
    def test_invoicing_beside_a_change(self):
        for label, change in self._get_changes().items():
            for first, second in ((change, self._invoice), (self._invoice, change)):
                with self.subTest(change=label, first='change' if first is change else 'invoice'):
                    self.assertOneWaits(first, second)

    @mute_logger('odoo.sql_db')
    def test_closing_beside_a_change(self):
        """faults M16: a job or line that is added while the order is cancelled is not left to do on a closed order."""
        changes = self._get_changes()
        self._in_transaction(lambda env: self._set_state(env, 'in_progress', 'todo'))
        try:
            for label in ('line added', 'job added'):
                with self.subTest(change=label, close='cancel'):
                    self.assertOneWaits(changes[label], self.cancel)
                    self.assertOneWaits(self.cancel, changes[label])
            self._in_transaction(lambda env: self._set_state(env, 'ready', 'passed'))
            for label in ('line added', 'job added', 'job back to do'):
                with self.subTest(change=label, close='deliver'):
                    self.assertOneWaits(changes[label], lambda order: order.write({'state': 'delivered'}))
        finally:
            self._in_transaction(lambda env: self._set_state(env, 'in_progress', 'done'))

    @staticmethod
    def _invoice(order):
        order._create_invoices()

    @mute_logger('odoo.sql_db', 'odoo.service.model')
    def test_the_second_is_told(self):
        """faults M16: the payer changes while another invoices: the request runs again, sees the invoice, and is refused."""
        with self.database.cursor() as cr:
            order = self._get_order(cr)
            self.assertTrue(order.job_ids._is_billable())
            self._in_transaction(lambda env: self._get_order(env.cr)._create_invoices())
            with self.assertRaisesRegex(UserError, "is invoiced already"):
                retrying(partial(order.job_ids.write, {'payer_id': self.ids['insurer']}), order.env)
            order.env.clear()
            cr.rollback()
        self._in_transaction(lambda env: self._get_order(env.cr)._get_invoices().unlink())
