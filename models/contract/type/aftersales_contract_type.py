from odoo import api, fields, models
from odoo.exceptions import ValidationError

STARTS = [('paid', "When It Is Paid"), ('use', "With Its First Use"), ('date', "On the Day Agreed")]
REFUNDS = [('contract', "Price Less What Is Earned"), ('list', "Price Less Work at List Prices"), ('none', "Not Refunded")]


class AftersalesContractType(models.Model):
    """What the house sells in advance: for how much, how long, and which work it pays for."""
    _name = 'aftersales.contract.type'
    _inherit = ['aftersales.log.mixin']
    _description = "Type of Contract"
    _order = 'sequence, id'
    _check_company_auto = True

    sequence = fields.Integer(default=10, bounds=(0, 1e6))
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    kind = fields.Selection([
        ('package', "Prepaid Package"), ('maintenance', "Maintenance Contract"), ('inspection', "Inspection Contract"),
        ('storage', "Tyre Storage Contract"), ('full', "Full Service"), ('guarantee', "Our Own Extended Warranty"),
        ('card', "Member Card"),
    ], required=True, default='package',
        help="Full service: let one line pay for any work. Extended warranty: the car is covered by a policy of ours. Member "
             "card: the customer has a member level, whatever he spends.")
    product_id = fields.Many2one(
        'product.product', string="Sold As", required=True, index=True, check_company=True, ondelete='restrict',
        domain=[('type', '=', 'service')], help="Its taxes are those of the sale.")
    price = fields.Monetary(string="Contract Price", required=True, bounds=(0, 1e9), tracking=True, help="Without taxes.")
    months = fields.Integer(string="Months", default=12, required=True, bounds=(1, 240), tracking=True)
    distance = fields.Integer(
        string="Kilometres", bounds=(0, 1000000), help="From what the car has run when it begins. Zero: without a limit.")
    deferred_account_id = fields.Many2one(
        'account.account', string="Deferred Revenue", required=True, index=True, check_company=True, ondelete='restrict',
        domain=[('account_type', '=', 'liability_current')], help="Where the price stands until the work is done.")
    income_account_id = fields.Many2one(
        'account.account', string="Income of Redeemed Work", required=True, index=True, check_company=True,
        ondelete='restrict', domain=[('account_type', 'in', ('income', 'income_other'))])
    journal_id = fields.Many2one(
        'account.journal', string="Journal of Redeemed Work", required=True, index=True, check_company=True,
        ondelete='restrict', domain=[('type', '=', 'general')])
    recognition = fields.Selection([
        ('use', "As the Work Is Done"), ('time', "By Time"), ('distance', "By Kilometres"),
    ], string="Income Is Earned", required=True, default='use',
        help="By time or kilometres: at each month's end its share of the price, whatever was done in it; what is left when "
             "all work is used, or at the end.")
    share_by = fields.Selection(
        [('times', "Equal Shares"), ('list', "By List Price")], string="Value of Redeemed Work", required=True,
        default='times',
        help="How the price is shared by the work that it pays for: each time the same, or as the price list values the work "
             "of the car's model when the contract is paid, less the discount of the whole.")
    start = fields.Selection(
        STARTS, string="Contract Begins", required=True, default='paid',
        help="What it pays for is granted when it is paid; its months and kilometres count from here.")
    start_months = fields.Integer(
        string="Begins Within (Months)", default=12, bounds=(0, 120),
        help="Of one that begins with its first use: what was not used so long after the payment begins then by itself, so "
             "that it has a last day. Zero: it waits for its first use without a limit.")
    is_transferable = fields.Boolean(
        string="Goes with the Car", help="Whoever buys the car may take the contract over.")
    refund = fields.Selection(
        REFUNDS, string="Given Up", required=True, default='contract',
        help="What the customer has back of the price. At list prices he loses the discount on work that is done; never more "
             "than stands aside is paid back.")
    may_suspend = fields.Boolean(
        string="May Be Suspended", default=True, help="The days for which it stands still are added to its end.")
    conditions = fields.Text(
        string="Contract Conditions", translate=True,
        help="Printed on each contract of this type: where it is valid, what it excludes, how it is refunded.")
    renewal_type_ids = fields.Many2many(
        'aftersales.contract.type', 'aftersales_contract_type_renewal_rel', 'type_id', 'renewal_id',
        string="Offered at the End", check_company=True,
        help="What the notice of the end offers with its price. Empty: the same again.")
    line_ids = fields.One2many('aftersales.contract.type.line', 'type_id', string="Work It Pays For", copy=True)

    @api.constrains('price')
    def _check_price(self):
        for contract_type in self:
            if contract_type.currency_id.compare_amounts(contract_type.price, 0) <= 0:
                raise ValidationError(self.env._("%(type)s: enter a price above zero.", type=contract_type.name))

    @api.constrains('recognition', 'distance')
    def _check_distance(self):
        for contract_type in self:
            if contract_type.recognition == 'distance' and not contract_type.distance:
                raise ValidationError(self.env._(
                    "%(type)s: its income is earned by kilometres. Enter how many it runs for.", type=contract_type.name))

    @api.constrains('recognition', 'kind')
    def _check_unlimited(self):
        """Of work without a number none has a share of the price."""
        for contract_type in self:
            is_unlimited = contract_type._is_standing() or any(contract_type.line_ids.mapped('is_unlimited'))
            if contract_type.recognition == 'use' and is_unlimited:
                raise ValidationError(self.env._(
                    "%(type)s pays for unlimited work, so its income cannot be earned as the work is done. Let it be earned by "
                    "time or by kilometres.", type=contract_type.name))
