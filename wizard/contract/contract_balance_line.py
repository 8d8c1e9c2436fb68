from odoo import fields, models


class AftersalesContractBalanceLine(models.TransientModel):
    """What is left of a contract's price at the end of a day."""
    _name = 'aftersales.contract.balance.line'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Rest Value of a Contract"
    _order = 'id'

    balance_id = fields.Many2one('aftersales.contract.balance', required=True, index=True, ondelete='cascade')
    contract_id = fields.Many2one('aftersales.contract', required=True, ondelete='cascade')
    currency_id = fields.Many2one(related='contract_id.currency_id')
    type_id = fields.Many2one(related='contract_id.type_id', store=True)
    partner_id = fields.Many2one(related='contract_id.partner_id', store=True)
    end_date = fields.Date(related='contract_id.end_date')
    amount_aside = fields.Monetary(string="Put Aside", bounds=(-1e12, 1e12))
    amount_earned = fields.Monetary(string="Earned", bounds=(-1e12, 1e12))
    amount_rest = fields.Monetary(string="Rest Value", bounds=(-1e12, 1e12))
