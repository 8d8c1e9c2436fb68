import json

from odoo.tests import new_test_user, tagged

from odoo.addons.aftersales.models.order.sheet.ir_websocket import ORDER_CHANNEL
from odoo.addons.aftersales.tests.dealership.sheet import SheetCommon
from odoo.addons.bus.tests.common import WebsocketCase

CHANGED = 'aftersales.order/changed'


@tagged('post_install', '-at_install')
class TestSheetNews(SheetCommon):
    """faults U9: who has an order open hears of a change: keys only, one message an order and transaction."""

    def setUp(self):
        super().setUp()
        self._read_news()

    def _read_news(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        channel = json.dumps([self.env.cr.dbname, 'aftersales.order', self.order.id, 'sheet'], separators=(',', ':'))
        messages = self.env['bus.bus'].sudo().search([('channel', '=', channel)])
        news = [json.loads(message.message)['payload'] for message in messages]
        messages.unlink()
        return news

    def test_one_message_for_many_changes(self):
        order = self.order.with_user(self.user_advisor).with_context(aftersales_tab='a-tab')
        order.sheet_write('row', self.part_line.id, {'quantity': 3}, {'quantity': 2})
        order.sheet_write('card', self.job.id, {'cause': 'Worn'}, {'cause': ''})
        self.assertEqual(self._read_news(), [{'order': self.order.id, 'tab': 'a-tab'}])

    def test_changes_from_elsewhere_are_told(self):
        for change in (
            lambda: self.job.write({'cause': "Worn"}),
            lambda: self.part_line.write({'quantity': 4}),
            lambda: self.order.write({'concern': "Squeals"}),
            self.order.action_receive,
            lambda: self.approve(self.order),
            lambda: self.job.with_user(self.user_technician).action_clock_start(),
            self.part_line.sudo().unlink,
        ):
            change()
            self.assertEqual(self._read_news(), [{'order': self.order.id, 'tab': False}])

    def test_reading_tells_nobody(self):
        self._read_sheet(self.order, self.user_advisor)
        self.order.sheet_find("brake")
        self.assertFalse(self._read_news())

    def test_who_may_listen(self):
        """faults U9: a channel is asked for by name, and given to who may read the order."""
        name = f'aftersales.order_{self.order.id}'

        def channels(user):
            return self.env['ir.websocket'].with_user(user)._build_order_channels([name])
        self.assertEqual(channels(self.user_technician), [(self.order, 'sheet')])
        self.assertFalse(channels(self.user_other_advisor))
        self.assertFalse(channels(self.env.ref('base.public_user')))
        self.assertFalse(channels(new_test_user(self.env, 'sheet_employee', 'base.group_user')))
        for other in ('aftersales.order_x', 'aftersales.order_99999999999', f'{name}; x', f'x{name}'):
            self.assertFalse(ORDER_CHANNEL.fullmatch(other))


@tagged('post_install', '-at_install')
class TestSheetSocket(SheetCommon, WebsocketCase):
    """faults U9: another browser hears of what was written."""

    def test_a_second_page_hears_of_the_change(self):
        session = self.authenticate(self.user_technician.login, self.user_technician.login)
        socket = self.websocket_connect(cookie=f'session_id={session.sid}')
        self.subscribe(socket, [f'aftersales.order_{self.order.id}'], self.env['bus.bus']._bus_last_id())
        self._write(self.part_line, quantity=3)
        self.trigger_notification_dispatching([(self.order, 'sheet')])
        messages = [notification['message'] for notification in json.loads(socket.recv())]
        self.assertIn({'type': CHANGED, 'payload': {'order': self.order.id, 'tab': False}}, messages)
