from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesPhotoMixin(models.AbstractModel):
    """A photo that shows something of a document and is frozen with it: never empty, and so many of each at most.

    A model names its document by ``_frozen_with`` (see ``aftersales.frozen.part.mixin``) and how many it takes.
    """
    _name = 'aftersales.photo.mixin'
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _description = "Photo of a Document"

    # So many of one document: enough to show it from all sides, and what a sheet and a page can carry.
    _most_photos = None
    # Fields by which the photos of a document are counted apart.
    _counted_apart = ()

    image = fields.Image(required=True, max_width=1600, max_height=1600)

    # === CONSTRAINT METHODS ===#

    @api.constrains(lambda self: [self._frozen_with, *self._counted_apart] if self._frozen_with else [])
    def _check_number(self):
        documents = self[self._frozen_with]
        for document, *apart, count in self.sudo()._read_group(  # sudo: what others have taken counts as well
                [(self._frozen_with, 'in', documents.ids)], [self._frozen_with, *self._counted_apart], ['__count']):
            if count > self._most_photos:
                raise ValidationError(self.env._(
                    "%(shown)s has %(limit)s photos already. Remove one that shows nothing more than the others.",
                    shown=self._get_shown_name(document, *apart), limit=self._most_photos))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get('image'):
                raise ValidationError(self.env._("The photo is empty. Take it again."))
        return super().create(vals_list)

    # === BUSINESS METHODS ===#

    @api.model
    def _get_shown_name(self, document, *apart):
        """What the photos show, in words.

        :param apart: values of the fields by which they are counted apart
        """
        return document.with_env(self.env).display_name

    def _get_attachments(self):
        """The files of the photos, read as the system: the caller has checked that the reader may see them."""
        Attachment = self.env['ir.attachment'].sudo()
        if not self:
            return Attachment
        return Attachment.search([
            ('res_model', '=', self._name), ('res_field', '=', 'image'), ('res_id', 'in', self.ids),
        ], order='res_id')
