from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesSetupMixin(models.AbstractModel):
    """Set-up data that orders refer to: archived when retired, deleted only while unused."""
    _name = 'aftersales.setup.mixin'
    _description = "After-Sales Set-up Data"

    active = fields.Boolean(default=True)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """Refuse to delete a record another document points to.

        Rows that belong to the record (many2one with ``ondelete='cascade'``) go with it and do not count.
        """
        for field in self._get_usage_fields():
            # sudo: a document the user may not see is a use all the same
            document = self.env[field.model_name].sudo().with_context(active_test=False).search(
                [(field.name, 'in', self.ids)], limit=1)
            if document:
                raise UserError(self.env._(
                    "“%(record)s” cannot be deleted: “%(document)s” (%(kind)s) uses it. Archive it instead, "
                    "so that it stays on past documents and is no longer offered for new ones.",
                    record=(document[field.name] & self.sudo())[:1].display_name,
                    document=document.display_name,
                    kind=self.env['ir.model']._get(field.model_name).name,
                ))

    def _get_usage_fields(self):
        """Stored relations of the registry that point here without being owned by the record."""
        own_tables = {field.relation for field in self._fields.values() if field.type == 'many2many'}
        return [
            field
            for model in self.env.registry.values()
            if model._auto and not model._abstract and not model._transient
            for field in model._fields.values()
            if field.comodel_name == self._name and field.store and not field.related and (
                field.type == 'many2one' and field.ondelete != 'cascade'
                or field.type == 'many2many' and field.relation not in own_tables
            )
        ]
