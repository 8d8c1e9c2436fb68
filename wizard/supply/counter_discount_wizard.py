from odoo import fields, models


class AftersalesCounterDiscountWizard(models.TransientModel):
    """Why a discount is asked for at the counter, or why it is not allowed."""
    _name = 'aftersales.counter.discount.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = "Discount at the Counter"

    sale_id = fields.Many2one('aftersales.counter.sale', required=True, readonly=True, ondelete='cascade')
    is_answer = fields.Boolean(readonly=True)

    def action_apply(self):
        self.ensure_one()
        if self.is_answer:
            self.sale_id._answer_discount('refused', self.reason)
        else:
            self.sale_id._ask_discount(self.reason)
        return {'type': 'ir.actions.act_window_close'}
