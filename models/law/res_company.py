from odoo import models
from odoo.tools import format_date, formatLang


class ResCompany(models.Model):
    _inherit = 'res.company'

    def _get_warranty_tables(self):
        """Cars near a right under the law or beyond it, as the last night found them."""
        Watch = self.env['aftersales.statute.watch']
        if not Watch.has_access('read'):
            return super()._get_warranty_tables()
        names = ('license_plate', 'rule_id', 'status', 'tally', 'needed', 'distance', 'last_day', 'km_left')
        statuses = dict(Watch._fields['status']._description_selection(self.env))
        return [*super()._get_warranty_tables(), {
            'title': self.env._("Cars Near the Law"), 'words': (0, 1, 2),
            'headings': [Watch._fields[name]._description_string(self.env) for name in names],
            'rows': [
                [watch.license_plate or watch.vehicle_id.vin_sn or '–', watch.rule_id.display_name, statuses[watch.status],
                 watch.tally, watch.needed, watch.distance, format_date(self.env, watch.last_day) if watch.last_day else '–',
                 formatLang(self.env, watch.km_left, digits=0) if watch.km_left else '–']
                for watch in Watch.search([('company_id', '=', self.id)])],
        }]
