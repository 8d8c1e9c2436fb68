from odoo import fields, models


class AftersalesClaimExportWizard(models.TransientModel):
    """In which format these claims go to their maker."""
    _name = 'aftersales.claim.export.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Export Claims"

    def _default_claim_ids(self):
        return self.env.context.get('active_ids') if self.env.context.get('active_model') == 'aftersales.claim' else False

    claim_ids = fields.Many2many(
        'aftersales.claim', string="Claims", default=lambda self: self._default_claim_ids(), required=True)
    export_id = fields.Many2one(
        'aftersales.claim.export', string="Format", required=True,
        default=lambda self: self.env['aftersales.claim.export'].search([], limit=1))

    def action_export(self):
        """Make the file, and show it."""
        self.ensure_one()
        return self.export_id._export(self.claim_ids).sudo(False)._get_records_action(name=self.env._("File of Claims"))
