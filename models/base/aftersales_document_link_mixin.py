from odoo import api, fields, models


class AftersalesDocumentLinkMixin(models.AbstractModel):
    """A row of the system's about any document: by model and id, and by the document's name for whoever reads it."""
    _name = 'aftersales.document.link.mixin'
    _description = "About a Document"

    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document Id", model_field='res_model', required=True, readonly=True, index=True)
    document = fields.Char(compute='_compute_document')

    @api.depends('res_model', 'res_id')
    def _compute_document(self):
        for model, rows in self.grouped('res_model').items():
            Model = self.env.get(model)
            # sudo: whoever may see the row may know what it is about
            found = Model.sudo().browse(rows.mapped('res_id')).exists() if Model is not None else ()
            names = {record.id: record.display_name for record in found}
            for row in rows:
                row.document = names.get(row.res_id, False)

    def action_open_document(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': self.res_model,
            'res_id': self.res_id,
            'view_mode': 'form',
            'views': [(False, 'form')],
        }
