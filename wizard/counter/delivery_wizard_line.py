from odoo import fields, models


class AftersalesDeliveryWizardLine(models.TransientModel):
    _name = 'aftersales.delivery.wizard.line'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Explanation at Delivery"
    _order = 'sequence, id'

    wizard_id = fields.Many2one('aftersales.delivery.wizard', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer()
    name = fields.Char(required=True)
    is_done = fields.Boolean(string="Explained")
    note = fields.Char(string="Remark")

    def _prepare_delivery_line_vals(self):
        self.ensure_one()
        return {'sequence': self.sequence, 'name': self.name, 'is_done': self.is_done, 'note': self.note}
