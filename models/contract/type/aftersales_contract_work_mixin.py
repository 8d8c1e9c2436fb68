from odoo import api, fields, models


class AftersalesContractWorkMixin(models.AbstractModel):
    """Work that a contract pays for: an operation, a menu, a part, or the parts of a category (contracts, §2)."""
    _name = 'aftersales.contract.work.mixin'
    _description = "Work of a Contract"

    work_name = fields.Char(string="Work It Pays For", compute='_compute_work_name')

    @api.depends_context('lang')
    @api.depends('operation_id.name', 'menu_id.name', 'product_id.name', 'categ_id.name')
    def _compute_work_name(self):
        for line in self:
            line.work_name = (line.menu_id or line.operation_id or line.product_id or line.categ_id).name
