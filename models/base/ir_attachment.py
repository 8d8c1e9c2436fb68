from odoo import api, models
from odoo.exceptions import ValidationError

from odoo.addons.aftersales.models.base import inputs
from odoo.addons.aftersales.models.base.base import PHOTO

# What a file says, and what it belongs to.
EVIDENCE_FIELDS = {
    'raw', 'datas', 'db_datas', 'store_fname', 'checksum', 'type', 'url', 'name', 'res_model', 'res_id', 'res_field',
    'mimetype',
}
PLACE_FIELDS = {'res_model', 'res_id', 'res_field'}


class IrAttachment(models.Model):
    """Files of what is frozen stay as they are, whatever the route: the record they hang on is asked."""

    _inherit = 'ir.attachment'

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        if not self.env.su:
            # A field's own file is written as the system, after the record itself was asked.
            files._check_not_frozen()
        return files

    def write(self, vals):
        if EVIDENCE_FIELDS & vals.keys():
            self._check_not_frozen()
        result = super().write(vals)
        if PLACE_FIELDS & vals.keys():
            self._check_not_frozen()  # nor is another file put into its place
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_not_frozen()

    def _check_are_photos(self):
        """:raises ValidationError: when one of the files is no picture, whatever its name and type say"""
        for file in self:
            try:
                inputs.read_image(file.raw or b'', **PHOTO)
            except ValueError:
                raise ValidationError(self.env._(
                    "%(file)s is no photo that can be shown, or too large a one. Choose a JPEG or PNG of less than 20 MB.",
                    file=file.name))

    def _check_not_frozen(self):
        """:raises UserError: when one is frozen with the document it hangs on"""
        mixins = tuple(
            self.env.registry[name] for name in ('aftersales.frozen.mixin', 'aftersales.frozen.part.mixin'))
        # sudo: whoever holds the file need not see the document
        for model, files in self.sudo().grouped('res_model').items():
            records = self.env.get(model) if model else None
            if records is not None and isinstance(records, mixins):
                records.sudo().browse(files.mapped('res_id'))._check_files_open(files)
