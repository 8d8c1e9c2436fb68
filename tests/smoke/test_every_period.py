import inspect
import re
import time
from contextlib import closing, suppress
from itertools import product

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.models import MAGIC_COLUMNS, BaseModel
from odoo.service.model import get_public_method
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.forms import FormsCommon

OURS = 'odoo.addons.aftersales.'
# What a parameter is called that takes a day, a moment or a number of days.
DATED = re.compile(r'(^|_)(date|day|days|start|stop|first|last|from|to|until|moment|begin|end|plan|seen|month|year)(_|$)')
HOSTILE = (
    '0001-01-01', '9999-12-31', '1900-01-01', '2999-12-31', '2026-02-30', '', 'x' * 10_000, '2026-01-01 25:00:00', 0, -1,
    10 ** 20, float('nan'), float('inf'), None, False, True, [], ['2026-01-01'], {}, {'start': '9999-12-31', 'stop': 'x'},
    {'start': float('nan'), 'technician': 'x', 'bay': -1},
)
PERIODS = (
    ('0001-01-01', '9999-12-31'), ('1900-01-01', '2999-12-31'), ('2026-03-09', '2026-03-02'), ('2026-03-02', '2206-03-02'),
    ('9999-12-31', '9999-12-31'), ('0001-01-01', '0001-01-01'), ('2999-12-31', '2999-12-31'), ('1900-01-01', '1900-01-01'),
    ('2026-03-02', '2999-12-31'), ('1900-01-01', '2026-03-02'), ('x', '2026-03-02'), (float('nan'), float('inf')),
)
# Seconds of this process that an answer or a refusal takes at most, whatever else the machine does.
LONGEST = 2


@tagged('post_install', '-at_install')
class TestEveryPeriod(FormsCommon):
    """A3: whoever asks for all of time is told in a sentence, and soon; found by code, so that rooms to come are asked, too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {role: getattr(cls, f'user_{role}') for role in ('technician', 'advisor', 'manager')}

    def _ask(self, work):
        """Whatever ``work`` does is undone; it ends soon, well or with a sentence."""
        start = time.process_time()
        try:
            with closing(self.cr.savepoint(flush=False)):
                try:
                    # What a constraint refuses is told in its own sentence by whoever dispatches the request.
                    with suppress(psycopg2.IntegrityError):
                        work()
                        self.env.flush_all()
                except (UserError, AccessError) as error:
                    self.assertTrue(str(error).strip())
                    self.assertNotIn('Traceback', str(error))
                finally:
                    self.env.clear()
        finally:
            self.env.invalidate_all(flush=False)
        self.assertLess(time.process_time() - start, LONGEST)

    # === METHODS ===#

    def _get_methods(self):
        """(model, name, parameters that take a day) of what our code lets RPC call."""
        for model_name, cls in sorted(self.env.registry.items()):
            names = {
                name for base in cls.__mro__ if base.__module__.startswith(OURS) for name, value in vars(base).items()
                if inspect.isfunction(value) and not name.startswith('_') and not hasattr(BaseModel, name)
            }
            for name in sorted(names):
                dated = [
                    parameter for parameter in list(inspect.signature(getattr(cls, name)).parameters)[1:]
                    if DATED.search(parameter)]
                if not dated:
                    continue
                try:
                    get_public_method(self.env[model_name], name)
                except AccessError:
                    continue
                yield model_name, name, dated

    def _get_arguments(self, method, dated, value):
        """The other parameters as a client would fill them."""
        usual = {'kind': 'card', 'record_id': self.job_of_all.id, 'values': {'name': "X"}, 'workshop_id': self.workshop.id}
        return {
            name: value if name in dated else usual.get(name)
            for name, parameter in inspect.signature(method).parameters.items()
            if name in dated or parameter.default is parameter.empty
        }

    @mute_logger('odoo.sql_db')
    def test_every_method(self):
        """faults A3: every public method that takes a day, as every role, with days that are none or too many."""
        self.job_of_all = self.env['aftersales.job'].search([('company_id', '=', self.company.id)], limit=1)
        methods = list(self._get_methods())
        self.assertGreaterEqual(len(methods), 5, methods)
        for (model, name, dated), (role, user) in product(methods, self.people.items()):
            records = self.env[model].with_user(user)
            # A door for partners is no table: it is asked as it is, and says what it does not take.
            if not records._transient and not records._abstract:
                records = records.search([('company_id', '=', self.company.id)], limit=1)
            for value in HOSTILE:
                with self.subTest(method=f'{model}.{name}', role=role, value=str(value)[:40]):
                    def work(records=records, name=name, dated=dated, value=value):
                        mine = records.create({}) if records._transient else records
                        method = getattr(mine, name)
                        method(**self._get_arguments(method, dated, value))
                    self._ask(work)

    # === DIALOGS ===#

    def _get_dialogs(self):
        for model in map(self.env.__getitem__, sorted(self.env.registry)):
            days = [
                name for name, field in model._fields.items()
                if field.type in ('date', 'datetime') and name not in MAGIC_COLUMNS and not field.related]
            if model._transient and model._module == 'aftersales' and days:
                yield model, days

    @mute_logger('odoo.sql_db')
    def test_every_dialog(self):
        """faults A3: every dialog that asks for days: when it is filled, when it is saved, and at each of its buttons."""
        dialogs = list(self._get_dialogs())
        self.assertGreaterEqual(len(dialogs), 5)
        for (model, days), (role, user), period in product(dialogs, self.people.items(), PERIODS):
            vals = dict(zip(days, period if len(days) > 1 else period[:1]))
            actions = [name for name in dir(type(model)) if name.startswith('action_') and not hasattr(BaseModel, name)]
            mine = model.with_user(user)
            with self.subTest(dialog=model._name, role=role, period=str(period)):
                self._ask(lambda mine=mine, vals=vals: mine.onchange(vals, list(vals), {
                    name: {} for name, field in mine._fields.items() if field.type not in ('one2many', 'many2many')}))
                self._ask(lambda mine=mine, vals=vals: mine.create(vals).read())
                for action in actions:
                    required = len(inspect.signature(getattr(type(mine), action)).parameters) - 1
                    self._ask(lambda mine=mine, vals=vals, action=action, given=period[:1] * required: getattr(
                        mine.create(vals), action)(*given))

    # === DOCUMENTS ===#

    @mute_logger('odoo.sql_db')
    def test_every_day_of_a_document(self):
        """faults A3: a document whose days lie at the ends of what may be entered is kept and shown, or refused, soon."""
        count = 0
        for model in map(self.env.__getitem__, sorted(self.env.registry)):
            days = [
                name for name, field in model._fields.items()
                if field.type in ('date', 'datetime') and field.store and 'aftersales' in field._modules
                and name not in MAGIC_COLUMNS and not field.readonly]
            if not days or model._transient or not model._auto or model._abstract:
                continue
            record = model.search([], limit=1, order='id desc').with_user(self.user_manager)
            shown = [name for name, field in model._fields.items() if field.type != 'binary']
            for name, value in product(days if record else (), ('1900-01-01', '2999-12-31', '0001-01-01', '9999-12-31')):
                count += 1
                with self.subTest(model=model._name, field=name, value=value):
                    def work(record=record, name=name, value=value, shown=shown):
                        record.write({name: value})
                        self.env.flush_all()
                        self.env.invalidate_all()
                        record.read([field for field in shown if record._has_field_access(record._fields[field], 'read')])
                    self._ask(work)
        self.assertGreater(count, 60)
