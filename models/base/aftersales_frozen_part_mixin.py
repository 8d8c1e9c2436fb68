from odoo import api, models


class AftersalesFrozenPartMixin(models.AbstractModel):
    """A line, a photo, a mark that is frozen with its document (see ``aftersales.frozen.mixin``)."""
    _name = 'aftersales.frozen.part.mixin'
    _description = "Part of a Document That Stays as It Is"

    # The many2one to the document, or to a part of it.
    _frozen_with = None

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_parts_open()
        parts._claim_with_parts()
        return parts

    def write(self, vals):
        self._check_open()
        self._claim_with_parts()
        result = super().write(vals)
        if self._frozen_with in vals:
            self._check_open()  # nor is a part put into a frozen document
            self._claim_with_parts()
        return result

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=''):
        self._check_open()
        self._claim_with_parts()
        return super()._update_field_translations(field_name, translations, digest=digest, source_lang=source_lang)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_open()
        self._claim_with_parts()

    # === BUSINESS METHODS ===#

    def _check_open(self):
        """:raises UserError: when one of the parts belongs to a frozen document"""
        self[self._frozen_with]._check_open()

    def _check_parts_open(self):
        self[self._frozen_with]._check_parts_open()

    def _claim_with_parts(self):
        self[self._frozen_with]._claim_with_parts()

    def _check_files_open(self, files):
        """:raises UserError: when one of ``files``, which hang on these parts, is frozen with its document"""
        parts = self.browse(files.mapped('res_id')).exists()
        parts._check_open()
        parts._claim_with_parts()
