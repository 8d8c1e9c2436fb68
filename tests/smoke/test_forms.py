from lxml import etree

from odoo.tests import tagged

from odoo.addons.aftersales.tests.common import ROLE_GROUPS
from odoo.addons.aftersales.tests.dealership.forms import FormsCommon

# Save, discard, new, back, previous, next, home, menu of actions.
KEYS_OF_FORMS = set('sjcbpnhu')


@tagged('post_install', '-at_install')
class TestForms(FormsCommon):
    """faults A11: who may read a record may open its form: a room's field on another room's form locks nobody out."""

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
        """faults A11: ``web_read`` of each form's own specification; the other roles below."""
        read = self._read_forms('accountant')
        states = dict(self.env['aftersales.order']._fields['state'].selection)
        self.assertEqual({state for name, state in read if name == 'aftersales.order'}, set(states))

    def _get_nodes(self, path):
        ours = self.env['ir.model.data'].search([('module', '=', 'aftersales'), ('model', '=', 'ir.ui.view')])
        for view in self.env['ir.ui.view'].search([('id', 'in', ours.mapped('res_id')), ('model', '!=', False)]):
            for node in etree.fromstring(view.arch_db).xpath(path):
                yield view, node

    def _get_buttons(self):
        return self._get_nodes('//button')

    def test_jobs_in_lists_are_told_in_the_readers_language(self):
        """faults C7: the jobs of a form or dialog are listed by the name their reader knows, not by the writer's."""
        told = {node.get('name') for __, node in self._get_nodes("//field[@name='job_ids']/list/field")}
        self.assertIn('shown_name', told)
        path = "//field[@name='job_ids']/list[not(@editable)]/field[@name='name']"
        written = [view.xml_id for view, __ in self._get_nodes(path)]
        self.assertFalse(written)

    def test_a_question_is_answered_by_name(self):
        """faults U14: who is asked before something is done reads what is done on the button, not Ok."""
        unnamed = [
            f"{view.xml_id}: {button.get('name')}" for view, button in self._get_buttons()
            if button.get('confirm') and not button.get('confirm-label')]
        self.assertFalse(unnamed, '\n'.join(unnamed))

    def test_no_key_of_ours_is_a_key_of_the_form(self):
        """faults U14: Alt+S saves and Alt+J discards, on every form: no button of ours is pressed by a key that a form, its
        bar or the menu has, or once what was written is saved the same key sends it away."""
        taken = [
            f"{view.xml_id}: {button.get('name')} {button.get('data-hotkey')}" for view, button in self._get_buttons()
            if view.type == 'form' and (button.get('data-hotkey') or '').lower() in KEYS_OF_FORMS
            and not self.env[view.model]._transient]
        self.assertFalse(taken, '\n'.join(taken))

    def test_buttons_call_what_takes_records(self):
        """A button sends the records of its view, none of them, too, above a list: a method of the model refuses them."""
        refusing = [
            f"{view.xml_id}: {button.get('name')}" for view, button in self._get_buttons()
            if button.get('type') == 'object' and not button.xpath('ancestor::field')
            and getattr(getattr(type(self.env[view.model]), button.get('name'), None), '_api_model', False)]
        self.assertFalse(refusing, '\n'.join(refusing))


def _test_of(role):
    def test(self):
        self._read_forms(role)
    return test


# One test a role, so that a failure names the role and the others still run.
for _role in ROLE_GROUPS:
    if _role != 'accountant':
        setattr(TestForms, f'test_{_role}_opens_every_form', _test_of(_role))
