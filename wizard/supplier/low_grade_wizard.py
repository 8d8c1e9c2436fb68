from odoo import fields, models


class AftersalesLowGradeWizard(models.TransientModel):
    """Why something is ordered from a supplier of grade D."""
    _name = 'aftersales.low.grade.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = "Order from a Supplier of Grade D"

    purchase_id = fields.Many2one('purchase.order', string="Purchase", required=True, ondelete='cascade')

    def action_apply(self):
        self.ensure_one()
        self.purchase_id._allow_low_grade(self.reason)
        return {'type': 'ir.actions.act_window_close'}
