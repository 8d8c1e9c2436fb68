from odoo import fields, models


class AftersalesCoverage(models.Model):
    """What a car is promised by a contract (contracts, §2)."""
    _inherit = 'aftersales.coverage'

    source = fields.Selection(
        selection_add=[('contract', "With a contract")], ondelete={'contract': 'set default'})
    contract_id = fields.Many2one(
        'aftersales.contract', string="Extended by Contract", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict', groups='aftersales.group_contract,account.group_account_invoice')
