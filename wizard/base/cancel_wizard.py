from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesCancelWizard(models.TransientModel):
    """Why a document is cancelled; its buttons say what they do, whatever "Cancel" means elsewhere."""
    _name = 'aftersales.cancel.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = "Cancel with a Reason"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    consequence = fields.Char(compute='_compute_consequence')

    @api.depends('res_model', 'res_ids')
    def _compute_consequence(self):
        for wizard in self:
            wizard.consequence = wizard._get_documents()._describe_cancelling() if wizard.res_ids else ''

    def action_apply(self):
        self.ensure_one()
        self._get_documents()._cancel(self.reason)
        return {'type': 'ir.actions.act_window_close'}

    def _get_documents(self):
        """What is cancelled; only documents that may be cancelled this way, with the rights of who cancels."""
        Model = self.env.get(self.res_model)
        Mixin = self.env.registry['aftersales.cancel.mixin']
        ids = self.res_ids if isinstance(self.res_ids, list) else []
        if Model is None or not isinstance(Model, Mixin) or not ids or not all(type(res_id) is int for res_id in ids):
            raise UserError(self.env._("Open the document and cancel it there."))
        documents = Model.browse(ids).exists()
        documents.check_access('write')
        return documents
