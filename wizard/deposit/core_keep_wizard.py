from odoo import fields, models


class AftersalesCoreKeepWizard(models.TransientModel):
    """Why the house keeps a core deposit (H6)."""
    _name = 'aftersales.core.keep.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = "Keep a Core Deposit"

    core_deposit_id = fields.Many2one('aftersales.core.deposit', required=True, readonly=True, ondelete='cascade')
    currency_id = fields.Many2one(related='core_deposit_id.currency_id')
    amount_held = fields.Monetary(related='core_deposit_id.amount_held')

    def action_apply(self):
        self.ensure_one()
        self.core_deposit_id._keep(self.reason)
        return {'type': 'ir.actions.act_window_close'}
