from odoo import fields, models


class HrEmployee(models.Model):
    """Whoever leads a crew has a van with parts in it: a location of stock (J9)."""
    _inherit = 'hr.employee'

    aftersales_van_location_id = fields.Many2one(
        'stock.location', string="Parts in the Van", index='btree_not_null', check_company=True, copy=False,
        domain="[('usage', '=', 'internal'), ('company_id', 'in', [False, company_id])]",
        groups='aftersales.group_dispatch_rescue,hr.group_hr_user',
        help="The location of stock that is the van of the crew he leads.")
