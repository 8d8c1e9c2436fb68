from odoo import api, fields, models

from odoo.addons.aftersales.models.value.reckoner import CLASSES


class AftersalesValueWizard(models.TransientModel):
    """A manager knows a customer better than his points do: for a time, and with a reason (J6)."""
    _name = 'aftersales.value.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Class of a Customer by Hand"

    value_ids = fields.Many2many('aftersales.customer.value', string="Customers", required=True)
    value_class = fields.Selection(CLASSES, string="Value Class", required=True, default='a')
    date_until = fields.Date(string="Until", required=True, default=lambda self: self._default_date_until())
    reason = fields.Char(string="Why", help="Seen by whoever sees the class.")

    @api.model
    def _default_date_until(self):
        return fields.Date.add(fields.Date.context_today(self), years=1)

    def action_apply(self):
        self.ensure_one()
        self.value_ids._set_by_hand(self.value_class, self.date_until, self.reason)
        return {'type': 'ir.actions.act_window_close'}
