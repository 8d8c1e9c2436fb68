from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesStatuteDiscloseWizard(models.TransientModel):
    """Whoever buys a car that was given back is told so and why, and signs for it (Order 43, art. 33)."""
    _name = 'aftersales.statute.disclose.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.signature.mixin']
    _description = "Disclose to Buyer"
    _shown_fields = ('case_id', 'partner_id', 'signatory', 'inspection')

    case_id = fields.Many2one('aftersales.statute.case', required=True, readonly=True)
    partner_id = fields.Many2one('res.partner', string="Buyer", required=True)
    signatory = fields.Char(compute='_compute_signatory', store=True, readonly=False, string="Signed By")
    inspection = fields.Text(
        string="Inspection of the Car", help="The car is inspected before it is sold again: what was found and mended.")
    return_reasons = fields.Text(string="Why It Was Given Back", compute='_compute_return_reasons')

    @api.depends('partner_id')
    def _compute_signatory(self):
        for wizard in self:
            wizard.signatory = wizard.partner_id.name

    @api.depends('case_id')
    def _compute_return_reasons(self):
        for wizard in self:
            wizard.return_reasons = "\n".join(wizard.case_id.sudo().rule_ids.mapped('display_name'))

    def _get_shown(self):
        return super()._get_shown() | {
            'case': self.case_id.name, 'buyer': self.partner_id.display_name or '', 'signatory': self.signatory or '',
            'inspection': self.inspection or '', 'reasons': self.case_id.rule_ids.ids,
        }

    def action_apply(self):
        self.ensure_one()
        self.case_id._check_disclosable()
        if not self.signature or not (self.signatory or '').strip():
            raise UserError(self.env._("Let the buyer sign, and enter who signed."))
        if not (self.inspection or '').strip():
            raise UserError(self.env._("Enter what the inspection of the car found: it is told to the buyer."))
        self._check_signature_fits()
        # sudo: evidence is the system's; who may disclose is checked above
        self.env['aftersales.statute.evidence'].sudo()._seal(
            self.case_id.sudo(), 'disclosure', partner_id=self.partner_id.id, signatory=self.signatory,
            signature=self.signature, signature_kind=self.signature_kind, inspection=self.inspection)
        return {'type': 'ir.actions.act_window_close'}
