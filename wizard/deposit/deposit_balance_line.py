from odoo import fields, models


class AftersalesDepositBalanceLine(models.TransientModel):
    """What was open of a deposit at the end of a day."""
    _name = 'aftersales.deposit.balance.line'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Open Deposit on a Day"
    _order = 'id'

    balance_id = fields.Many2one('aftersales.deposit.balance', required=True, index=True, ondelete='cascade')
    deposit_id = fields.Many2one('aftersales.deposit', string="Deposit for Parts", required=True, ondelete='cascade')
    currency_id = fields.Many2one(related='balance_id.currency_id')
    partner_id = fields.Many2one(related='deposit_id.partner_id', store=True)
    order_id = fields.Many2one(related='deposit_id.order_id', string="Repair Order", store=True)
    counter_sale_id = fields.Many2one(related='deposit_id.counter_sale_id', string="Counter Sale", store=True)
    amount_invoiced = fields.Monetary(string="Invoiced", bounds=(-1e12, 1e12), help="Without taxes.")
    amount_settled = fields.Monetary(
        string="Deducted or Returned", bounds=(-1e12, 1e12), help="By that day, without taxes.")
    amount_open = fields.Monetary(string="Open on That Day", bounds=(-1e12, 1e12), help="Without taxes.")
    amount_unpaid = fields.Monetary(
        string="Not Paid by Then", bounds=(-1e12, 1e12), help="What the customer still owed on its invoice, with taxes.")
