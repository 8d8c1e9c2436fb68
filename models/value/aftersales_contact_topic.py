from odoo import fields, models


class AftersalesContactTopic(models.Model):
    _inherit = 'aftersales.contact.topic'

    code = fields.Selection(selection_add=[('at_risk', "Customer at Risk")], ondelete={'at_risk': 'cascade'})
