from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_refund_interest = fields.Float(
        string="Interest on Refunded Contracts (% a year)", default=0, bounds=(0, 100),
        help="Proposed when a contract is refunded: on the unused value with taxes, since the contract runs.")
