from odoo import models


class ResCompany(models.Model):
    _inherit = 'res.company'

    def _get_warranty_sequences(self):
        recalls, defects = self.env._("Recalls of %s", self.name), self.env._("Defect reports of %s", self.name)
        return {
            **super()._get_warranty_sequences(),
            'aftersales.recall': ('RC', recalls),
            'aftersales.defect.report': ('DR', defects),
        }
