from odoo import fields, models


class ResCompany(models.Model):
    """How long old parts wait for what becomes of them, and above what value scrapping needs a manager's word (H6)."""
    _inherit = 'res.company'

    aftersales_old_part_days = fields.Integer(
        string="Days for Old Parts", default=90, required=True, bounds=(1, 3650),
        help="Within so many days of being taken out an old part has gone its way, unless its policy says otherwise.")
    aftersales_scrap_limit = fields.Monetary(
        string="Scrap above: Manager", default=200, required=True, bounds=(0, 1e12),
        help="An old part that is worth more is scrapped once a manager has approved it.")
