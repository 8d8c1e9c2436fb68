from odoo import fields, models


class AftersalesHealthPhoto(models.Model):
    """A photo of a finding, kept as an attachment beside the check: an order never carries its weight."""
    _name = 'aftersales.health.photo'
    _inherit = ['aftersales.frozen.part.mixin']
    _description = "Health Check Photo"
    _order = 'line_id.id desc, id'
    _frozen_with = 'line_id'

    line_id = fields.Many2one('aftersales.health.check.line', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='line_id.company_id', store=True, index=True)
    name = fields.Char()
    image = fields.Image(required=True, max_width=1600, max_height=1600)

    # === BUSINESS METHODS ===#

    def _get_attachments(self):
        """The files of the photos, read as the system: the caller has checked that the reader may see them."""
        Attachment = self.env['ir.attachment'].sudo()
        if not self:
            return Attachment
        return Attachment.search([
            ('res_model', '=', self._name), ('res_field', '=', 'image'), ('res_id', 'in', self.ids),
        ], order='res_id')
