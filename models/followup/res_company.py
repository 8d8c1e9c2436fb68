from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_follow_up = fields.Boolean(
        string="Follow Up Customers", default=True,
        help="By the rules of follow-up calls are planned after visits, purchases and complaints.")
    aftersales_call_attempts = fields.Integer(string="Attempts to Call", default=3, bounds=(1, 20))
