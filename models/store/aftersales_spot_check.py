import random

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

STATES = [('open', "To Count"), ('closed', "Signed by Both")]


class AftersalesSpotCheck(models.Model):
    """Accounting has some parts of a store counted that chance chooses (H5): book, card and goods must agree.

    The storekeeper and somebody of accounting sign what was found; with the second signature the check stays, and what was
    counted otherwise goes into Odoo's inventory: applied at once, or above the store's limit left there for the parts
    head or a manager.
    """
    _name = 'aftersales.spot.check'
    _description = "Spot Check of a Store"
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.lasting.mixin',
        'aftersales.late.mixin', 'aftersales.log.mixin', 'mail.activity.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['warehouse_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({'state'})
    _transitions = {'open': {'closed': None}, 'closed': {}}

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    date = fields.Date(string="To Count On", required=True, default=fields.Date.context_today, index=True)
    warehouse_id = fields.Many2one(
        'stock.warehouse', string="Store", required=True, index=True, ondelete='restrict',
        default=lambda self: self.env['aftersales.store.check']._default_warehouse_id())
    company_id = fields.Many2one(related='warehouse_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    user_id = fields.Many2one(
        'res.users', string="For Accounting", index='btree_not_null', check_company=True, tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]", default=lambda self: self.env.user)
    parts = fields.Integer(string="Parts to Count", required=True, default=10, bounds=(1, 1000))
    line_ids = fields.One2many('aftersales.spot.check.line', 'check_id', string="Parts")
    right_count = fields.Integer(string="Counts Agree", compute='_compute_accuracy', store=True, bounds=(0, 10_000))
    wrong_count = fields.Integer(string="Do Not Agree", compute='_compute_accuracy', store=True, bounds=(0, 10_000))
    accuracy = fields.Float(
        string="Count Accuracy (%)", digits=(5, 1), compute='_compute_accuracy', store=True, aggregator='avg', bounds=(0, 100),
        help="Of what was counted, that of which book, card and goods agree.")
    difference_value = fields.Monetary(
        string="Value of the Difference", compute='_compute_accuracy', store=True, groups='aftersales.group_see_store',
        help="Found more, less what was missing, at cost.")
    remark = fields.Text(copy=False)
    keeper_id = fields.Many2one(
        'res.users', string="Signed for the Store", readonly=True, copy=False, index='btree_not_null', tracking=True)
    keeper_date = fields.Datetime(string="Store Signed On", readonly=True, copy=False)
    accountant_id = fields.Many2one(
        'res.users', string="Signed for Accounting", readonly=True, copy=False, index='btree_not_null', tracking=True)
    accountant_date = fields.Datetime(string="Accounting Signed On", readonly=True, copy=False)

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('line_ids.is_counted', 'line_ids.agrees', 'line_ids.difference_value')
    def _compute_accuracy(self):
        for check in self:
            counted = check.line_ids.filtered('is_counted')
            check.right_count = len(counted.filtered('agrees'))
            check.wrong_count = len(counted) - check.right_count
            check.accuracy = 100.0 * check.right_count / len(counted) if counted else 0.0
            check.difference_value = sum(counted.mapped('difference_value'))

    @api.depends('warehouse_id', 'date')
    def _compute_display_name(self):
        for check in self:
            check.display_name = ' · '.join(filter(None, (
                check.warehouse_id.name, fields.Date.to_string(check.date) if check.date else None)))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        if 'warehouse_id' in vals and any(check.line_ids for check in self):
            raise UserError(self.env._("The parts to count are chosen: make another check for the other store."))
        return super().write(self._read_inputs(vals))

    # === ACTION METHODS ===#

    def action_draw(self):
        """Chance chooses the parts; once something is counted, they stay."""
        self.check_access('write')
        if not self.env.user.has_group('aftersales.group_spot_check'):
            raise AccessError(self.env._("Chance is asked by accounting or by a manager, not by the store."))
        self._check_open()
        for check in self:
            if any(line.is_counted for line in check.line_ids):
                raise UserError(self.env._(
                    "%(check)s: something is counted already. Make another check instead.", check=check.display_name))
            check._draw()

    def action_sign_store(self):
        """Who keeps the store says that it was counted so."""
        self._sign('aftersales.group_parts', 'keeper', 'accountant')

    def action_sign_accounting(self):
        """Accounting says that it was counted so."""
        self._sign('aftersales.group_spot_check', 'accountant', 'keeper')

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        return self.state == 'closed'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(check)s is signed by both: it stays as it is.", check=self.display_name)

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(check)s stays in the history. Count what chance chose, and sign it.", check=self.display_name)

    def _draw(self):
        self.ensure_one()
        # sudo: chance is the system's, and what lies there its word
        Quant = self.env['stock.quant'].sudo()
        domain = Domain('location_id', 'child_of', self.warehouse_id.view_location_id.id) & Domain([
            ('location_id.usage', '=', 'internal'), ('quantity', '>', 0), ('package_id', '=', False), ('owner_id', '=', False)])
        here = [product.id for [product] in Quant._read_group(domain, ['product_id'])]
        chosen = random.SystemRandom().sample(here, min(self.parts, len(here)))
        quants = Quant.search(domain & Domain('product_id', 'in', chosen))
        self.sudo().line_ids = [Command.clear(), *(
            Command.create({
                'product_id': quant.product_id.id, 'lot_id': quant.lot_id.id, 'location_id': quant.location_id.id,
                'book_quantity': quant.quantity, 'cost': max(quant.product_id.with_company(self.company_id).standard_price, 0)})
            for quant in quants)]

    def _prepare_task_vals(self):
        """Accounting is told that it is time, in the words of who does it."""
        self.ensure_one()
        words = self.with_context(lang=self.user_id.lang or self.env.lang).env
        return {
            'user_id': self.user_id.id, 'date_deadline': self.date,
            'summary': words._("Have the parts counted that chance chose")}

    def _sign(self, group, side, other):
        """:raises AccessError: when the user is not of this side
        :raises UserError: when not all is counted, or he signed for the other side already"""
        self.check_access('write')
        self._claim_for_update()
        if not self.env.user.has_group(group):
            raise AccessError(self.env._("The store signs by its parts counter, accounting by its own people."))
        for check in self:
            check._check_open()
            if check[f'{side}_date']:
                raise UserError(self.env._("%(check)s is signed already. Reload the page.", check=check.display_name))
            if check[f'{other}_id'] == self.env.user:
                raise UserError(self.env._(
                    "%(check)s: you signed for the other side. Two people sign.", check=check.display_name))
            if not check.line_ids or not all(line.is_counted for line in check.line_ids):
                raise UserError(self.env._("%(check)s: count each part first.", check=check.display_name))
            bare = check.sudo().line_ids.filtered(lambda line: line._lacks_reason())  # sudo: costs are read
            if bare:
                raise UserError(self.env._(
                    "%(check)s: choose the reason of each difference that is worth more than %(limit)s: %(parts)s",
                    check=check.display_name, parts=", ".join(bare.product_id.mapped('display_name')),
                    limit=check.currency_id.format(check.sudo().company_id.aftersales_count_reason_limit)))
            # sudo: who signed and when is the system's
            check.sudo().write({f'{side}_id': self.env.uid, f'{side}_date': fields.Datetime.now()})
            if check[f'{other}_date']:
                check._transition('closed')

    def _check_closed(self):
        for check in self:
            if not (check.keeper_date and check.accountant_date):
                raise UserError(self.env._(
                    "%(check)s is signed by the store and by accounting first.", check=check.display_name))
            adjusted = check.sudo().line_ids.filtered(lambda line: line.difference and line._is_adjusted_since())
            if adjusted:
                raise UserError(self.env._(
                    "%(check)s: the book was set by another count meanwhile. Count once more: %(parts)s",
                    check=check.display_name, parts=", ".join(adjusted.product_id.mapped('display_name'))))

    def _after_closed(self, source):
        """What was counted otherwise goes into Odoo's inventory."""
        Policy = self.env['aftersales.stocking.policy'].sudo()  # sudo: the store's limit holds, whoever signs
        Policy._create_missing()
        policies = Policy.search([('warehouse_id', 'in', self.warehouse_id.ids)]).grouped('warehouse_id')
        for check in self:
            # sudo: two people signed for it, and it is the storekeeper's count; what is worth more than
            # he may apply alone waits there
            limit = policies[check.warehouse_id]._get_difference_limit(check.keeper_id)
            Quant = self.env['stock.quant'].with_user(check.keeper_id).sudo().with_context(inventory_mode=True)
            left = Quant.browse()
            for line in check.sudo().line_ids.filtered('difference'):
                quant = Quant.create({
                    'product_id': line.product_id.id, 'location_id': line.location_id.id, 'lot_id': line.lot_id.id,
                    'inventory_quantity': line._get_quant().quantity + line.difference})
                quant.aftersales_count_reason_id = line.reason_id
                if check.currency_id.compare_amounts(abs(line.difference_value), limit) > 0:
                    left |= quant
                else:
                    quant._apply_inventory()
            if left:
                check._message_log(body=self.env._(
                    "These differences are worth more than the store's limit: the parts head or a manager applies them in "
                    "Odoo's inventory. %(parts)s", parts=", ".join(left.product_id.mapped('display_name'))))

    def _drop_signatures(self):
        """What changes after somebody signed is signed anew."""
        # sudo: the stamps are the system's
        self.filtered(lambda check: check.state == 'open' and (check.keeper_date or check.accountant_date)).sudo().write({
            'keeper_id': False, 'keeper_date': False, 'accountant_id': False, 'accountant_date': False})
