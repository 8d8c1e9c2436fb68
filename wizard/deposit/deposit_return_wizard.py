from odoo import api, fields, models


class AftersalesDepositReturnWizard(models.TransientModel):
    """What a customer has back of his deposit, and why the house keeps the rest (G4)."""
    _name = 'aftersales.deposit.return.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = "Return a Deposit"

    deposit_id = fields.Many2one(
        'aftersales.deposit', string="Deposit for Parts", required=True, readonly=True, ondelete='cascade')
    currency_id = fields.Many2one(related='deposit_id.currency_id')
    amount_held = fields.Monetary(related='deposit_id.amount_held')
    amount_limit = fields.Monetary(string="May Be Kept", compute='_compute_amounts')
    amount_kept = fields.Monetary(string="Kept with Taxes", bounds=(0, 1e9), help="Zero: the customer has all of it back.")
    amount_returned = fields.Monetary(string="Goes Back", compute='_compute_amounts')

    @api.depends('deposit_id', 'amount_kept')
    def _compute_amounts(self):
        for dialog in self:
            deposit = dialog.deposit_id.sudo()  # sudo: what may be kept follows from the settings
            dialog.amount_limit = deposit._get_keep_limit() if deposit else 0
            dialog.amount_returned = dialog.amount_held - dialog.amount_kept

    def action_apply(self):
        self.ensure_one()
        self.deposit_id._return(self.amount_kept, self.reason)
        return {'type': 'ir.actions.act_window_close'}
