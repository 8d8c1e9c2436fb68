from odoo import api, fields, models


class ProductValue(models.Model):
    """What a part cost before somebody entered another cost: without it nobody could say what that made of the stock."""
    _inherit = 'product.value'

    aftersales_former = fields.Float(
        string="Former Cost", digits='Product Price', readonly=True, copy=False, bounds=(0, 1e12),
        groups='aftersales.group_see_store')

    _aftersales_former_idx = models.Index('(product_id, date) WHERE aftersales_former IS NOT NULL')

    # === CRUD METHODS ===#

    def write(self, vals):
        if 'date' in vals:
            self.env['aftersales.stocking.policy']._forget_kept(self.company_id)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_forget_kept(self):
        self.env['aftersales.stocking.policy']._forget_kept(self.company_id)
