from odoo import fields, models


class AftersalesFollowup(models.Model):
    _inherit = 'aftersales.followup'

    anchor = fields.Selection(selection_add=[('rescue', "Rescue Closed")], ondelete={'rescue': 'cascade'})
