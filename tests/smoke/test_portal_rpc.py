import inspect
from contextlib import closing

from odoo.exceptions import AccessError
from odoo.models import BaseModel
from odoo.service.model import get_public_method
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.portal import PortalCommon

# Tells of the caller alone: a customer has no clock.
HARMLESS = ('aftersales.time.entry.get_my_clock',)


@tagged('post_install', '-at_install')
class TestPortalRpc(PortalCommon):
    """A customer's login may call any public method by RPC; none of ours tells or does anything for it."""

    def _get_public_methods(self):
        """(model, name) of what our code lets RPC call, apart from the ORM's own methods."""
        for model_name in self.env.registry:
            model = self.env[model_name]
            if model._abstract:
                continue
            names = {
                name for base in type(model).__mro__ if base.__module__.startswith('odoo.addons.aftersales.')
                for name, value in vars(base).items()
                if inspect.isfunction(value) and not name.startswith('_') and not hasattr(BaseModel, name)
            }
            for name in sorted(names):
                try:
                    get_public_method(model, name)
                except AccessError:
                    continue
                yield model_name, name

    def _get_arguments(self, method):
        """Something of the right kind for each argument the method wants: ids of the stranger's records."""
        values = {
            'workshop_id': self.workshop.id, 'order_id': self.strange_order.id, 'job_id': self.strange_order.job_ids[:1].id,
            'vehicle_id': self.strange_vehicle.id, 'date': '2026-01-01', 'vals': {},
        }
        parameters = list(inspect.signature(method).parameters.values())
        return [
            values.get(parameter.name, self.strange_order.id) for parameter in parameters
            if parameter.default is parameter.empty
            and parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
        ]

    @mute_logger('odoo.addons.base.models.ir_model', 'odoo.addons.base.models.ir_rule', 'odoo.sql_db')
    def test_no_public_method_serves_a_customer(self):
        methods = list(self._get_public_methods())
        self.assertGreater(len(methods), 30, "the walk has to find our methods")
        served = []
        for model_name, name in methods:
            some = self.env[model_name].sudo().search([], order='id desc', limit=1) if self.env[model_name]._auto else \
                self.env[model_name]
            if not some and self.env[model_name]._auto:
                continue  # nothing to call it on
            records = self.env[model_name].with_user(self.user_customer).browse(some.ids)
            method, arguments = getattr(records, name), self._get_arguments(getattr(records, name))
            self.env.invalidate_all()  # a request begins with nothing read yet
            with closing(self.cr.savepoint()):
                try:
                    answer = method(*arguments)
                    self.env.flush_all()
                except Exception as error:  # whatever stops it, in words that tell nothing
                    answer = str(error)
                    is_refused = True
                else:
                    is_refused = False
                self.assertNoSecrets(str(answer), f'{model_name}.{name}')
                is_window = isinstance(answer, dict) and str(answer.get('type')).startswith('ir.actions')
                if not is_refused and not is_window and f'{model_name}.{name}' not in HARMLESS:
                    served.append(f'{model_name}.{name}')
        # A window to open is no answer: what it shows has its own rights.
        self.assertFalse(served)
