from odoo import api, models


class IrFieldsConverter(models.AbstractModel):
    """A moment in a file that no time zone can reckon with is answered like one that is no moment at all."""
    _inherit = 'ir.fields.converter'

    @api.model
    def _str_to_datetime(self, model, field, value, savepoint):
        try:
            return super()._str_to_datetime(model, field, value, savepoint)
        except OverflowError:
            # The field's name is put in by whoever reads the file, as in core's own sentences.
            message = self.env._("“%(value)s” is too early or too late a moment for the field “%%(field)s”.")
            raise self._format_import_error(ValueError, message, {'value': value})
