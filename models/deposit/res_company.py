from odoo import fields, models


class ResCompany(models.Model):
    """How much is asked for parts that are ordered for one customer, and where it stands in the books (G4)."""
    _inherit = 'res.company'

    aftersales_deposit_percent = fields.Float(
        string="Deposit for Special Orders (%)", default=30, bounds=(0, 100), help="Of the price of the parts, with taxes.")
    aftersales_deposit_first = fields.Boolean(
        string="Order Parts Once the Deposit Is Paid", help="What a deposit is asked for is not bought before it is held.")
    aftersales_deposit_keep_percent = fields.Float(
        string="Kept of a Deposit at Most (%)", default=20, bounds=(0, 20),
        help="Of the value of what was ordered. The Civil Code lets nobody keep more than 20 % of it (art. 586).")
    aftersales_deposit_lapse_days = fields.Integer(
        string="Days to Collect", default=30, bounds=(1, 3650), help="From the arrival of the parts.")
    aftersales_deposit_account_id = fields.Many2one(
        'account.account', string="Account of Deposits", check_company=True,
        domain=[('account_type', '=', 'liability_current')], help="Where they stand until they are deducted or given back.")
    aftersales_deposit_income_account_id = fields.Many2one(
        'account.account', string="Income of Kept Deposits", check_company=True,
        domain=[('account_type', 'in', ('income', 'income_other'))])
    aftersales_core_deposit_days = fields.Integer(
        string="Days to Bring the Old Part", default=60, bounds=(1, 3650),
        help="From the invoice of the part; then a manager may keep its core deposit.")
