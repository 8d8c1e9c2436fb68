import json

from odoo.tests import tagged
from odoo.tools.misc import file_open

from odoo.addons.aftersales.models.insight.aftersales_workshop_dashboard import FILE, MADE
from odoo.addons.aftersales.tests.common import AftersalesCommon
from odoo.addons.spreadsheet.utils.validate_data import fields_in_spreadsheet, menus_xml_ids_in_spreadsheet


@tagged('post_install', '-at_install')
class TestDashboard(AftersalesCommon):
    """N1: the dashboard that Odoo's app for them shows where it is installed."""
    with_outlet = True

    def test_what_it_speaks_of_is_there(self):
        """Every model, field, menu and indicator that the dashboard names exists, and managers may see it."""
        with file_open(FILE) as file:
            data = json.load(file)
        named = fields_in_spreadsheet(data)
        self.assertLessEqual({'aftersales.indicator.figure', 'aftersales.order', 'aftersales.job'}, set(named))
        for model, chains in named.items():
            records = self.env[model].with_user(self.user_manager)
            records.check_access('read')
            for chain in chains:
                fields = records
                for name in chain.split('.'):
                    self.assertIn(name, fields._fields, f"{model}: {chain}")
                    if fields._fields[name].relational:
                        fields = fields[name]
        menus = menus_xml_ids_in_spreadsheet(data)
        self.assertTrue(menus)
        for xml_id in menus:
            self.assertTrue(self.env.ref(xml_id).action, xml_id)
        codes = {*self.env['aftersales.indicator'].search([], limit=500).mapped('code')}
        domains = [pivot['domain'] for pivot in data['pivots'].values()] + [
            figure['data']['searchParams']['domain'] for figure in data['sheets'][0]['figures']
            if 'searchParams' in figure['data']]
        used = {code for domain in domains for name, __, value in domain if name == 'indicator_id.code'
                for code in ([value] if isinstance(value, str) else value)}
        self.assertLessEqual({'VISITS', 'REVENUE', 'COMPLAINTS'}, used)
        self.assertLessEqual(used, codes)

    def test_without_the_app_nothing_is_made(self):
        """The nightly run goes on; when the app comes later, the dashboard does, too."""
        self.assertNotIn('spreadsheet.dashboard', self.env)
        settings = self.env['ir.config_parameter'].sudo()
        settings.set_param(MADE, '1')
        self.assertIsNone(self.env['aftersales.workshop']._make_dashboard())
        self.assertFalse(settings.get_param(MADE))
        action = self.env['aftersales.indicator.figure'].with_user(self.user_manager).action_measure_now()
        self.assertEqual(action['tag'], 'soft_reload')
        self.assertFalse(self.env.ref('aftersales.dashboard_aftersales', raise_if_not_found=False))
