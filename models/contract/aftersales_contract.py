from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ('draft', "Not Invoiced"), ('invoiced', "Waits for Payment"), ('active', "Contract Runs"),
    ('suspended', "Contract Suspended"), ('used_up', "All Used"), ('expired', "Contract Expired"),
    ('refunded', "Contract Refunded"), ('cancelled', "Contract Cancelled"),
]
MONEY_READERS = 'account.group_account_invoice,account.group_account_readonly'


class AftersalesContract(models.Model):
    """What a customer paid in advance for his car: how long it runs, and which work is left.

    Its life is in ``aftersales_contract_life.py``; what was granted, reserved and used is the ledger of its entitlements.
    """
    _name = 'aftersales.contract'
    _description = "Contract"
    _inherit = [
        'aftersales.number.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin',
        'aftersales.batch.mixin', 'aftersales.lasting.mixin', 'aftersales.log.mixin', 'mail.activity.mixin',
    ]
    _order = 'id desc'
    _rec_names_search = ['name', 'partner_id.name', 'vehicle_id.license_plate']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    type_id = fields.Many2one(
        'aftersales.contract.type', string="Type of Contract", required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='type_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    vehicle_id = fields.Many2one('fleet.vehicle', string="Vehicle", required=True, index=True, ondelete='restrict')
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, check_company=True, ondelete='restrict')
    payer_id = fields.Many2one(
        'res.partner', string="Payer", index='btree_not_null', check_company=True, ondelete='restrict',
        help="Empty: the customer.")
    user_id = fields.Many2one(
        'res.users', string="Salesperson", required=True, index=True, check_company=True, default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    price = fields.Monetary(
        string="Contract Price", compute='_compute_price', inverse='_inverse_price', store=True, readonly=False,
        precompute=True, bounds=(0, 1e9), tracking=True,
        help="Without taxes. Once the contract runs: what its invoice put aside, less what was credited.")
    invoice_id = fields.Many2one(
        'account.move', readonly=True, copy=False, index='btree_not_null', ondelete='restrict', groups=MONEY_READERS)
    start_date = fields.Date(string="Runs From", readonly=True, copy=False)
    end_date = fields.Date(string="Runs Until", readonly=True, copy=False, index='btree_not_null', tracking=True)
    entitlement_ids = fields.One2many('aftersales.contract.entitlement', 'contract_id', readonly=True)
    amount_recognised = fields.Monetary(
        string="Earned", compute='_compute_amounts', groups=MONEY_READERS,
        help="What the work done so far has earned, and what was left when the contract ended.")
    amount_rest = fields.Monetary(
        string="Rest Value", compute='_compute_amounts', groups=MONEY_READERS,
        help="What is paid and not earned yet; it stands on the account of deferred revenue.")
    is_past_end = fields.Boolean(string="Past Its End", compute='_compute_is_past_end', search='_search_is_past_end')

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('type_id', 'vehicle_id', 'other_vehicle_ids')
    def _compute_price(self):
        """That of the list; what was agreed for a type stays, whichever car it is for."""
        for contract in self:
            is_agreed = contract.agreed_type_id and contract.agreed_type_id == contract.type_id
            contract.price = contract.price if is_agreed else contract._get_list_price()

    @api.depends('price', 'state', 'entitlement_ids.move_ids.value')
    def _compute_amounts(self):
        # sudo: whoever may see these sums reads the ledger's values through them
        earned = dict(self.env['aftersales.contract.move'].sudo()._read_group(
            [('contract_id', 'in', self.ids)], ['contract_id'], ['value:sum']))
        for contract in self:
            contract.amount_recognised = earned.get(contract._origin, 0)
            is_sold = contract.state not in ('draft', 'invoiced', 'cancelled')
            contract.amount_rest = contract.price - contract.amount_recognised if is_sold else 0

    @api.depends('end_date', 'state', 'end_distance', 'suspended_date', 'vehicle_id.distance_km')
    def _compute_is_past_end(self):
        """While it is suspended, no day of its term passes."""
        today = fields.Date.context_today(self)
        for contract in self:
            contract.is_past_end = contract.state in ('active', 'suspended') and bool(
                contract.end_date and not contract.suspended_date and contract.end_date < today or contract._is_driven(100))

    @api.model
    def _search_is_past_end(self, operator, value):
        if operator != 'in':
            return NotImplemented
        over = fields.Domain('state', 'in', ('active', 'suspended')) & (
            fields.Domain('end_date', '<', fields.Date.context_today(self)) & fields.Domain('suspended_date', '=', False)
            | self._get_driven_domain(100))
        return over if True in value else ~over

    @api.depends_context('lang')
    @api.depends('name', 'type_id.name')
    def _compute_display_name(self):
        for contract in self:
            contract.display_name = ' · '.join(filter(None, [contract.name.strip('/'), contract.type_id.name]))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su:
            sold = self._get_sold_fields() & vals.keys()
            for contract in self.filtered(lambda contract: sold and contract.state != 'draft'):
                raise UserError(self.env._(
                    "%(contract)s is invoiced and stays as it was sold. Cancel it and sell another one.",
                    contract=contract.display_name))
        return super().write(vals)

    # === BUSINESS METHODS ===#

    @api.model
    def _get_sold_fields(self):
        """What stays as it was sold, once it is invoiced."""
        return {'type_id', 'vehicle_id', 'other_vehicle_ids', 'partner_id', 'payer_id', 'price', 'user_id'}

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(contract)s stays in the history. Cancel it instead of deleting it.", contract=self.display_name)

    def _get_list_price(self):
        """Hook: rooms know of more than its own car."""
        self.ensure_one()
        return self.type_id._get_price(self.vehicle_id)

    def _get_end(self, start):
        self.ensure_one()
        return start + relativedelta(months=self._get_term('months'), days=-1)
