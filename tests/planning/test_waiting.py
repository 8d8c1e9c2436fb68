from odoo.fields import Command, Date
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestWaiting(OrderCommon):
    """faults U15: board, list and card say the same of what waits."""

    def test_one_number(self):
        """faults U15: the board counts the cars that the list's filter shows, whatever they wait for."""
        labour = {'job_ids': [Command.create({
            'name': "Check", 'line_ids': [Command.create({'product_id': self.operation.product_id.id})]})]}
        asked, held, going, draft, ready = (self._create_orders(**labour) for __ in range(5))
        self.receive(asked | held | going | ready)
        self.approve(held | going | ready)
        self.env['aftersales.hold'].create({'order_id': held.id, 'kind': 'customer'})
        self._pass(ready)
        mine = asked | held | going | draft | ready
        self.assertEqual(mine.filtered('is_waiting'), asked | held)
        self.assertEqual(
            set(mine.search([('is_waiting', '=', True), ('id', 'in', mine.ids)]).ids), set((asked | held).ids))
        self.assertEqual(
            set(mine.search([('is_waiting', '=', False), ('id', 'in', mine.ids)]).ids), set((going | draft | ready).ids))
        board = self.env['aftersales.workshop'].with_user(self.user_dispatcher).get_board(
            self.workshop.id, Date.to_string(Date.today()))
        waiting = {visit['res_id'] for visit in board['visits'].values() if 'waiting' in visit.get('tallies', ())}
        self.assertEqual(waiting, set(mine.search([('is_waiting', '=', True), ('workshop_id', '=', self.workshop.id)]).ids))
        card = next(card for card in board['cards'] if card['res_id'] == asked.job_ids.id and card['kind'] == 'job')
        self.assertTrue(card['held'])
        self.approve(asked)
        self.assertFalse(asked.is_waiting)
