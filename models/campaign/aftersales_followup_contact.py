from odoo import fields, models

from .followup_words import ONDELETE, RESULTS


class AftersalesFollowupContact(models.Model):
    _inherit = 'aftersales.followup.contact'

    result = fields.Selection(selection_add=RESULTS, ondelete=ONDELETE)
    campaign_id = fields.Many2one(
        'aftersales.campaign', readonly=True, index='btree_not_null', ondelete='set null', check_company=True)
