from odoo import fields, models


class AftersalesContract(models.Model):
    """What a contract never pays for, as its type said when it began (contracts, §2)."""
    _inherit = 'aftersales.contract'

    excluded_operation_ids = fields.Many2many(
        'aftersales.operation', 'aftersales_contract_excluded_operation_rel', 'contract_id', 'operation_id',
        string="Operations Excluded", readonly=True, copy=False)
    excluded_product_ids = fields.Many2many(
        'product.product', 'aftersales_contract_excluded_product_rel', 'contract_id', 'product_id',
        string="Parts Excluded", readonly=True, copy=False)
    excluded_categ_ids = fields.Many2many(
        'product.category', 'aftersales_contract_excluded_categ_rel', 'contract_id', 'categ_id',
        string="Categories Excluded", readonly=True, copy=False)

    def _after_active(self, source):
        super()._after_active(source)
        for contract in self.sudo() if source == 'invoiced' else []:  # sudo: what is excluded is the system's
            kind = contract.type_id
            contract.write({
                'excluded_operation_ids': kind.excluded_operation_ids.ids,
                'excluded_product_ids': kind.excluded_product_ids.ids, 'excluded_categ_ids': kind.excluded_categ_ids.ids})

    def _get_excluded_name(self, job):
        """:return: name of what ``job`` needs and the contract never pays for, or ''"""
        self.ensure_one()
        if job.operation_id in self.excluded_operation_ids:
            return job.operation_id.name
        paths = tuple(self.excluded_categ_ids.mapped('parent_path'))
        for line in job._get_sold_lines():
            if line.operation_id in self.excluded_operation_ids:
                return line.operation_id.name
            product = line.product_id
            if product in self.excluded_product_ids or paths and (product.categ_id.parent_path or '').startswith(paths):
                return product.name
        return ''

    def _get_exclusions(self):
        """Names of what it never pays for; before it runs, what its type will exclude."""
        self.ensure_one()
        source = self if self._is_granted() else self.type_id
        return [*source.excluded_operation_ids.mapped('name'), *source.excluded_product_ids.mapped('name'),
                *source.excluded_categ_ids.mapped('name')]
