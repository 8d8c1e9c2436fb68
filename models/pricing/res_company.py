from odoo import fields, models


class ResCompany(models.Model):
    """How long a competitor's price counts (A5)."""
    _inherit = 'res.company'

    aftersales_market_days = fields.Integer(
        string="Market Prices Count for", default=180, required=True, bounds=(1, 3650),
        help="What competitors asked more days ago is no market price any more.")
