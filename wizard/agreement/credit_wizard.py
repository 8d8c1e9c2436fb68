from odoo import fields, models


class AftersalesCreditWizard(models.TransientModel):
    """Why work begins for a customer who is overdue or above his limit (G4)."""
    _name = 'aftersales.credit.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = "Begin in Spite of Debts"

    order_id = fields.Many2one('aftersales.order', required=True, readonly=True, ondelete='cascade')

    def action_apply(self):
        self.ensure_one()
        self.order_id._let_begin(self.reason)
        return {'type': 'ir.actions.act_window_close'}
