from odoo import fields, models

from .aftersales_followup import RESCUE


class AftersalesFollowupContact(models.Model):
    _inherit = 'aftersales.followup.contact'

    result = fields.Selection(selection_add=[RESCUE])
