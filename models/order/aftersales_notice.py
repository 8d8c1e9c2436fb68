from odoo import fields, models


class AftersalesNotice(models.Model):
    """What a customer is told of an order says what it costs."""
    _inherit = 'aftersales.notice'

    body = fields.Html(groups='aftersales.group_price')
    sms = fields.Text(groups='aftersales.group_price')
