from odoo import fields, models


class AftersalesContractType(models.Model):
    """What contracts of a type never pay for, whatever they grant (contracts, §2)."""
    _inherit = 'aftersales.contract.type'

    excluded_operation_ids = fields.Many2many(
        'aftersales.operation', 'aftersales_contract_type_excluded_operation_rel', 'type_id', 'operation_id',
        string="Operations Excluded", check_company=True)
    excluded_product_ids = fields.Many2many(
        'product.product', 'aftersales_contract_type_excluded_product_rel', 'type_id', 'product_id',
        string="Parts Excluded", check_company=True)
    excluded_categ_ids = fields.Many2many(
        'product.category', 'aftersales_contract_type_excluded_categ_rel', 'type_id', 'categ_id',
        string="Categories Excluded", help="With the categories below them. Contracts that run keep what they were sold with.")
