from math import isfinite

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

# Nothing that is counted or priced on an order comes near it; what does is a slip of the keyboard.
MOST = 99_999_999


class AftersalesSheetPartMixin(models.AbstractModel):
    """A record that stands on the order sheet: written cell by cell, with what the writer saw; its news go to all who
    have the order open.
    """
    _name = 'aftersales.sheet.part.mixin'
    _description = "Part of an Order Sheet"

    # Fields that are written from the sheet, whoever may.
    _sheet_fields = ()

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records.order_id._touch_sheet()
        return records

    def write(self, vals):
        result = super().write(vals)
        self.order_id._touch_sheet()
        return result

    def unlink(self):
        self.order_id._touch_sheet()
        return super().unlink()

    # === BUSINESS METHODS ===#

    @api.model
    def _get_own_sheet_fields(self):
        """Those of the sheet's fields that the user's roles let him write; the state of the record comes on top."""
        return [name for name in self._sheet_fields if self._may_write_cell(name)] if self.has_access('write') else []

    @api.model
    def _may_write_cell(self, name):
        """Hook: whether the field called ``name`` is the user's to write."""
        return True

    @api.model
    def _parse_sheet_values(self, values):
        """What the client sent for some cells, as values to write.

        :raises UserError: naming the field that the sheet does not write, or what is no text, number or record
        """
        allowed = self._sheet_fields
        unknown = [str(name) for name in values if name not in allowed] if isinstance(values, dict) else [str(values)]
        if unknown or not values:
            raise UserError(self.env._("The order sheet does not write %(fields)s.", fields=", ".join(unknown) or "–"))
        return {name: self._parse_sheet_value(self._fields[name], value) for name, value in values.items()}

    @api.model
    def _parse_sheet_value(self, field, value):
        label = field._description_string(self.env)
        if field.type in ('float', 'monetary', 'integer'):
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value) or abs(value) > MOST:
                raise UserError(self.env._("%(field)s: enter a number, such as 1.5.", field=label))
            return value
        if field.type == 'many2one':
            if value is not False and (isinstance(value, bool) or not isinstance(value, int)):
                raise UserError(self.env._("%(field)s: choose one from the list.", field=label))
            record = self.env[field.comodel_name].browse(value or ())
            if record and not record.sudo().exists():  # sudo: that it is gone is no secret
                raise UserError(self.env._("%(field)s: what was chosen is no longer there. Choose again.", field=label))
            return record.id
        if value is not False and not isinstance(value, str):
            raise UserError(self.env._("%(field)s: enter a text.", field=label))
        return (value or '').strip() or False

    def _get_conflict(self, vals, seen):
        """Who changed what since the writer saw it, in words; nothing where it still is what he saw.

        What another transaction is changing right now needs no lock: both write this very row, so the database fails
        the second one and Odoo runs its request again, on what the first one left.
        """
        self.ensure_one()
        changed = [
            name for name in vals
            if not self._is_as_seen(self._fields[name], seen.get(name) if isinstance(seen, dict) else None)
        ]
        return "\n".join(self._get_conflict_message(self._fields[name]) for name in changed)

    def _is_as_seen(self, field, seen):
        value = self[field.name]
        if field.type == 'many2one':
            return value.id == seen
        if field.type in ('float', 'monetary', 'integer'):
            is_number = isinstance(seen, (int, float)) and not isinstance(seen, bool) and isfinite(seen)
            return is_number and float_compare(value, seen, precision_digits=6) == 0
        return (value or '').strip() == (seen.strip() if isinstance(seen, str) else seen or '')

    def _get_conflict_message(self, field):
        value = self[field.name]
        if field.type == 'many2one':
            value = value.sudo().display_name  # sudo: a name that stands on the sheet
        return self.env._(
            "%(user)s has changed %(field)s to “%(value)s” meanwhile. Yours was not written: press Enter to write it all "
            "the same, or Esc to keep what is there.",
            user=self._get_last_writer(field).name, field=field._description_string(self.env),
            value=value if value not in (False, '') else self.env._("nothing"),
        )

    def _get_last_writer(self, field):
        """Who wrote a field last: by the log where it tells, else who wrote the record."""
        tracking = self.env['mail.tracking.value'].sudo().search([  # sudo: only who it was
            ('field_id', '=', self.env['ir.model.fields']._get(self._name, field.name).id),
            ('mail_message_id.model', '=', self._name), ('mail_message_id.res_id', '=', self.id),
        ], limit=1, order='id desc') if getattr(field, 'tracking', None) else self.env['mail.tracking.value'].sudo()
        return tracking.create_uid or self.sudo().write_uid
