from odoo import fields, models


class AftersalesOrder(models.Model):
    _inherit = 'aftersales.order'

    followup_ids = fields.One2many(
        'aftersales.followup', 'order_id', string="Follow-up", readonly=True, groups='aftersales.group_followup')
