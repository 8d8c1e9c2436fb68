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

    def is_blocked(self, address):
        with self._mutex:
            return len(self._get_recent(get_network(address))) >= self.most

    def count(self, address):
        visitor = get_network(address)
        with self._mutex:
            recent = self._get_recent(visitor)
            self._seen[visitor] = [*recent[1 - self.most:], time.monotonic()] if self.most > 1 else [time.monotonic()]
            self._seen.move_to_end(visitor)
            while len(self._seen) > MOST_VISITORS:
                self._seen.popitem(last=False)

    def check(self, address):
        """Count a call.

        :raises TooManyRequests: when the visitor has none left; that one is not counted, so that his time runs out
        """
        if self.is_blocked(address):
            raise TooManyRequests(response=Response(status=429, headers={
                'Cache-Control': 'no-store, private', 'Retry-After': str(self.window)}))
        self.count(address)

    def clear(self):
        with self._mutex:
            self._seen.clear()

    def _get_recent(self, visitor):
        start = time.monotonic() - self.window
        return [moment for moment in self._seen.get(visitor, ()) if moment > start]
