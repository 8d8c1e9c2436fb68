from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_ask_rating = fields.Boolean(
        string="Ask for a Rating", default=True,
        help="After the delivery the customer is asked by e-mail or SMS to rate the visit.",
    )
