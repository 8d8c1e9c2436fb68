from odoo import api, fields, models


class AftersalesClaimWithdrawWizard(models.TransientModel):
    """Why a claim is given up."""
    _name = 'aftersales.claim.withdraw.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = "Withdraw the Claim"

    claim_id = fields.Many2one('aftersales.claim', required=True, readonly=True, ondelete='cascade')
    needs_two = fields.Boolean(compute='_compute_needs_two')

    @api.depends('claim_id')
    def _compute_needs_two(self):
        for wizard in self:
            wizard.needs_two = bool(wizard.claim_id) and wizard.claim_id._needs_two()

    def action_apply(self):
        self.ensure_one()
        self.claim_id._withdraw(self.reason)
        return {'type': 'ir.actions.act_window_close'}
