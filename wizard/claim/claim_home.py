from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.aftersales.models.base.inputs import clean_line


class AftersalesClaimHome(models.TransientModel):
    """Who bears what the maker did not accept, line by line."""
    _name = 'aftersales.claim.home'
    _description = "Who Bears the Rest"
    _inherit = ['aftersales.reason.mixin', 'aftersales.dialog.mixin']

    claim_id = fields.Many2one('aftersales.claim', required=True, readonly=True, ondelete='cascade')
    line_ids = fields.One2many('aftersales.claim.home.line', 'dialog_id')

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        claim = self.env['aftersales.claim'].browse(values.get('claim_id') or [])
        if claim and 'line_ids' in fields:
            values['line_ids'] = [
                Command.create({'line_id': line.id, 'amount': amount}) for line, amount in claim._get_open_rests().items()]
        return values

    def action_apply(self):
        self.ensure_one()
        chosen = self.line_ids.filtered('home')
        self.claim_id._propose_homes({line.line_id: line.home for line in chosen}, clean_line(self.reason))
        return {'type': 'ir.actions.act_window_close'}
