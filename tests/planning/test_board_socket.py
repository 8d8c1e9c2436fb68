import json

from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.planning import BoardCommon
from odoo.addons.bus.tests.common import WebsocketCase


@tagged('post_install', '-at_install')
class TestBoardSocket(BoardCommon, WebsocketCase):
    """Another browser's board hears of a dropped card."""
    _now = None
    _days = range(7)

    def _listen(self, user):
        session = self.authenticate(user.login, user.login)
        socket = self.websocket_connect(cookie=f'session_id={session.sid}')
        self.subscribe(socket, [f'aftersales.workshop_{self.workshop.id}'], self.env['bus.bus']._bus_last_id())
        return socket

    def test_a_second_board_hears_of_the_plan(self):
        socket = self._listen(self.user_technician)
        self._plan(self.job, 8, 10)
        self.trigger_notification_dispatching([(self.workshop, 'board')])
        messages = [notification['message'] for notification in json.loads(socket.recv())]
        self.assertIn({
            'type': 'aftersales.board/changed',
            'payload': {'workshop': self.workshop.id, 'visits': [f'order-{self.order.id}']},
        }, messages)
