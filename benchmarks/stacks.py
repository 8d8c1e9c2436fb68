"""Who asks the database: the queries of a scenario by step, each with the lines of add-ons that led to it."""
import re
import sys
import traceback
from collections import Counter, defaultdict
from contextlib import contextmanager
from unittest.mock import patch

from odoo.sql_db import Cursor

ADDONS = '/addons/'
OURS = 'aftersales/models/'
DEPTH = 4
# Lines of the framework that say why it asks.
REASONS = {'_compute_field_value': 'recompute', '_flush': 'flush', '_message_log_batch': 'log', 'check_access': 'access'}
TABLE = re.compile(r'\b(SELECT|INSERT|UPDATE|DELETE|WITH)\b(?:.*?\b(?:FROM|INTO)\b)?\s*"?(\w+)"?', re.DOTALL)


class Stacks:
    """Notes what is asked while ``watching()``, under the step of the day."""

    def __init__(self):
        self.step = 0
        self.steps = defaultdict(Counter)

    @contextmanager
    def watching(self):
        execute = Cursor.execute

        def noted(cursor, query, params=None, log_exceptions=True):
            self._note(str(getattr(query, 'code', query)))
            return execute(cursor, query, params, log_exceptions)

        with patch.object(Cursor, 'execute', noted):
            yield

    def _note(self, query):
        places, reason = [], ''
        for frame, line in traceback.walk_stack(sys._getframe(2)):
            reason = reason or REASONS.get(frame.f_code.co_name, '')
            path = frame.f_code.co_filename
            if ADDONS in path:
                path = path.rsplit(ADDONS)[-1].removeprefix(OURS).removesuffix('.py')
                places.append(f'{path}:{line} {frame.f_code.co_name}')
        found = TABLE.search(query)
        what = ' '.join(found.groups()) if found else query
        self.steps[self.step][what, reason, ' < '.join(places[:DEPTH])] += 1

    def lines(self):
        for step, asked in sorted(self.steps.items()):
            yield f'step {step}: {asked.total()} queries'
            for (what, reason, places), count in asked.items():
                yield f'{count:5}  {what:45.45}  {reason:9}  {places}'
