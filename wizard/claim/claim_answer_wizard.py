from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base.inputs import clean_text


class AftersalesClaimAnswerWizard(models.TransientModel):
    """What is answered to the maker's question; it is sealed with the files of the claim."""
    _name = 'aftersales.claim.answer.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Answer to the Maker"

    claim_id = fields.Many2one('aftersales.claim', required=True, readonly=True, ondelete='cascade')
    question = fields.Text(related='claim_id.question')
    answer = fields.Text(required=True, max_length=10_000)

    @api.constrains('answer')
    def _check_answer(self):
        for wizard in self:
            if not clean_text(wizard.answer or '').strip():
                raise UserError(self.env._("Write the answer; blanks are none."))

    def action_apply(self):
        self.ensure_one()
        self.claim_id._answer(self.answer)
        return {'type': 'ir.actions.act_window_close'}
