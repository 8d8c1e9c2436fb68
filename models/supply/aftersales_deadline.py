from odoo import api, fields, models


class AftersalesDeadline(models.Model):
    """By when a parcel of a counter sale has left the house (A4, H9)."""
    _inherit = 'aftersales.deadline'

    document = fields.Selection(selection_add=[('counter_sale', "Counter Sale")], ondelete={'counter_sale': 'cascade'})

    @api.model
    def _get_document_steps(self):
        return super()._get_document_steps() | {'counter_sale': ('ship',)}

    @api.model
    def _get_late_models(self):
        return [*super()._get_late_models(), 'aftersales.counter.sale']
