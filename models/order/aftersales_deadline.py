from odoo import api, fields, models


class AftersalesDeadline(models.Model):
    """By when a fault is closed (A4)."""
    _inherit = 'aftersales.deadline'

    document = fields.Selection(selection_add=[('order', "Repair Order")], ondelete={'order': 'cascade'})

    @api.model
    def _get_document_steps(self):
        return super()._get_document_steps() | {'order': ('solve',)}

    @api.model
    def _get_late_models(self):
        return [*super()._get_late_models(), 'aftersales.order']
