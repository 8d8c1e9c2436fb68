from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AftersalesClaimDecision(models.TransientModel):
    """What the maker says, line by line: accepted, reduced or rejected, and why."""
    _name = 'aftersales.claim.decision'
    _description = "Maker's Decision"
    _inherit = ['aftersales.dialog.mixin']

    claim_id = fields.Many2one('aftersales.claim', required=True, readonly=True, ondelete='cascade')
    currency_id = fields.Many2one(related='claim_id.currency_id')
    line_ids = fields.One2many('aftersales.claim.decision.line', 'decision_id')
    amount_claimed = fields.Monetary(string="Asked for", compute='_compute_amounts')
    amount_decided = fields.Monetary(string="Accepted", compute='_compute_amounts')
    amount_refused = fields.Monetary(string="Not Accepted", compute='_compute_amounts')

    @api.depends('line_ids.asked_amount', 'line_ids.decided_amount')
    def _compute_amounts(self):
        for decision in self:
            decision.amount_claimed = sum(decision.line_ids.mapped('asked_amount'))
            decision.amount_decided = sum(decision.line_ids.mapped('decided_amount'))
            decision.amount_refused = decision.amount_claimed - decision.amount_decided

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        claim = self.env['aftersales.claim'].browse(values.get('claim_id') or [])
        if claim and 'line_ids' in fields:
            lines = claim.line_ids.filtered('is_appealed') if claim.state == 'appealed' else claim.line_ids
            values['line_ids'] = [Command.create({'line_id': line.id, 'decided_amount': line.decided_amount}) for line in lines]
        return values

    # === ACTION METHODS ===#

    def action_accept_all(self):
        """The maker accepts what he is asked for; lines that are answered stay as they are."""
        self.ensure_one()
        for line in self.line_ids.filtered(lambda line: not line.outcome):
            line.write({'outcome': 'accepted', 'decided_amount': line.asked_amount})
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Maker's Decision"), 'res_model': self._name,
            'view_mode': 'form', 'target': 'new', 'res_id': self.id,
        }

    def action_apply(self):
        self.ensure_one()
        doubled = len(self.line_ids.line_id) != len(self.line_ids)
        if doubled:
            raise UserError(self.env._("%(claim)s: each line is decided once.", claim=self.claim_id.name))
        self.claim_id._decide({line.line_id: line._prepare_answer() for line in self.line_ids})
        return {'type': 'ir.actions.act_window_close'}
