from odoo import fields, models


class ResCompany(models.Model):
    """How much the cash of a day may differ before somebody higher confirms it (contracts, §11)."""
    _inherit = 'res.company'

    aftersales_cash_difference = fields.Monetary(
        string="Difference of Cash up to", default=50.0, bounds=(0, 1e6),
        help="Whoever receives the cash of a day confirms it with a difference up to this amount; a manager above it.")
