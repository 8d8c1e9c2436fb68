from odoo import api, fields, models


class AftersalesContractWorkMixin(models.AbstractModel):
    """Work that a contract pays for: an operation, a menu, a part, or the parts of a category (contracts, §2)."""
    _name = 'aftersales.contract.work.mixin'
    _description = "Work of a Contract"

    work_name = fields.Char(string="Work It Pays For", compute='_compute_work_name')

    @api.depends_context('lang')
    @api.depends('operation_id.name', 'menu_id.name', 'product_id.name', 'categ_id.name', 'is_any_work')
    def _compute_work_name(self):
        for line in self:
            work = line.menu_id or line.operation_id or line.product_id or line.categ_id
            line.work_name = work.name or line._get_unnamed_work()

    def _get_unnamed_work(self):
        """Hook: what stands for work that is neither of the catalogue nor a part."""
        self.ensure_one()
        return self.env._("Any work and parts") if self.is_any_work else ''
