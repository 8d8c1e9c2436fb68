from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesPartRefusalWizard(models.TransientModel):
    """Why parts are not ordered: the advisor and the parts counter read it."""
    _name = 'aftersales.part.refusal.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = "Do Not Order Parts"

    line_ids = fields.Many2many('aftersales.order.line', string="Parts")
    counter_line_ids = fields.Many2many(
        'aftersales.counter.sale.line', relation='aftersales_part_refusal_counter_line_rel', string="Parts Sold")

    def action_apply(self):
        self.ensure_one()
        if not self.line_ids and not self.counter_line_ids:
            raise UserError(self.env._("Choose the parts that are not to be ordered."))
        for lines in filter(None, (self.line_ids, self.counter_line_ids)):
            lines._refuse_part(self.reason)
        return {'type': 'ir.actions.act_window_close'}
