from odoo import api, fields, models


class AftersalesDeadline(models.Model):
    """By when it is decided whether a contract is refunded (A4, G3)."""
    _inherit = 'aftersales.deadline'

    document = fields.Selection(selection_add=[('contract', "Contract")], ondelete={'contract': 'cascade'})
    promise_step = fields.Selection(
        selection_add=[('contract_refund', "Refund decided")], ondelete={'contract_refund': 'cascade'})

    @api.model
    def _get_document_steps(self):
        return super()._get_document_steps() | {'contract': ('contract_refund',)}

    @api.model
    def _get_late_models(self):
        return [*super()._get_late_models(), 'aftersales.contract']
