from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Photos of one item: enough to show it from all sides, and what a sheet and a paper can carry.
MOST_PHOTOS = 12


class AftersalesHealthPhoto(models.Model):
    """A photo of a finding, kept as an attachment beside the check: an order never carries its weight."""
    _name = 'aftersales.health.photo'
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _description = "Health Check Photo"
    _order = 'line_id.id desc, id'
    _frozen_with = 'line_id'

    line_id = fields.Many2one('aftersales.health.check.line', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='line_id.company_id', store=True, index=True)
    name = fields.Char()
    image = fields.Image(required=True, max_width=1600, max_height=1600)

    # === CONSTRAINT METHODS ===#

    @api.constrains('line_id')
    def _check_number(self):
        counts = self.sudo()._read_group([('line_id', 'in', self.line_id.ids)], ['line_id'], ['__count'])
        for line, count in counts:
            if count > MOST_PHOTOS:
                raise ValidationError(self.env._(
                    "%(item)s has %(limit)s photos already. Remove one that shows nothing more than the others.",
                    item=line.name, limit=MOST_PHOTOS))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get('image'):
                raise ValidationError(self.env._("The photo is empty. Take it again."))
        return super().create(vals_list)

    # === BUSINESS METHODS ===#

    def _get_attachments(self):
        """The files of the photos, read as the system: the caller has checked that the reader may see them."""
        Attachment = self.env['ir.attachment'].sudo()
        if not self:
            return Attachment
        return Attachment.search([
            ('res_model', '=', self._name), ('res_field', '=', 'image'), ('res_id', 'in', self.ids),
        ], order='res_id')
