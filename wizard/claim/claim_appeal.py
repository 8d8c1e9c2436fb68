from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.aftersales.models.base.inputs import clean_text


class AftersalesClaimAppeal(models.TransientModel):
    """Ask the maker once more for what he did not accept, and say why he should."""
    _name = 'aftersales.claim.appeal'
    _description = "Appeal"
    _inherit = ['aftersales.dialog.mixin']

    claim_id = fields.Many2one('aftersales.claim', required=True, readonly=True, ondelete='cascade')
    deadline = fields.Date(related='claim_id.appeal_deadline')
    line_ids = fields.Many2many(
        'aftersales.claim.line', relation='aftersales_claim_appeal_line_rel', column1='appeal_id', column2='line_id',
        string="Lines", domain="[('claim_id', '=', claim_id), ('outcome', 'in', ['reduced', 'rejected'])]")
    text = fields.Text(string="What Speaks for Us", required=True)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        claim = self.env['aftersales.claim'].browse(values.get('claim_id') or [])
        if claim and 'line_ids' in fields:
            values['line_ids'] = [Command.set(claim.line_ids.filtered(lambda line: line.rest_amount > 0).ids)]
        return values

    def action_apply(self):
        self.ensure_one()
        text = clean_text(self.text or '')
        if not text.strip():
            raise UserError(self.env._("Write what speaks for us; blanks convince nobody."))
        self.claim_id._appeal(self.line_ids, text)
        return {'type': 'ir.actions.act_window_close'}
