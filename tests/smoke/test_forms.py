from odoo.tests import tagged

from odoo.addons.aftersales.tests.common import ROLE_GROUPS
from odoo.addons.aftersales.tests.dealership.forms import FormsCommon


@tagged('post_install', '-at_install')
class TestForms(FormsCommon):
    """Who may read a record may open its form: a room's field on another room's form locks nobody out."""

    def _read_forms(self, role):
        core_views = self._get_our_views(('form',), is_ours=False)
        views = self._get_our_views(('form',), is_ours=True) | core_views
        failures, read = [], set()
        user = getattr(self, f'user_{role}')
        specs = self._get_specs(user, views)
        for env in self._as_each_company(user):
            samples = {name: self._get_sample(env[name]) for name in {view.model for view in specs}}
            for view, spec in specs.items():
                unreadable = self._find_unreadable(samples[view.model], spec, ours_only=view in core_views)
                failures += [f'{view.xml_id} of {samples[view.model]}: {error}' for error in unreadable]
            read.update((name, state) for name, sample in samples.items() for state in self._get_states(sample))
        self.assertFalse(failures, '\n'.join(failures))
        return read

    def test_accountant_reads_orders_in_every_state(self):
        read = self._read_forms('accountant')
        states = dict(self.env['aftersales.order']._fields['state'].selection)
        self.assertEqual({state for name, state in read if name == 'aftersales.order'}, set(states))


def _test_of(role):
    def test(self):
        self._read_forms(role)
    return test


# One test a role, so that a failure names the role and the others still run.
for _role in ROLE_GROUPS:
    if _role != 'accountant':
        setattr(TestForms, f'test_{_role}_opens_every_form', _test_of(_role))
