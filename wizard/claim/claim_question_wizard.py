from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base.inputs import clean_text


class AftersalesClaimQuestionWizard(models.TransientModel):
    """What the maker asks before he decides, and until when he wants the answer."""
    _name = 'aftersales.claim.question.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Question of the Maker"

    claim_id = fields.Many2one('aftersales.claim', required=True, readonly=True, ondelete='cascade')
    question = fields.Text(required=True, max_length=10_000)
    deadline = fields.Date(
        string="Answer by", required=True, compute='_compute_deadline', store=True, readonly=False, precompute=True)

    @api.depends('claim_id')
    def _compute_deadline(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            wizard.deadline = today + timedelta(days=wizard.claim_id.terms_id.answer_days)

    @api.constrains('question', 'deadline')
    def _check_question(self):
        for wizard in self:
            if not clean_text(wizard.question or '').strip():
                raise UserError(self.env._("Write what the maker asks; blanks are no question."))
            if wizard.deadline < fields.Date.context_today(self):
                raise UserError(self.env._("The answer to %(claim)s cannot be due before today.", claim=wizard.claim_id.name))

    def action_apply(self):
        self.ensure_one()
        self.claim_id._question(self.question, self.deadline)
        return {'type': 'ir.actions.act_window_close'}
