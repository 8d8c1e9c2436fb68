from odoo import api, models
from odoo.exceptions import AccessError, UserError


class AftersalesFrozenMixin(models.AbstractModel):
    """A document that from some moment on stays as it is: neither changed nor deleted, its files neither.

    The document says since when (``_is_frozen``) and in which words (``_get_frozen_message``). Its parts take
    ``aftersales.frozen.part.mixin``. What people write into its log afterwards is free.
    """
    _name = 'aftersales.frozen.mixin'
    _inherit = ['aftersales.claim.mixin']
    _description = "Document That Stays as It Is"

    # Whether it is frozen from its first moment; the system alone makes such a document and its parts.
    _is_born_frozen = False
    # Fields that say nothing of what is kept: who may see it, whether it still holds.
    _free_fields = frozenset()

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_be_born()
        return super().create(vals_list)

    def write(self, vals):
        if any(not name.startswith(('message_', 'activity_')) for name in vals.keys() - self._free_fields):
            self._check_open()
        return super().write(vals)

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=''):
        """Core writes the words of another language past ``write``."""
        if field_name not in self._free_fields:
            self._check_open()
        return super()._update_field_translations(field_name, translations, digest=digest, source_lang=source_lang)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_open()

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        """Whether nothing of the document changes any more."""
        self.ensure_one()
        return self._is_born_frozen

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(record)s is evidence: it is neither changed nor deleted.", record=self.display_name)

    def _check_open(self):
        """:raises UserError: when one of the documents is frozen"""
        for record in self:
            if record._is_frozen():
                raise UserError(record._get_frozen_message())

    def _check_parts_open(self):
        """Whether parts may still be added: to a document born frozen as long as the system makes it."""
        if self._is_born_frozen:
            self._check_may_be_born()
        else:
            self._check_open()

    def _claim_with_parts(self):
        """Who freezes a document has read its parts: whoever changes one meanwhile begins again, or he does."""
        if not self._is_born_frozen:
            self._claim_for_update()

    @api.model
    def _check_may_be_born(self):
        if self._is_born_frozen and not self.env.su:
            raise AccessError(self._get_birth_refusal())

    @api.model
    def _get_birth_refusal(self):
        """Why a person cannot make such a document by hand."""
        return self.env._(
            "%(document)s: the system keeps it as evidence of what was done; nobody enters it by hand.",
            document=self.env['ir.model']._get(self._name).name)

    def _check_files_open(self, files):
        """:raises UserError: when one of ``files``, which hang on these documents, is frozen with its document"""
        documents = self.browse(self._filter_frozen_files(files).mapped('res_id')).exists()
        documents._check_open()
        documents._claim_with_parts()

    def _filter_frozen_files(self, files):
        """Which attachments belong to the document itself; what its log carries does not."""
        return files.filtered('res_field')
