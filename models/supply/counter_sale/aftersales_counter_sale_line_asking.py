from odoo import api, models

GIVEN = frozenset({'product_id', 'product_uom_id', 'quantity', 'price_unit', 'discount'})


class AftersalesCounterSaleLine(models.Model):
    """What was allowed to be given away was allowed of these parts at these prices."""
    _inherit = 'aftersales.counter.sale.line'

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.su:
            lines.sale_id._drop_discount_answer()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su and GIVEN & vals.keys():
            self.sale_id._drop_discount_answer()
        return result

    def unlink(self):
        """A part less is another sale to give a discount on."""
        sales = self.sale_id
        result = super().unlink()
        if not self.env.su:
            sales._drop_discount_answer()
        return result
