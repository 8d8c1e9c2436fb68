from odoo import api, fields, models


class AftersalesDeadline(models.Model):
    """By when a claim goes to the maker, as the house asks of itself (A4)."""
    _inherit = 'aftersales.deadline'

    document = fields.Selection(selection_add=[('claim', "Warranty Claim")], ondelete={'claim': 'cascade'})
    promise_step = fields.Selection(selection_add=[('send', "Sent to the maker")], ondelete={'send': 'cascade'})

    @api.model
    def _get_document_steps(self):
        return super()._get_document_steps() | {'claim': ('send',)}

    @api.model
    def _get_late_models(self):
        return [*super()._get_late_models(), 'aftersales.claim']
