from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesPartDialogMixin(models.AbstractModel):
    """A dialog on a part that is short: a repair order's, or a counter sale's."""
    _name = 'aftersales.part.dialog.mixin'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Dialog on a Part That Is Short"

    line_id = fields.Many2one('aftersales.order.line', readonly=True, ondelete='cascade')
    counter_line_id = fields.Many2one('aftersales.counter.sale.line', readonly=True, ondelete='cascade')
    order_id = fields.Many2one(related='line_id.order_id')
    counter_sale_id = fields.Many2one(related='counter_line_id.sale_id')
    product_id = fields.Many2one('product.product', string="Part", compute='_compute_part')
    company_id = fields.Many2one('res.company', compute='_compute_part')
    missing = fields.Float(string="Missing Here", digits='Product Unit', compute='_compute_part')

    @api.depends('line_id', 'counter_line_id')
    def _compute_part(self):
        for dialog in self:
            line = dialog._get_part_line()
            dialog.product_id, dialog.company_id = line.product_id, line.company_id
            dialog.missing = line.sudo()._get_quantity_to_supply()  # sudo: what is missing is asked of stock

    def _get_part_line(self):
        self.ensure_one()
        return self.line_id or self.counter_line_id

    def _check_part_line(self):
        line = self._get_part_line()
        if not line:
            raise UserError(self.env._("Choose the part of an order or a sale that is short."))
        return line
