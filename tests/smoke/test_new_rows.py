from copy import deepcopy

from odoo.tests import Form, tagged
from odoo.tests.form import get_static_context

from odoo.addons.aftersales.tests.common import ROLE_GROUPS
from odoo.addons.aftersales.tests.dealership.forms import FormsCommon
from odoo.addons.aftersales.tests.form_spec import build_spec, find_sublists, get_arch


@tagged('post_install', '-at_install')
class TestNewRows(FormsCommon):
    """faults U1: every form and every "Add a line" opens empty: computes and onchanges know a record without anything."""

    def _add_rows(self, role):
        """New records and rows as the client asks for them; what fails is returned with its view."""
        user, failures, added = getattr(self, f'user_{role}'), [], set()
        env = self.env(user=user.id, context={'allowed_company_ids': self.company.ids, 'lang': 'en_US', 'tz': 'UTC'})
        for view in self._get_our_views(('form',), is_ours=True):
            model = env[view.model]
            if not model.has_access('read'):
                continue
            arch = get_arch(model, view.id)
            samples = model.browse() if model._transient else self._get_sample(model)[:4]
            new, error = {}, None
            if model.has_access('create') and not model._transient and arch.get('create') not in ('0', 'false'):
                new, error = self._open(model, {}, build_spec(model, arch, with_invisible=True))
                failures += [f'{view.xml_id}: {error!r}'] if error else []
            for comodel, parent, spec, title in self._get_rows(model, arch, samples, new):
                added.add((view.xml_id, title))
                __, error = self._open(comodel, parent, spec)
                failures += [f'{view.xml_id}: {title} of {parent}: {error!r}'] if error else []
        self.assertFalse(failures, '\n'.join(failures))
        return added

    def _get_rows(self, model, arch, samples, new, path='', depth=2):
        """The calls that open a new row of each list, of a new record and of some that are there.

        A row in a row's own dialog knows that row, but not what it hangs on: the client sends no more.
        """
        for node, row_arch in find_sublists(model, arch) if depth else ():
            field = model._fields[node.get('name')]
            comodel = model.env[field.comodel_name].with_context(
                **get_static_context(node.get('context') or '{}'))
            spec, title = build_spec(comodel, row_arch, with_invisible=True), f'{path}{field.name}'
            for parent in [*({'id': record.id} for record in samples), new]:
                yield comodel, {field.inverse_name: parent} if field.inverse_name else {}, spec, title
            rows = samples.mapped(field.name)[:2]
            new_row, __ = self._open(comodel, {}, spec)
            yield from self._get_rows(comodel.browse(), row_arch, rows, new_row, f'{title}.', depth - 1)

    def _open(self, model, parent, spec):
        """What the client holds of a new record, and what went wrong."""
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                values = model.onchange(deepcopy(parent), [], spec)['value']
        except Exception as error:
            return {}, error
        return {
            name: value['id'] if isinstance(value, dict) and 'id' in value else value
            for name, value in values.items() if not isinstance(value, list)
        }, None

    def test_what_gives_the_company_can_be_chosen(self):
        """faults U1: what a new record takes its company from is chosen from all there is: a new credit list knows its maker's
        terms, though it has no company yet.
        """
        closed = [
            f'{model._name}.{name}' for model in self.env.values() if model._name.startswith('aftersales.')
            for name, field in model._fields.items()
            if field.type == 'many2one' and not field.readonly and 'company_id' in model._fields
            and (model._fields['company_id'].related or '').startswith(f'{name}.')
            and 'company_id' in str(field._description_domain(self.env))]
        self.assertFalse(closed, "with check_company nothing can be chosen while the company is not known")
        self.assertIn('company_id', str(self.env['aftersales.job']._fields['bay_id']._description_domain(self.env)))

    def test_advisor_adds_a_line_to_an_order(self):
        """On the sheet a line goes to the job it is added to; in the job's own form it has one."""
        order = self._create_orders()
        labour = self.env.ref('aftersales.product_labour')
        order.sheet_add({'kind': 'part', 'id': self.part.id, 'quantity': 2}, order.job_ids.id)
        form = Form(order.job_ids, 'aftersales.job_view_form_dialog')
        with form.line_ids.new() as line:
            line.product_id = labour
            line.quantity = 2
        form.save()
        added = order.line_ids.sorted('id')[-2:]
        self.assertEqual(added.job_id, order.job_ids)
        self.assertEqual(added.mapped('approval'), ['pending'] * 2)
        self.assertEqual(added.mapped('price_unit'), [80.0, 100.0])

    def test_a_line_without_a_job_makes_one(self):
        order = self._create_orders()
        order.sheet_add({'kind': 'part', 'id': self.part.id})
        self.assertEqual(order.job_ids[-1].line_ids.product_id, self.part)
        self.assertEqual(order.job_ids[-1].name, self.part.name)


def _test_of(role):
    def test(self):
        self._add_rows(role)
    return test


# One test a role, so that a failure names the role and the others still run.
for _role in ROLE_GROUPS:
    setattr(TestNewRows, f'test_{_role}_opens_new_rows', _test_of(_role))
