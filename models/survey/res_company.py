from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_ask_survey = fields.Boolean(
        string="Ask How Content Customers Are", default=True,
        help="After a visit, a purchase or a complaint the customer is asked some questions, by a link or on the phone.")
