from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    aftersales_account_customer = fields.Boolean(
        string="Account Customer",
        help="All repair orders of this customer go onto one invoice when they are invoiced together.",
    )

    _aftersales_account_idx = models.Index("(id) WHERE aftersales_account_customer IS TRUE")

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), 'aftersales_account_customer']
