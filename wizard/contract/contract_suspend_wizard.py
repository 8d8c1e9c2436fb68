from odoo import fields, models


class AftersalesContractSuspendWizard(models.TransientModel):
    """Why a contract stands still from today (contracts, §2)."""
    _name = 'aftersales.contract.suspend.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = "Suspend a Contract"

    contract_id = fields.Many2one('aftersales.contract', required=True, readonly=True, ondelete='cascade')

    def action_apply(self):
        self.ensure_one()
        self.contract_id._suspend(self.reason)
        return {'type': 'ir.actions.act_window_close'}
