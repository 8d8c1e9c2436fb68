import contextlib
import select
import socket
import threading
from unittest.mock import patch

from odoo.tests import common, tagged

from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestOneBrowser(OneBrowserCase):
    """Tests with a browser leave nothing behind that the next one trips over, however busy the machine is."""

    def test_waits_for_whoever_stands_in_the_queue(self):
        """What a page sent last is answered before the test goes on, also what the server has not taken yet."""
        with contextlib.ExitStack() as stack, self.allow_requests():
            waiting = [
                stack.enter_context(socket.create_connection((common.HOST, self.http_port()))) for __ in range(12)]
            for number, connection in enumerate(waiting):
                connection.sendall(f'GET /aftersales/nowhere/{number} HTTP/1.0\r\nHost: {common.HOST}\r\n\r\n'.encode())
            self._wait_remaining_requests()
            self.assertEqual(len(select.select(waiting, [], [], 0)[0]), len(waiting))

    def test_logs_in_alone(self):
        """Requests are let in, and wait nevertheless while it is read who logs in: both would read by one cursor."""
        let_in = []

        def ask():
            taken = common._registry_test_lock.acquire(blocking=False)
            let_in.append(taken)
            if taken:
                common._registry_test_lock.release()

        def authenticate(users, *args):
            asking = threading.Thread(target=ask)
            asking.start()
            asking.join()
            return {'uid': users.env.ref('base.user_admin').id}

        with patch.object(self.env.registry['res.users'], 'authenticate', authenticate), self.allow_requests():
            ask()
            self.authenticate('admin', 'admin')
        self.assertEqual(let_in, [True, False])
