from odoo import api, fields, models


class AftersalesDeadline(models.Model):
    """By when it is decided what a customer objects to (A4, G5)."""
    _inherit = 'aftersales.deadline'

    document = fields.Selection(selection_add=[('dispute', "Price Dispute")], ondelete={'dispute': 'cascade'})
    promise_step = fields.Selection(
        selection_add=[('dispute_decide', "Dispute decided")], ondelete={'dispute_decide': 'cascade'})

    @api.model
    def _get_document_steps(self):
        return super()._get_document_steps() | {'dispute': ('dispute_decide',)}

    @api.model
    def _get_late_models(self):
        return [*super()._get_late_models(), 'aftersales.price.dispute']
