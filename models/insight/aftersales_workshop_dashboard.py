import base64

from odoo import api, models
from odoo.tools.misc import file_open

FILE = 'aftersales/data/insight/aftersales_dashboard.json'
# Written once the dashboard was made: whoever deletes it does not find it again the next morning.
MADE = 'aftersales.dashboard_made'


class AftersalesWorkshop(models.Model):
    """A dashboard of our figures in Odoo's app for them, where that is installed; without it nothing speaks of one (N1).

    It is an ordinary record of the app: whoever administers dashboards rearranges, copies or hides it, and no run of ours
    writes over that. What it shows is read as whoever looks.
    """
    _inherit = 'aftersales.workshop'

    @api.model
    def _cron_measure_figures(self):
        """The app may come long after us: every night asks."""
        super()._cron_measure_figures()
        self._make_dashboard()

    @api.model
    def _make_dashboard(self):
        """:return: the dashboard if it was made now"""
        settings = self.env['ir.config_parameter'].sudo()  # sudo: the dashboard is the system's to make
        if 'spreadsheet.dashboard' not in self.env:
            settings.search([('key', '=', MADE)]).unlink()  # the app went: when it comes again, so does the dashboard
            return None
        if settings.get_param(MADE):
            return None
        settings.set_param(MADE, '1')
        group = self._make_dashboard_record('spreadsheet.dashboard.group', 'dashboard_group_aftersales', {'sequence': 150})
        with file_open(FILE, 'rb') as file:
            dashboard = self._make_dashboard_record('spreadsheet.dashboard', 'dashboard_aftersales', {
                'spreadsheet_binary_data': base64.b64encode(file.read()), 'dashboard_group_id': group.id, 'sequence': 10,
                'group_ids': [(6, 0, self.env.ref('aftersales.group_manager').ids)]})
        return dashboard

    @api.model
    def _make_dashboard_record(self, model, name, vals):
        """With an xmlid: by its module the app finds the words of the dashboard in the reader's language."""
        record = self.env[model].sudo().create({**vals, 'name': 'After-Sales'})  # sudo: as above
        for code, __ in self.env['res.lang'].get_installed():
            record.with_context(lang=code).name = self.with_context(lang=code).env._("After-Sales")
        self.env['ir.model.data'].sudo()._update_xmlids([  # noupdate: an upgrade takes nothing away
            {'xml_id': f'aftersales.{name}', 'record': record, 'noupdate': True}])
        return record
