from lxml import etree

from odoo.tests import tagged

from odoo.addons.aftersales.tests.common import AftersalesCommon

YEARS = ('year', 'year_from', 'year_to', 'budget_year', 'made_year', 'plan_year', 'target_year')
SCREENS = ('list', 'form', 'kanban')


@tagged('post_install', '-at_install')
class TestMonths(AftersalesCommon):
    """N1: a figure of a month says which month and year it is of, never "Nov 1"; a year has no thousands' mark."""

    def _get_shown(self):
        """:return: list of (view, model, field, node) of all that lists, forms and cards of ours show"""
        shown = []
        views = self.env['ir.ui.view'].sudo().search([('type', 'in', SCREENS), ('model', '!=', False)])
        for view in views.filtered(lambda view: (view.xml_id or '').startswith('aftersales.') and view.model in self.env):
            for node in etree.fromstring(view.arch).iter('field'):
                model = self._get_model(view, node)
                if model is not None and node.get('name') in model._fields and not self._is_analysis(node):
                    shown.append((view.xml_id, model, model._fields[node.get('name')], node))
        return shown

    def _get_model(self, view, node):
        """The model that a field of the view is of: that of the list around it, where it stands in one."""
        path = [parent for parent in node.iterancestors('field') if parent.get('name') and parent.get('position') is None]
        model = self.env[view.model]
        for parent in reversed(path):
            field = model._fields.get(parent.get('name'))
            if field is None or not field.relational:
                return None
            model = self.env[field.comodel_name]
        return model

    def _is_analysis(self, node):
        return node.get('interval') or node.get('column_invisible') or any(
            parent.tag in ('search', 'pivot', 'graph', 'calendar') for parent in node.iterancestors())

    def test_months_are_read_as_months(self):
        months = [
            (view, field.name, node.get('widget')) for view, model, field, node in self._get_shown()
            if field.type == 'date' and (
                field.name in ('month', 'period') or field.name.endswith('_month') or field.string == "Month")]
        self.assertGreater(len(months), 25)
        self.assertFalse([month for month in months if month[2] != 'aftersales_month'])

    def test_years_have_no_thousands(self):
        years = [
            (view, field.name, node.get('widget'), node.get('options') or '') for view, model, field, node in self._get_shown()
            if field.type == 'integer' and field.name in YEARS]
        self.assertGreater(len(years), 5)
        self.assertFalse([year for year in years if 'enable_formatting' not in year[3]])
