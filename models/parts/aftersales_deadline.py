from odoo import api, fields, models


class AftersalesDeadline(models.Model):
    """By when a part that is not here has come (A4)."""
    _inherit = 'aftersales.deadline'

    document = fields.Selection(selection_add=[('parts', "Parts Ordered")], ondelete={'parts': 'cascade'})
    promise_step = fields.Selection(selection_add=[('ship', "Part is here, or sent")], ondelete={'ship': 'cascade'})

    @api.model
    def _get_document_steps(self):
        return super()._get_document_steps() | {'parts': ('ship',)}

    @api.model
    def _get_late_models(self):
        return [*super()._get_late_models(), 'aftersales.order.line']
