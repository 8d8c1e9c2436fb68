from odoo import models


class ResCompany(models.Model):
    _inherit = 'res.company'

    def _get_warranty_sequences(self):
        return super()._get_warranty_sequences() | {
            'aftersales.claim.statement': ('ST', self.env._("Supplier statements of %s", self.name)),
            'aftersales.station.settlement': ('SS', self.env._("Station settlements of %s", self.name)),
        }
