from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_hour_cost = fields.Monetary(
        string="Cost of an Hour", bounds=(0, 1e6), groups='aftersales.group_manager',
        help="What an hour of a technician costs the house: wages, workshop and all that goes with them. Complaints are "
             "reckoned with it.")
    aftersales_return_tolerance = fields.Float(
        string="Tolerance of Returns (%)", digits=(5, 2), bounds=(0, 100),
        help="So much more than approved may come back from a customer without being decided again.")
