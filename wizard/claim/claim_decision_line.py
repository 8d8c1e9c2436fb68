from odoo import api, fields, models

from odoo.addons.aftersales.models.base.inputs import clean_text


class AftersalesClaimDecisionLine(models.TransientModel):
    _name = 'aftersales.claim.decision.line'
    _description = "Maker's Decision on a Line"
    _inherit = ['aftersales.dialog.mixin']
    _order = 'id'

    decision_id = fields.Many2one('aftersales.claim.decision', required=True, ondelete='cascade')
    line_id = fields.Many2one('aftersales.claim.line', string="Line", required=True, ondelete='cascade')
    currency_id = fields.Many2one(related='line_id.currency_id')
    kind = fields.Selection(related='line_id.kind')
    asked_amount = fields.Monetary(string="Asked for", related='line_id.amount')
    outcome = fields.Selection([('accepted', "Accepted"), ('reduced', "Reduced"), ('rejected', "Rejected")])
    decided_amount = fields.Monetary(string="Accepted Amount", bounds=(0, 1e9))
    reason_id = fields.Many2one(
        'aftersales.claim.reason', string="Reason", domain="[('outcome', 'in', ['any', outcome])]", ondelete='cascade')
    decision_note = fields.Char(string="Maker's Note")

    @api.onchange('outcome')
    def _onchange_outcome(self):
        if self.outcome == 'accepted':
            self.decided_amount = max(self.asked_amount, self.decided_amount)
            self.reason_id = False
        elif self.outcome == 'rejected':
            self.decided_amount = 0.0

    def _prepare_answer(self):
        self.ensure_one()
        return {
            'outcome': self.outcome, 'decided_amount': self.decided_amount, 'reason_id': self.reason_id.id,
            'decision_note': clean_text(self.decision_note or '') or False,
        }
