from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_claim_withdrawal_limit = fields.Monetary(
        string="Withdrawn by Two above", default=10_000, required=True, bounds=(0, 1e12),
        help="A claim that was sent and asks for more is withdrawn by a manager and an accountant together.")

    def _get_warranty_sequences(self):
        return super()._get_warranty_sequences() | {
            'aftersales.claim': ('CLM', self.env._("Warranty claims of %s", self.name)),
        }
