from odoo import models


class ProductTemplate(models.Model):
    """The month table sums by the category that a part has now: also what was kept of months that are over."""
    _inherit = 'product.template'

    def write(self, vals):
        if 'categ_id' in vals:
            categ_id = getattr(vals['categ_id'], 'id', vals['categ_id'])
            moved = self.filtered(lambda template: template.categ_id.id != categ_id)
            # sudo: whether stock is kept is the system's word
            if moved and self.env['aftersales.stock.kept'].sudo().search_count(
                    [('product_id.product_tmpl_id', 'in', moved.ids)], limit=1):
                self.env['aftersales.stocking.policy']._forget_kept()
        return super().write(vals)
