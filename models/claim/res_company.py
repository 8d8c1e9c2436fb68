from odoo import models


class ResCompany(models.Model):
    _inherit = 'res.company'

    def _get_warranty_sequences(self):
        return super()._get_warranty_sequences() | {
            'aftersales.claim': ('CLM', self.env._("Warranty claims of %s", self.name)),
        }
