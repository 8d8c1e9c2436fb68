from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tests import new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.aftersales.tests.dealership.forms import FormsCommon
from odoo.addons.aftersales.tests.form_spec import get_arch, get_spec

# People of other departments; those of modules that are not installed are left out.
CORE_GROUPS = {
    'employee': 'base.group_user',
    'contacts': 'base.group_partner_manager',
    'settings': 'base.group_system',
    'officer of employees': 'hr.group_hr_user',
    'fleet officer': 'fleet.fleet_group_user',
    'invoicing': 'account.group_account_invoice',
    'purchaser': 'purchase.group_purchase_user',
    'storekeeper': 'stock.group_stock_user',
    'salesperson': 'sales_team.group_sale_salesman',
}


@tagged('post_install', '-at_install')
class TestCoreViews(FormsCommon):
    """faults A1: Odoo's own views that we extend stay open to people who have no right in after-sales."""

    def _get_users(self):
        for name, group in CORE_GROUPS.items():
            if self.env.ref(group, raise_if_not_found=False):
                user = new_test_user(
                    self.env, login=f'core_{group}', groups=f'base.group_user,{group}', company_id=self.company.id,
                    company_ids=[Command.set(self.companies.ids)])
                if name == 'fleet officer':
                    self.vehicles.manager_id = user  # he sees those he manages
                yield name, user

    def _get_our_fields(self, model):
        """The fields we put on a model, as far as its user is offered them, in an export for instance."""
        return [
            name for name in model.fields_get(attributes=['type'])
            if set(model._fields[name]._modules) == {'aftersales'}]

    def _get_models(self):
        views = self._get_our_views(('form', 'list', 'kanban', 'search'), is_ours=False)
        return {view.model for view in views if not self.env[view.model]._transient}

    def test_views_and_fields_can_be_read(self):
        views = self._get_our_views(('form', 'list', 'kanban'), is_ours=False)
        self.assertIn(self.env.ref('hr.view_employee_form'), views)
        failures, read, models = [], set(), self._get_models()
        for name, user in self._get_users():
            specs = self._get_specs(user, views)
            for env in self._as_each_company(user):
                samples = {model: self._get_sample(env[model]) for model in models if env[model].has_access('read')}
                asked = [(view.xml_id, samples[view.model], spec) for view, spec in specs.items()] + [
                    (model, sample, {field: {} for field in self._get_our_fields(sample)})
                    for model, sample in samples.items()]
                failures += [
                    f'{name}: {title}: {error}' for title, sample, spec in asked
                    for error in self._find_unreadable(sample, spec, ours_only=True)]
                read.update((name, model) for model, sample in samples.items() if sample)
        self.assertFalse(failures, '\n'.join(failures))
        self.assertFalse({
            ('officer of employees', 'hr.employee'), ('invoicing', 'account.move'), ('storekeeper', 'stock.picking'),
            ('fleet officer', 'fleet.vehicle'), ('employee', 'res.partner'),
        } - read)

    def test_searches_can_be_used(self):
        failures = []
        views = self._get_our_views(('search',), is_ours=False)
        self.assertTrue(views)
        for name, user in self._get_users():
            env = self.env(user=user.id, context={'allowed_company_ids': self.companies.ids})
            for view in views.filtered(lambda view: env[view.model].has_access('read')):  # noqa: B023
                model = env[view.model]
                for domain in self._get_domains(model, get_arch(model, view.id, 'search')):
                    try:
                        model.search(domain, limit=1)
                    except AccessError as error:
                        failures.append(f'{name}: {view.xml_id}: {domain}: {error}')
        self.assertFalse(failures, '\n'.join(failures))

    def _get_domains(self, model, arch):
        """The domains of our fields and filters in a search view."""
        ours = self._get_our_fields(model.sudo())
        for node in arch.iter('field', 'filter'):
            if not any(name in (node.get('name') or '') + (node.get('domain') or '') for name in ours):
                continue
            if node.tag == 'filter':
                yield Domain(safe_eval(node.get('domain') or '[]', {'uid': model.env.uid}))
            else:
                domain = node.get('filter_domain') or f"[('{node.get('name')}', '{node.get('operator') or 'ilike'}', self)]"
                yield Domain(safe_eval(domain, {'self': 'x'}))

    def test_settings_open(self):
        user = dict(self._get_users())['settings']
        model = self.env['res.config.settings'].with_user(user)
        self.assertFalse(user.has_group('aftersales.group_user'))
        view = self.env.ref('base.res_config_settings_view_form')
        self.assertTrue(model.onchange({}, [], get_spec(model, view.id, with_invisible=True))['value'])

    def test_records_can_be_copied(self):
        """A field kept from somebody would make copying fail for him: ours are open to all who may create, or not copied."""
        closed = []
        for name, user in self._get_users():
            for model in map(self.env(user=user.id).__getitem__, self._get_models()):
                copied = [field for field in model._fields.values() if field.copy and set(field._modules) == {'aftersales'}]
                if model.has_access('create'):
                    closed += [f'{name}: {field}' for field in copied if not model._has_field_access(field, 'read')]
        self.assertFalse(closed)

    def test_fleet_officer_changes_an_owner(self):
        user = dict(self._get_users())['fleet officer']
        vehicle = self.vehicles[1]
        vehicle.with_user(user).owner_id = self.insurer
        self.assertEqual(vehicle.ownership_ids.partner_id, self.customer | self.insurer)
