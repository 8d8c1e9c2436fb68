from odoo import fields, models


class AftersalesContractMove(models.Model):
    """A line of the ledger: only the system writes it, and nothing of it changes."""
    _name = 'aftersales.contract.move'
    _description = "Move of an Entitlement"
    _order = 'id desc'

    entitlement_id = fields.Many2one(
        'aftersales.contract.entitlement', required=True, readonly=True, index=True, ondelete='cascade')
    contract_id = fields.Many2one(related='entitlement_id.contract_id', store=True, index=True, precompute=True)
    company_id = fields.Many2one(related='contract_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    kind = fields.Selection([
        ('granted', "Entitlement Granted"), ('reserved', "Reserved for an Order"), ('released', "Released Again"),
        ('used', "Entitlement Used"), ('earned', "Earned by Time or Kilometres"),
        ('kept', "Kept for Work at List Prices"),
        ('forfeited', "Forfeited at the End"), ('refunded', "Refunded by Credit Note"),
    ], required=True, readonly=True)
    quantity = fields.Integer(readonly=True, bounds=(0, 1000))
    value = fields.Monetary(string="Value Earned", readonly=True, bounds=(0, 1e9), groups='aftersales.group_price')
    list_value = fields.Monetary(
        readonly=True, bounds=(0, 1e9), groups='aftersales.group_price',
        help="Of the work, by the price list of its day, without taxes.")
    job_id = fields.Many2one('aftersales.job', readonly=True, index='btree_not_null', ondelete='set null')
    user_id = fields.Many2one('res.users', string="By", required=True, readonly=True, index=True)
    date = fields.Datetime(string="On", required=True, readonly=True, default=fields.Datetime.now)
    entry_id = fields.Many2one(
        'account.move', string="Journal Entry", readonly=True, index='btree_not_null', ondelete='restrict',
        groups='account.group_account_invoice,account.group_account_readonly')
