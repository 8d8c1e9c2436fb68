from odoo import api, fields, models
from odoo.exceptions import UserError

from .inputs import clean_line


class AftersalesReasonMixin(models.AbstractModel):
    """A dialog that asks why: blanks are no reason, whether they are typed or sent."""
    _name = 'aftersales.reason.mixin'
    _description = "Dialog with a Reason"

    reason = fields.Char(required=True)

    @api.constrains('reason')
    def _check_reason(self):
        for dialog in self:
            if not clean_line(dialog.reason or ''):
                raise UserError(self.env._("Write why; blanks are no reason."))
