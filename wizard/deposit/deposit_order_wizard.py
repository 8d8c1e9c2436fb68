from odoo import fields, models


class AftersalesDepositOrderWizard(models.TransientModel):
    """Why parts are ordered before the customer has paid his deposit (G4)."""
    _name = 'aftersales.deposit.order.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = "Order Parts Before Their Deposit Is Paid"

    deposit_id = fields.Many2one(
        'aftersales.deposit', string="Deposit for Parts", required=True, readonly=True, ondelete='cascade')

    def action_apply(self):
        self.ensure_one()
        self.deposit_id._let_order_through(self.reason)
        return {'type': 'ir.actions.act_window_close'}
