from odoo import fields, models


class AftersalesMeasuredValue(models.Model):
    """A value measured while a job was diagnosed, beside what it should be (E1)."""
    _name = 'aftersales.measured.value'
    _inherit = ['aftersales.diagnosis.mixin']
    _description = "Measured Value"

    name = fields.Char(string="Measured", required=True, help="e.g. compression of cylinder 3")
    value = fields.Float(digits=(16, 3), required=True)
    unit = fields.Char(help="e.g. bar, V, mm")
    nominal = fields.Char(string="Should Be", help="Value or range given by the maker.")

    def _get_print_text(self):
        self.ensure_one()
        measured = ' '.join(filter(None, [f'{self.value:g}', self.unit]))
        if self.nominal:
            return self.env._(
                "%(name)s: %(value)s (should be %(nominal)s)", name=self.name, value=measured, nominal=self.nominal)
        return self.env._("%(name)s: %(value)s", name=self.name, value=measured)
