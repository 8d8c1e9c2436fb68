from odoo import fields, models


class AftersalesContractType(models.Model):
    """What a seller has of each contract he sells (contracts, §2)."""
    _inherit = 'aftersales.contract.type'

    commission_percent = fields.Float(
        string="Seller's Commission (%)", digits=(5, 2), bounds=(0, 100),
        groups='aftersales.group_manager,account.group_account_invoice',
        help="Of the price without taxes, once the contract is paid. Contracts that run keep what they were sold with.")
