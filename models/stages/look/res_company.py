from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_last_look = fields.Boolean(
        string="Last Look before Calling",
        help="The customer is told that the car is ready only when the advisor has looked at it: clean, in order, "
             "belongings, tools, papers.")
