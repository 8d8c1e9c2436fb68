from odoo import fields, models


class AftersalesCounterCreditWizard(models.TransientModel):
    """Why parts are sold to an account customer who is overdue or above his limit (G4)."""
    _name = 'aftersales.counter.credit.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = "Sell in Spite of Debts"

    sale_id = fields.Many2one('aftersales.counter.sale', required=True, readonly=True, ondelete='cascade')

    def action_apply(self):
        self.ensure_one()
        self.sale_id._let_sell(self.reason)
        return {'type': 'ir.actions.act_window_close'}
