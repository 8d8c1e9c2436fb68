from odoo import fields, models


class AftersalesContract(models.Model):
    """What its seller has of a contract: it is his once the contract is paid, and stays as it was then (contracts, §2)."""
    _inherit = 'aftersales.contract'

    commission = fields.Monetary(
        string="Seller's Commission", readonly=True, copy=False, bounds=(0, 1e9),
        groups='aftersales.group_manager,account.group_account_invoice')

    def _after_active(self, source):
        super()._after_active(source)
        for contract in self.sudo() if source == 'invoiced' else []:  # sudo: the seller need not know the rate
            contract.commission = contract.currency_id.round(contract.price * contract.type_id.commission_percent / 100)
