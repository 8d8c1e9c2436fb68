from odoo import models
from odoo.tools import formatLang


class ResCompany(models.Model):
    _inherit = 'res.company'

    def _get_warranty_sequences(self):
        recalls, defects = self.env._("Recalls of %s", self.name), self.env._("Defect reports of %s", self.name)
        return {
            **super()._get_warranty_sequences(),
            'aftersales.recall': ('RC', recalls),
            'aftersales.defect.report': ('DR', defects),
        }

    def _get_warranty_tables(self):
        """Recalls that run: how many cars were told and are done, against the weeks."""
        if not self.env['aftersales.recall'].has_access('read'):
            return super()._get_warranty_tables()
        recalls = self.env['aftersales.recall'].search([('company_id', '=', self.id), ('state', '=', 'running')])
        names = ('maker_number', 'title', 'car_count', 'told_count', 'done_count', 'done_percent', 'weeks_left')
        return [*super()._get_warranty_tables(), {
            'title': self.env._("Recalls and Campaigns"), 'words': (0, 1),
            'headings': [recalls._fields[name]._description_string(self.env) for name in names],
            'rows': [
                [recall.maker_number or recall.name, recall.title, recall.car_count, recall.told_count, recall.done_count,
                 formatLang(self.env, recall.done_percent, digits=1), recall.weeks_left if recall.date_to else '–']
                for recall in recalls],
        }]
