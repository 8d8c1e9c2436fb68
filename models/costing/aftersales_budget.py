from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .aftersales_cost_account import KINDS

PROPOSERS, RELEASERS = 'aftersales.group_manager', 'aftersales.group_director'


class AftersalesBudget(models.Model):
    """What an outlet may cost in a year, by kind and month: proposed by its manager, released by the company manager (N5).

    A released version stays as it is. A new version takes its place once it is released.
    """
    _name = 'aftersales.budget'
    _description = "Budget of Costs"
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin', 'mail.activity.mixin']
    _order = 'budget_year desc, version desc, id desc'
    _rec_names_search = ['workshop_id']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({'state', 'released_id', 'released_date'})
    _transitions = {
        'draft': {'proposed': PROPOSERS},
        'proposed': {'released': RELEASERS, 'draft': PROPOSERS},
        'released': {'replaced': RELEASERS},
        'replaced': {},
    }

    state = fields.Selection(
        [('draft', "Budget Draft"), ('proposed', "Budget Proposed"), ('released', "Budget Released"),
         ('replaced', "Budget Replaced")],
        string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True, ondelete='restrict', tracking=True,
        help="Empty: what no single outlet bears.")
    budget_year = fields.Integer(
        string="Year of the Budget", required=True, bounds=(2000, 2999), aggregator=None, tracking=True,
        default=lambda self: self.env.company._get_today().year)
    version = fields.Integer(string="Version of the Budget", readonly=True, default=1, copy=False, aggregator=None)
    growth = fields.Float(
        string="Growth on Last Year (%)", digits=(16, 2), bounds=(-100, 1000), tracking=True,
        help="What is filled in from last year's costs is so much higher.")
    note = fields.Text(string="Reasons", tracking=True, max_length=4000)
    line_ids = fields.One2many('aftersales.budget.line', 'budget_id', string="Amounts")
    amount_total = fields.Monetary(string="Budget of the Year", compute='_compute_amount_total', store=True)
    replaces_id = fields.Many2one(
        'aftersales.budget', string="Replaces the Budget", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict')
    released_id = fields.Many2one('res.users', string="Budget Released By", readonly=True, copy=False, index='btree_not_null')
    released_date = fields.Date(string="Budget Released On", readonly=True, copy=False)

    _one_released = models.UniqueIndex(
        "(company_id, COALESCE(workshop_id, 0), budget_year) WHERE state = 'released'",
        "This outlet has a released budget of the year. Make a new version of it.")
    _one_version = models.UniqueIndex("(replaces_id)", "There is a new version of this budget already.")

    # === COMPUTE METHODS ===#

    @api.depends('line_ids.amount')
    def _compute_amount_total(self):
        found = dict(self.env['aftersales.budget.line']._read_group(
            [('budget_id', 'in', self.ids)], ['budget_id'], ['amount:sum']))
        for budget in self:
            budget.amount_total = found.get(budget._origin, sum(budget.line_ids.mapped('amount')))

    @api.depends('workshop_id', 'company_id', 'budget_year', 'version')
    def _compute_display_name(self):
        for budget in self:
            budget.display_name = (
                f"{budget.workshop_id.name or budget.company_id.name} {budget.budget_year} ({budget.version})")

    # === ACTION METHODS ===#

    def action_fill(self):
        """Fill the months that have no amount from last year's costs and the growth; without costs, they stay empty."""
        self.check_access('write')
        for budget in self:
            budget._check_fillable()
            known = {(line.kind, line.month) for line in budget.line_ids}
            budget.line_ids = [Command.create(vals) for vals in budget._prepare_lines(known)]

    def action_propose(self):
        """The budget goes to the company manager."""
        self._claim_for_update()
        self._transition('proposed')

    def action_return(self):
        """The budget goes back to be worked on."""
        self._claim_for_update()
        self._transition('draft')

    def action_release(self):
        """The budget holds; what it replaces does no longer."""
        self._claim_for_update()
        self._transition('released')

    def action_new_version(self):
        """A draft with the same amounts, which takes the place of this one once it is released."""
        self.ensure_one()
        self._claim_for_update()
        if self.state != 'released':
            raise UserError(self.env._("%(budget)s is not released: change it.", budget=self.display_name))
        new = self.copy({'line_ids': [
            Command.create({'kind': line.kind, 'month': line.month, 'amount': line.amount}) for line in self.line_ids]})
        new.sudo().write({'version': self.version + 1, 'replaces_id': self.id})  # sudo: kept by the system
        return {
            'type': 'ir.actions.act_window', 'res_model': self._name, 'res_id': new.id, 'views': [(False, 'form')]}

    def action_view_months(self):
        """Budget, actual, difference and forecast by kind and month."""
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Budget and Actual"), 'res_model': 'aftersales.budget.month',
            'views': [(False, 'list'), (False, 'pivot'), (False, 'graph')], 'domain': [
                ('company_id', '=', self.company_id.id), ('workshop_id', '=', self.workshop_id.id),
                ('month', '>=', f'{self.budget_year}-01-01'), ('month', '<=', f'{self.budget_year}-12-31')]}

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        return self.state != 'draft'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(budget)s is proposed or released: it stays. Have it returned, or make a new version.",
                          budget=self.display_name)

    def _check_fillable(self):
        self.ensure_one()
        if self.state != 'draft':
            raise UserError(self._get_frozen_message())

    def _prepare_lines(self, known):
        """:return: values of 12 months by kind, less those of ``known``"""
        self.ensure_one()
        first = fields.Date.to_date(f'{self.budget_year}-01-01')
        last_year = first - relativedelta(years=1)
        spent = {(kind, month.date() if hasattr(month, 'date') else month): amount for kind, month, amount in
                 self.env['aftersales.cost.month']._read_group([
                     ('company_id', '=', self.company_id.id), ('workshop_id', '=', self.workshop_id.id),
                     ('month', '>=', last_year), ('month', '<', first)], ['kind', 'month:month'], ['amount:sum'])}
        rows = []
        for kind, __ in KINDS:
            for number in range(12):
                month = first + relativedelta(months=number)
                amount = spent.get((kind, month - relativedelta(years=1)), 0.0) * (1 + self.growth / 100)
                if (kind, month) not in known:
                    rows.append({'kind': kind, 'month': month, 'amount': self.currency_id.round(amount)})
        return rows

    def _check_proposed(self):
        for budget in self:
            if not budget.amount_total:
                raise UserError(self.env._("%(budget)s has no amounts yet.", budget=budget.display_name))

    def _check_released(self):
        for budget in self:
            if budget.replaces_id.state == 'released':
                budget.replaces_id._transition('replaced')
                budget.replaces_id.flush_recordset(['state'])  # before the new one: only one of them is released

    def _after_released(self, source):
        for budget in self.sudo():  # sudo: who released it and when is the system's
            budget.write({'released_id': self.env.uid, 'released_date': budget.company_id._get_today()})
