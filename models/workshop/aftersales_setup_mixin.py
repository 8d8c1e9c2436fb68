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
            user = self.env[field.model_name].sudo().with_context(active_test=False).search(
                [(field.name, 'in', self.ids)], limit=1)
            if user:
                raise UserError(self.env._(
                    "“%(record)s” can't be deleted: “%(document)s” (%(kind)s) uses it. Archive it instead, "
                    "so that it stays on past documents and is no longer offered for new ones.",
                    record=user[field.name].display_name,
                    document=user.display_name,
                    kind=self.env['ir.model']._get(field.model_name).name,
                ))

    def _get_usage_fields(self):
        """Every stored many2one of the registry that points here without being owned by the record."""
        return [
            field
            for model in self.env.registry.values()
            if not model._abstract and not model._transient and model._auto
            for field in model._fields.values()
            if field.type == 'many2one' and field.store and not field.related
            and field.comodel_name == self._name and field.ondelete != 'cascade'
        ]
