from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError


class AftersalesSystemValuesMixin(models.AbstractModel):
    """Sums, stamps and links that the system keeps: people change what they follow from.

    A field's ``readonly`` binds the web client only. Here it binds whoever is not the system (sudo): such a field
    is set neither by a write, nor at creation, nor by a default that the caller's context brings.
    """
    _name = 'aftersales.system.values.mixin'
    _description = "After-Sales Values Kept by the System"

    # Readonly fields whose model guards them itself.
    _guarded_by_model = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._check_system_values(vals)
        return super(AftersalesSystemValuesMixin, self._without_system_defaults()).create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_system_values(vals)
        return super().write(vals)

    @api.model
    def _is_kept_by_system(self, name):
        field = self._fields.get(name)
        return bool(field and field.store and field.readonly and name not in self._guarded_by_model)

    def _check_system_values(self, vals):
        """:raises AccessError: when ``vals`` sets what only the system keeps"""
        names = [name for name in vals if self._is_kept_by_system(name)]
        if names:
            raise AccessError(self.env._(
                "%(fields)s of %(records)s is kept by the system and cannot be entered. "
                "Change what it follows from, or use the buttons.",
                fields=", ".join(self._fields[name]._description_string(self.env) for name in names),
                records=", ".join(filter(None, self.mapped('display_name'))) or self._description,
            ))

    def _without_system_defaults(self):
        """Drop defaults as a list grouped by status sends them: a new record begins at the beginning.

        What the system creates for a person (sudo) begins as the system says: none of his defaults counts, or
        whoever may propose a job could have it priced, paid for and approved by what his call brings along.
        """
        is_for_person = self.env.su and self.env.uid != SUPERUSER_ID
        dropped = {
            key for key in self.env.context
            if key.startswith('default_')
            and (is_for_person or key == 'default_state' or self._is_kept_by_system(key[8:]))
        }
        if not dropped:
            return self
        kept = {key: value for key, value in self.env.context.items() if key not in dropped}
        return self.with_context(kept)  # pylint: disable=context-overridden
