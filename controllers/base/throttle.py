"""Visitors who ask too often, counted in this process: enough to slow down whoever guesses or searches without end."""
import threading
import time
from collections import OrderedDict

from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from odoo.addons.aftersales.models.base.inputs import get_network

# Visitors remembered at once; the one who was quiet for longest is forgotten first.
MOST_VISITORS = 10_000


class Throttle:
    """At most ``most`` calls of a visitor within ``window`` seconds."""

    def __init__(self, most, window):
        self.most, self.window = most, window
        self._mutex = threading.Lock()
        self._seen = OrderedDict()

    def take(self, address):
        """Count a call, of many at once each by itself.

        :return: whether the visitor had one left; one too many is not counted, so that his time runs out
        """
        visitor = get_network(address)
        with self._mutex:
            recent = self._get_recent(visitor)
            if len(recent) >= self.most:
                return False
            self._seen[visitor] = [*recent, time.monotonic()]
            self._seen.move_to_end(visitor)
            while len(self._seen) > MOST_VISITORS:
                self._seen.popitem(last=False)
            return True

    def check(self, address):
        """Count a call.

        :raises TooManyRequests: when the visitor has none left
        """
        if not self.take(address):
            raise TooManyRequests(response=Response(status=429, headers={
                'Cache-Control': 'no-store, private', 'Retry-After': str(self.window)}))

    def clear(self):
        with self._mutex:
            self._seen.clear()

    def _get_recent(self, visitor):
        start = time.monotonic() - self.window
        return [moment for moment in self._seen.get(visitor, ()) if moment > start]
