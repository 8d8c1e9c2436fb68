from odoo import models


class Base(models.AbstractModel):
    """Whatever leaves as a file is noted, whoever asks for it and by which screen (N7)."""
    _inherit = 'base'

    def export_data(self, fields_to_export):
        exported = super().export_data(fields_to_export)
        if self and self._name != 'aftersales.export.log':
            self.env['aftersales.export.log']._note(self, fields_to_export)
        return exported
