from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

HOMES = [('goodwill', "Goodwill, our cost"), ('internal', "Internal cost"), ('customer', "The customer pays")]


class AftersalesClaimRest(models.Model):
    """Who bears what a maker did not accept (I3): who said so, and for the customer's part what he agreed to.

    A manager gives up money; above the company's limit an accountant agrees as well, another person. What has been given
    up of a claim before counts, so that nothing is cut into slices. The customer pays what he approved, as for any work.
    """
    _name = 'aftersales.claim.rest'
    _description = "Rest of a Claim"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.log.mixin', 'aftersales.claim.mixin']
    _order = 'id desc'
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'proposed': {'approved': None, 'refused': None},
        'approved': {},
        'refused': {},
    }

    claim_id = fields.Many2one('aftersales.claim', required=True, readonly=True, index=True, ondelete='restrict')
    line_id = fields.Many2one('aftersales.claim.line', readonly=True, index='btree_not_null', ondelete='restrict')
    company_id = fields.Many2one(related='claim_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='claim_id.currency_id')
    state = fields.Selection(
        [('proposed', "Proposed"), ('approved', "Approved"), ('refused', "Refused")],
        string="Status", required=True, readonly=True, default='proposed', index=True, tracking=True)
    home = fields.Selection(HOMES, string="Who Bears It", required=True, readonly=True)
    amount = fields.Monetary(readonly=True)
    reason = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one('res.users', string="Proposed by", readonly=True, ondelete='restrict')
    manager_id = fields.Many2one('res.users', readonly=True, ondelete='restrict', tracking=True)
    accountant_id = fields.Many2one('res.users', readonly=True, ondelete='restrict', tracking=True)
    needs_two = fields.Boolean(string="Needs Two", compute='_compute_needs_two')
    job_id = fields.Many2one(
        'aftersales.job', string="Asked as", readonly=True, index='btree_not_null', ondelete='restrict',
        help="The work by which the customer is asked, and which he is invoiced.")
    approved_date = fields.Datetime(string="Approved on", readonly=True)

    # === COMPUTE METHODS ===#

    @api.depends('claim_id', 'amount', 'home')
    def _compute_display_name(self):
        homes = dict(self._fields['home']._description_selection(self.env))
        for rest in self:
            rest.display_name = f'{rest.claim_id.name}: {homes.get(rest.home, "")}'

    def _compute_needs_two(self):
        given = dict(self.sudo()._read_group(  # sudo: of the claims that the user sees
            [('claim_id', 'in', self.claim_id.ids), ('state', '!=', 'refused'), ('home', '!=', 'customer')],
            ['claim_id'], ['amount:sum']))
        for rest in self:
            company, claim = rest.company_id.sudo(), rest.claim_id
            amount = claim.currency_id._convert(
                given.get(claim.sudo(), 0.0), company.currency_id, company, fields.Date.context_today(rest))
            rest.needs_two = rest.home != 'customer' and (
                company.currency_id.compare_amounts(amount, company.aftersales_claim_withdrawal_limit) > 0)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Say on the claim who bears the rest."))
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_said(self):
        for rest in self:
            raise UserError(self.env._("%(rest)s stays on file. Refuse it instead.", rest=rest.display_name))

    # === ACTION METHODS ===#

    def action_approve(self):
        """A manager, and above the limit an accountant as well, say yes."""
        self.check_access('read')
        self._claim_for_update()
        for rest in self:
            if rest.state != 'proposed' or rest.home == 'customer':
                raise UserError(self.env._(
                    "%(rest)s is not waiting for you: what we bear is approved once, what the customer bears by himself.",
                    rest=rest.display_name))
            rest._stamp_approval()
            if rest._is_agreed():
                rest.sudo()._transition('approved')  # sudo: the roles were asked above

    def action_refuse(self):
        self.check_access('read')
        if not self.env.user.has_group('aftersales.group_settle_claim') and not self.env.user.has_group(
                'aftersales.group_manager'):
            raise AccessError(self.env._("Only people who settle claims refuse this."))
        self._claim_for_update()
        for rest in self:
            if rest.job_id and rest.job_id.sudo().approval == 'approved':
                raise UserError(self.env._("%(rest)s: the customer has approved it.", rest=rest.display_name))
        self.sudo()._transition('refused')  # sudo: as above

    # === BUSINESS METHODS ===#

    def _stamp_approval(self):
        self.ensure_one()
        user, values = self.env.user, {}
        if user.has_group('aftersales.group_manager') and not self.manager_id and self.accountant_id != user:
            values['manager_id'] = user.id
        elif self.needs_two and user.has_group('account.group_account_invoice') \
                and not self.accountant_id and self.manager_id != user:
            values['accountant_id'] = user.id
        if not values:
            raise AccessError(self._get_approval_message())
        self.sudo().write(values)  # sudo: a stamp of the system

    def _get_approval_message(self):
        self.ensure_one()
        company = self.company_id.sudo()
        if self.needs_two:
            return self.env._(
                "%(rest)s: above %(limit)s a manager and an accountant agree, two persons. Still asked for: %(missing)s.",
                rest=self.display_name, limit=company.currency_id.format(company.aftersales_claim_withdrawal_limit),
                missing=self.env._("the manager") if not self.manager_id else self.env._("the accountant"))
        return self.env._("%(rest)s: a manager decides what we bear.", rest=self.display_name)

    def _get_left(self):
        """What of the line has no home yet."""
        self.ensure_one()
        # sudo: the ledger of what the user reads
        return self.currency_id.round(sum(self.env['aftersales.claim.entry'].sudo()._read_group(
            [('claim_id', '=', self.claim_id.id), ('line_id', '=', self.line_id.id), ('account', '=', 'disputed')],
            [], ['amount:sum'])[0]))

    def _is_agreed(self):
        self.ensure_one()
        return bool(self.manager_id and (self.accountant_id or not self.needs_two))

    def _check_approved(self):
        for rest in self:
            if rest.currency_id.compare_amounts(rest._get_left(), rest.amount) < 0:
                raise UserError(self.env._(
                    "%(rest)s: of the %(amount)s only %(left)s are without a home. Refuse it and say anew who bears them.",
                    rest=rest.display_name, amount=rest.currency_id.format(rest.amount),
                    left=rest.currency_id.format(rest._get_left())))
            if rest.home != 'customer' and not rest._is_agreed():
                raise UserError(rest._get_approval_message())
            if rest.home == 'customer' and rest.job_id.sudo().approval != 'approved':  # sudo: whoever sees the claim
                raise UserError(self.env._(
                    "%(rest)s: the customer has not approved it. Ask him on %(order)s.",
                    rest=rest.display_name, order=rest.job_id.order_id.name))

    def _after_approved(self, source):
        homes = dict(self._fields['home']._description_selection(self.env))
        for rest in self.sudo():  # sudo: the ledger is the system's
            rest.approved_date = fields.Datetime.now()
            rest.claim_id._claim_for_update()
            self.env['aftersales.claim.entry']._move_amount(
                rest.claim_id, 'disputed', rest.home, rest.amount, homes[rest.home],
                **({'line_id': rest.line_id.id} if rest.line_id else {}))
            rest.claim_id._follow_state()
