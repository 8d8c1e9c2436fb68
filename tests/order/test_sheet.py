import json

from odoo.tests import tagged

from odoo.addons.aftersales.tests.common import ROLE_GROUPS
from odoo.addons.aftersales.tests.dealership.sheet import SheetCommon

SEE_PRICES = {'advisor', 'dispatcher', 'claims', 'care', 'parts', 'manager', 'accountant'}
MONEY = {'money', 'total', 'untaxed', 'customer_total', 'waiting', 'price_unit', 'discount', 'subtotal', 'amount', 'payers'}


@tagged('post_install', '-at_install')
class TestSheet(SheetCommon):
    """faults U9: the order on one screen, to each role what is his."""

    def test_jobs_lines_and_money_come_with_the_form(self):
        """faults U9: what the sheet shows is what the order says."""
        order = self.receive(self.order)
        sheet = self._read_sheet(order, self.user_advisor)
        card, = sheet['jobs']
        self.assertEqual(card['name'], self.operation.name)
        self.assertEqual(card['state_label'], "To Do")
        self.assertEqual([row['type'] for row in card['rows']], ['labour', 'part'])
        self.assertEqual(card['rows'][1]['quantity'], 2)
        self.assertEqual(card['rows'][1]['subtotal'], self.part_line.price_subtotal)
        self.assertEqual(card['total'], self.job.amount_total)
        self.assertEqual(card['customer'], self.job.amount_total)
        self.assertEqual(sheet['money']['total'], order.amount_total)
        self.assertEqual(sheet['money']['payers'], order.payer_totals)
        self.assertEqual(sum(amount for __, amount in sheet['money']['taxes']), order.amount_tax)
        self.assertEqual((sheet['money']['waiting'], sheet['money']['waiting_amount']), (1, self.job.waiting_amount))
        json.dumps(sheet, allow_nan=False)  # plain values

    def test_every_role_reads_the_sheet(self):
        """faults U9: the same sheet for all, without prices for whose work they are nothing."""
        order = self.receive(self.order)
        for role in ROLE_GROUPS:
            sheet = self._read_sheet(order, getattr(self, f'user_{role}'))
            self.assertEqual([card['name'] for card in sheet['jobs']], [self.operation.name], role)
            self.assertEqual(len(sheet['jobs'][0]['rows']), 2, role)
            found = self._find_keys(sheet) & MONEY
            self.assertEqual(bool(found), role in SEE_PRICES, f'{role}: {found}')

    def test_what_each_role_may_enter(self):
        """faults U9: read-only where it must be; what the sheet offers, the model takes."""
        order = self.receive(self.order)
        everything = {'concern', 'cause', 'correction', 'pay_type_id', 'payer_id', 'technician_id', 'bay_id'}
        worker = {'concern', 'cause', 'correction', 'bay_id'}
        expected = {
            'advisor': everything, 'dispatcher': everything, 'claims': everything, 'manager': everything,
            'technician': worker, 'inspector': worker,
        }
        for role in ROLE_GROUPS:
            sheet = self._read_sheet(order, getattr(self, f'user_{role}'))
            card, = sheet['jobs']
            self.assertEqual(set(card.get('may', ())), expected.get(role, set()), role)
            is_seller = role in ('advisor', 'dispatcher', 'claims', 'manager')
            self.assertEqual(bool(card.get('may_rows')), is_seller, role)
            self.assertEqual('add' in sheet['may'], role in ('advisor', 'dispatcher', 'manager'), role)

    def test_actions_of_a_card_are_those_of_role_and_state(self):
        """faults U9: no button that is refused."""
        order = self.receive(self.order)

        def names(user):
            return {action['name'] for action in self._read_sheet(order, user)['jobs'][0].get('actions', ())}
        self.assertEqual(
            names(self.user_advisor), {
                'action_authorise', 'action_hold', 'action_cancel', 'action_ask_allowance', 'action_offer_alternative'})
        self.assertEqual(names(self.user_parts), {'action_hold'})
        self.assertFalse(names(self.user_technician), "nothing may be started before the customer has answered")
        self.approve(order)
        self.assertEqual(names(self.user_technician), {'action_clock_start'})
        order.job_ids.with_user(self.user_technician).action_clock_start()
        self.assertEqual(names(self.user_technician), {'action_clock_pause', 'action_clock_finish'})
        hints = [hint['message'] for hint in self._read_sheet(order, self.user_advisor)['jobs'][0]['hints']]
        self.assertIn("Working now: Wang Wei", hints)

    def test_the_next_step(self):
        """faults U9: one thing is next, for the role that does it."""
        def step(user=self.user_advisor):
            return (self._read_sheet(self.order, user).get('step') or {}).get('name')
        self.assertEqual(step(), 'action_check_in')
        self.assertFalse(step(self.user_technician))
        self.order.action_receive()
        self.assertEqual(step(), 'action_preview_question')
        self.order.action_ask_customer()
        self.assertEqual(step(), 'action_authorise')
        self.approve(self.order)
        self.assertEqual(step(), 'action_hand_over')
        self.order._hand_over(self.technician)
        self.assertFalse(step())
        self._pass(self.order)
        self.assertEqual(step(), 'action_open_delivery')
        self.assertEqual(step(self.user_accountant), 'action_create_invoices')

    def test_a_closed_order_takes_nothing(self):
        """faults U9: history is read."""
        self.order.action_receive()
        self.cancel(self.order)
        sheet = self._read_sheet(self.order, self.user_advisor)
        self.assertFalse(sheet['may'])
        self.assertFalse({'may', 'may_rows', 'may_add', 'may_remove', 'actions'} & set(sheet['jobs'][0]))

    def test_another_company_reads_nothing(self):
        records = self.env['aftersales.order'].with_user(self.user_other_advisor).search([('id', '=', self.order.id)])
        self.assertFalse(records)

    def test_queries_do_not_grow_with_jobs_and_lines(self):
        """faults U9: an order of twenty jobs opens like one of one."""
        one, many = self._create_many(1), self._create_many(20)
        self.receive(one | many)
        for user in (self.user_advisor, self.user_technician):
            self.assertFlat(
                lambda order, user=user: order.with_user(user).web_read({'order_sheet': {}}), one, many)

    def test_orders_are_read_together(self):
        orders = self._create_orders(2)
        sheets = [values['order_sheet'] for values in orders.web_read({'order_sheet': {}})]
        self.assertEqual([sheet['jobs'][0]['id'] for sheet in sheets], orders.job_ids.ids)

    def test_a_new_order_has_room_for_work(self):
        values = self.env['aftersales.order'].with_user(self.user_advisor).onchange({}, [], {'order_sheet': {}})['value']
        self.assertEqual(values['order_sheet']['jobs'], [])
        self.assertIn('add', values['order_sheet']['may'])
