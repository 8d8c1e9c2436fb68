from odoo import api, fields, models

# Where a mark lies until the advisor has seen the damage: in the middle of its view.
MIDDLE = 0.5


class AftersalesHomePhoto(models.Model):
    """A photo that a customer sent before his visit: of a damage, or of a paper of his car."""

    _name = 'aftersales.home.photo'
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _description = "Photo from Home"
    _order = 'home_checkin_id.id desc, id'
    _rec_name = 'note'
    _frozen_with = 'home_checkin_id'

    home_checkin_id = fields.Many2one(
        'aftersales.home.checkin', string="Check-in from Home", required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='home_checkin_id.company_id', store=True, index=True, precompute=True)
    document_id = fields.Many2one(
        'aftersales.checkin.document', string="Vehicle Document", readonly=True, index='btree_not_null', ondelete='restrict',
        help="The paper that is shown; empty: a damage.")
    view = fields.Selection(selection='_selection_view', string="Where on the Car", readonly=True)
    note = fields.Char(readonly=True, max_length=200)
    image = fields.Image(string="Photo", required=True, readonly=True, max_width=1920, max_height=1920)

    @api.model
    def _selection_view(self):
        return self.env['aftersales.damage.mark']._fields['view']._description_selection(self.env)

    # === BUSINESS METHODS ===#

    def _prepare_evidence(self):
        """What each shows, with the fingerprint of its file."""
        if not self:
            return []
        self.flush_model()
        # sudo: an attachment of a field is read through its record
        files = self.env['ir.attachment'].sudo().search_fetch(
            [('res_model', '=', self._name), ('res_id', 'in', self.ids), ('res_field', '=', 'image')], ['res_id', 'checksum'])
        checksums = {file.res_id: file.checksum for file in files}
        return [{
            'document': photo.document_id.name or '', 'view': photo.view or '', 'note': photo.note or '',
            'checksum': checksums.get(photo.id, ''),
        } for photo in self]

    def _prepare_mark_vals(self):
        """The mark by which the check-in's sketch shows the damage."""
        self.ensure_one()
        return {
            'view': self.view or 'top', 'x': MIDDLE, 'y': MIDDLE, 'kind': 'other', 'note': self.note,
            'photo': self.with_context(bin_size=False).image}
