from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

KINDS = [
    ('start', "Keep It from Now On"), ('raise', "Keep More"), ('lower', "Keep Less"), ('end', "Let It Run Out"),
    ('same', "As It Is"), ('none', "Not Kept"),
]
# What somebody has to decide.
CHANGES = ('start', 'raise', 'lower', 'end')
PIECES = {'digits': 'Product Unit', 'readonly': True, 'bounds': (0, 1e9)}


class AftersalesStockingProposal(models.Model):
    """What is best kept of a part in a store, worked out anew each month (H5): from when on it is ordered, up to how many,
    and why. Approved, it becomes the store's rule of reordering. One row a part and store; nobody writes it but the system.
    """
    _name = 'aftersales.stocking.proposal'
    _description = "Stock Proposal"
    _inherit = ['aftersales.system.values.mixin']
    _order = 'value desc, id'
    _rec_name = 'product_id'
    _check_company_auto = True

    policy_id = fields.Many2one('aftersales.stocking.policy', required=True, readonly=True, index=True, ondelete='cascade')
    warehouse_id = fields.Many2one(related='policy_id.warehouse_id', string="Store", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related='policy_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, readonly=True, index=True, check_company=True, ondelete='cascade')
    categ_id = fields.Many2one(
        related='product_id.categ_id', string="Category", store=True, index='btree_not_null', precompute=True)
    uom_id = fields.Many2one(related='product_id.uom_id')
    orderpoint_id = fields.Many2one(
        'stock.warehouse.orderpoint', string="Reordering Rule", readonly=True, index='btree_not_null', check_company=True,
        ondelete='set null')
    worked_month = fields.Date(string="Worked Out For", readonly=True)
    months_known = fields.Integer(readonly=True, aggregator=None)
    shape = fields.Float(readonly=True, aggregator=None, bounds=(0, 1e9), help="Of the distribution of what is asked for.")
    probability = fields.Float(readonly=True, aggregator=None, bounds=(0, 1))
    abc_class = fields.Selection(
        [('a', "A"), ('b', "B"), ('c', "C")], string="ABC", readonly=True, index=True,
        help="A makes up 80 % of the turnover, B the next 15, C the rest.")
    xyz_class = fields.Selection(
        [('x', "X"), ('y', "Y"), ('z', "Z")], string="XYZ", readonly=True,
        help="X is asked for evenly month by month, Y changes, Z comes now and then.")
    demand_pieces = fields.Float(string="Asked For", **PIECES, help="Pieces within 12 months.")
    demand_count = fields.Integer(string="Demands", readonly=True, help="Times it was asked for within 12 months.")
    demand_months = fields.Integer(string="Months with Demand", readonly=True, aggregator=None, help="Of the last 12.")
    most_pieces = fields.Float(string="Most in a Month", aggregator=None, **PIECES)
    lost_pieces = fields.Float(string="Lost", **PIECES, help="Pieces of lost sales within 12 months.")
    idle_months = fields.Integer(string="Months without Demand", readonly=True, aggregator=None)
    is_superseded = fields.Boolean(
        string="Superseded", readonly=True, help="Another part takes its place, and has its past.")
    old_stock = fields.Json(readonly=True)  # a list as of the policy's _read_old_stock
    covered_pieces = fields.Float(
        string="Covered by Old Numbers", aggregator=None, **PIECES,
        help="So much less is kept: what is on hand of the numbers whose place it takes is used up first.")
    season_id = fields.Many2one(
        'aftersales.season.plan', string="For the Season", readonly=True, index='btree_not_null', check_company=True,
        ondelete='set null')
    season_pieces = fields.Float(
        string="Asked For by the Season", aggregator=None, **PIECES, help="At least so many are kept until it ends.")
    wanted_cover = fields.Float(string="Wanted (%)", digits=(5, 1), readonly=True, aggregator=None, bounds=(0, 100))
    best_min = fields.Float(string="Best Minimum", aggregator=None, **PIECES, help="Ordered once there are fewer.")
    best_max = fields.Float(string="Best Maximum", aggregator=None, **PIECES, help="Ordered up to so many.")
    quantity = fields.Float(
        string="Order at Once", digits='Product Unit', compute='_compute_quantity', bounds=(0, 1e9),
        help="Where ordering costs and keeping costs meet, three months' demand at most.")
    kind = fields.Selection(KINDS, string="Proposal", readonly=True, index=True)
    min_now = fields.Float(related='orderpoint_id.product_min_qty', string="Minimum Now", bounds=(0, 1e9))
    max_now = fields.Float(related='orderpoint_id.product_max_qty', string="Maximum Now", bounds=(0, 1e9))
    on_hand = fields.Float(digits='Product Unit', compute='_compute_on_hand', bounds=(-1e9, 1e9))
    supply_days = fields.Integer(
        string="Days of Supply", compute='_compute_supply_days', aggregator=None,
        help="For how long what is on hand suffices, asked for as in the last 12 months. Empty where nobody asks for it.")
    reason = fields.Char(string="Why", compute='_compute_reason')
    value = fields.Monetary(
        string="Value of the Minimum", readonly=True, groups='aftersales.group_stocking', help="At cost.")
    state = fields.Selection(
        [('open', "To Decide"), ('approved', "Approved"), ('refused', "Left as It Was"), ('done', "Nothing to Decide")],
        string="Status", required=True, readonly=True, default='open', index=True)
    decided_id = fields.Many2one('res.users', string="Decided By", readonly=True, index='btree_not_null')
    decided_date = fields.Datetime(string="Decided On", readonly=True)

    _part_uniq = models.UniqueIndex("(policy_id, product_id)", "This part has its proposal in this store already.")

    # === COMPUTE METHODS ===#

    @api.depends('best_min', 'best_max')
    def _compute_quantity(self):
        for proposal in self:
            proposal.quantity = proposal.best_max - proposal.best_min + 1 if proposal.best_min else 0

    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_on_hand(self):
        for warehouse, proposals in self.grouped('warehouse_id').items():
            products = proposals.product_id.with_context(warehouse_id=warehouse.id)
            here = {product.id: product.qty_available for product in products}
            for proposal in proposals:
                proposal.on_hand = here.get(proposal.product_id.id, 0)

    @api.depends('demand_pieces', 'months_known')
    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_supply_days(self):
        for proposal in self:
            days = min(max(proposal.months_known, 1), 12) * 365 / 12
            pieces = proposal.demand_pieces
            proposal.supply_days = min(max(proposal.on_hand, 0.0) * days / pieces, 99_999) if pieces > 0 else 0

    # === ACTION METHODS ===#

    def action_approve(self):
        """What is proposed becomes the store's rule: its minimum and maximum."""
        proposals = self._claim_open()
        rules = proposals._write_rules()
        # sudo: who decided is the system's word
        for proposal in proposals.sudo():
            proposal.orderpoint_id = rules[proposal.id]
        proposals.sudo().write({'state': 'approved', 'decided_id': self.env.uid, 'decided_date': fields.Datetime.now()})

    def action_refuse(self):
        """Leave it as it is until something else is proposed."""
        proposals = self._claim_open()
        # sudo: who decided is the system's word
        proposals.sudo().write({'state': 'refused', 'decided_id': self.env.uid, 'decided_date': fields.Datetime.now()})

    @api.readonly
    def action_view_moves(self):
        """What was asked for: the moves it was reckoned from."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('stock.stock_move_line_action')
        return {
            **action, 'context': {'search_default_done': 1},
            'domain': [('product_id', '=', self.product_id.id), '|', ('location_id.warehouse_id', '=', self.warehouse_id.id),
                       ('location_dest_id.warehouse_id', '=', self.warehouse_id.id)]}

    # === BUSINESS METHODS ===#

    def _claim_open(self):
        """:raises UserError: when one of them is decided already; two who decide at once meet here"""
        self.check_access('read')
        if not self.env.user.has_group('aftersales.group_decide_stocking'):
            raise AccessError(self.env._("What is kept in the stores is decided by a manager."))
        # sudo: nobody writes proposals but the system
        self.sudo().lock_for_update()
        self.invalidate_recordset(['state'])
        for proposal in self:
            if proposal.state != 'open':
                raise UserError(self.env._(
                    "%(part)s is decided already: %(state)s. Choose proposals that are to be decided.",
                    part=proposal.product_id.display_name,
                    state=dict(self._fields['state']._description_selection(self.env))[proposal.state]))
        return self

    def _write_rules(self):
        """:return: dict of proposal's id: its rule"""
        # sudo: whoever decides what is kept need not set up the stores
        Rule = self.env['stock.warehouse.orderpoint'].sudo().with_context(active_test=False)
        locations = self.warehouse_id.lot_stock_id
        known = {
            (rule.product_id, rule.location_id): rule for rule in Rule.search([
                ('product_id', 'in', self.product_id.ids), ('location_id', 'in', locations.ids)])}
        rules, missing = {}, self.browse()
        for proposal in self:
            rule = known.get((proposal.product_id, proposal.warehouse_id.lot_stock_id))
            if not rule:
                missing += proposal
                continue
            rule.write({'active': True, 'product_min_qty': proposal.best_min, 'product_max_qty': proposal.best_max})
            rules[proposal.id] = rule
        created = Rule.create([{
            'product_id': proposal.product_id.id, 'warehouse_id': proposal.warehouse_id.id,
            'location_id': proposal.warehouse_id.lot_stock_id.id, 'company_id': proposal.company_id.id,
            'product_min_qty': proposal.best_min, 'product_max_qty': proposal.best_max, 'trigger': 'manual',
        } for proposal in missing])
        return rules | dict(zip(missing.ids, created, strict=True))

    @api.model
    def _take(self, policy, vals_by_product):
        """Write what was worked out for these parts, and drop the rows of all others.

        What was decided stays decided as long as the same is proposed."""
        known = {proposal.product_id: proposal for proposal in self.search([('policy_id', '=', policy.id)])}
        self.browse([row.id for product, row in known.items() if product not in vals_by_product]).unlink()
        missing = []
        for product, vals in vals_by_product.items():
            row = known.get(product)
            state = 'open' if vals['kind'] in CHANGES else 'done'
            if not row:
                missing.append({**vals, 'policy_id': policy.id, 'state': state})
                continue
            is_same = (row.best_min, row.best_max) == (vals['best_min'], vals['best_max'])
            if is_same and row.state == 'refused' and state == 'open':
                state = 'refused'
            decided = {} if state == row.state else {'decided_id': False, 'decided_date': False}
            row.write({**vals, **decided, 'state': state})
        self.create(missing)
