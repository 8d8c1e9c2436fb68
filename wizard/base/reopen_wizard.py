from odoo import models


class AftersalesReopenWizard(models.TransientModel):
    """Why a cancelled document is taken up again."""
    _name = 'aftersales.reopen.wizard'
    _inherit = ['aftersales.cancel.wizard']
    _description = "Reopen with a Reason"

    def _compute_consequence(self):
        """What ended it stands above the reason to go on."""
        for wizard in self:
            reasons = wizard._get_documents().filtered('cancel_reason').mapped('cancel_reason') if wizard.res_ids else []
            wizard.consequence = "; ".join(dict.fromkeys(reasons))

    def action_apply(self):
        self.ensure_one()
        self._get_documents()._reopen(self.reason)
        return {'type': 'ir.actions.act_window_close'}
