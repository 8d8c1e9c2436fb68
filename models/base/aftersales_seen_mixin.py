from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

# What a form shows as one value that can be compared with what is there now.
COMPARED = ('boolean', 'char', 'date', 'datetime', 'float', 'integer', 'many2one', 'monetary', 'selection', 'text')


class AftersalesSeenMixin(models.AbstractModel):
    """Two people, or two tabs, on one document: who saves second is told what the first one wrote.

    A form sends with what it changes what it had shown there (``seen_values``); where something else is there now,
    nothing is saved.
    """
    _name = 'aftersales.seen.mixin'
    _description = "Saved on What Was Seen"

    def web_save(self, vals, specification, next_id=None):
        vals = dict(vals)
        seen = vals.pop('seen_values', None)
        if self and isinstance(seen, dict):
            self._check_seen(vals, seen)
        return super().web_save(vals, specification, next_id=next_id)

    def _check_seen(self, vals, seen):
        """:raises UserError: when a value that is written is no longer the one that was seen"""
        self.ensure_one()
        changed = [
            name for name in seen
            if name in vals and name in self._fields and self._fields[name].type in COMPARED
            and self._is_other(name, seen[name]) and self._is_other(name, vals[name])
        ]
        if changed:
            lines = ''.join(
                f"\n• {self._fields[name]._description_string(self.env)}: {self._get_shown_value(name)}" for name in changed)
            raise UserError(self.env._(
                "%(record)s was changed by %(user)s while you had it open, so what you entered is not saved. "
                "Now it says:%(lines)s\nReload the page, or discard your changes, and enter yours again.",
                record=self.display_name, user=self.sudo().write_uid.name or '–', lines=lines))

    @api.model
    def _to_plain(self, field, value):
        """One spelling of nothing, and of what JSON has no type for."""
        if field.type in ('date', 'datetime'):
            return field.to_string(value) if value and not isinstance(value, str) else value or False
        if field.type == 'many2one':
            return (value.id if isinstance(value, models.BaseModel) else value) or False
        if field.type in ('char', 'text'):
            return (value or '').replace('\r\n', '\n').strip() if isinstance(value, str) else ''
        return value or (0.0 if field.type in ('float', 'integer', 'monetary') else False)

    def _is_other(self, name, value):
        field = self._fields[name]
        current, other = self._to_plain(field, self[name]), self._to_plain(field, value)
        if field.type in ('float', 'monetary') and isinstance(other, int | float):
            return bool(float_compare(current, other, precision_digits=6))
        return current != other

    def _get_shown_value(self, name):
        field, value = self._fields[name], self[name]
        if field.type == 'many2one':
            return value.display_name or '–'
        if field.type == 'selection':
            return dict(field._description_selection(self.env)).get(value, '–')
        if field.type in ('date', 'datetime', 'float', 'monetary'):
            return self.env['ir.qweb.field.' + ('float' if field.type == 'monetary' else field.type)].value_to_html(
                value, {'precision': 2}) if value else '–'
        return str(value or '–')
