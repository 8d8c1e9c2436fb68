from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.words import say_month

ACTIVITY = 'aftersales.mail_activity_claim_statement'


class AftersalesClaimStatement(models.Model):
    """The second claim (I4): what the maker of the parts is asked for, by supplier and month.

    Its life is in ``aftersales_claim_statement_life.py``, its money in ``aftersales_claim_statement_money.py``.
    """
    _name = 'aftersales.claim.statement'
    _description = "Supplier Statement"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.log.mixin', 'aftersales.claim.mixin',
        'mail.activity.mixin', 'aftersales.warranty.number.mixin']
    _order = 'period desc, id desc'
    _rec_names_search = ['name', 'partner_id.name', 'reference']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default='/', index='trigram')
    state = fields.Selection(
        selection=[
            ('draft', "Draft"), ('sent', "Sent"), ('answered', "Answered"), ('disputed', "Joint Inspection"),
            ('agreed', "Agreed"), ('settled', "Settled"), ('cancelled', "Cancelled"),
        ],
        string="Status", required=True, readonly=True, default='draft', copy=False, index=True, tracking=True,
        group_expand=True)
    agreement_id = fields.Many2one(
        'aftersales.supplier.agreement', required=True, readonly=True, index=True, ondelete='restrict')
    partner_id = fields.Many2one(related='agreement_id.partner_id', string="Supplier", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related='agreement_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one('res.currency', required=True, readonly=True)
    period = fields.Date(string="Month", required=True, readonly=True, help="Its first day.")
    month_name = fields.Char(string="Name of the Month", compute='_compute_month_name', exportable=False)
    user_id = fields.Many2one(
        'res.users', string="Clerk", default=lambda self: self.env.user, index='btree_not_null', tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    line_ids = fields.One2many('aftersales.claim.statement.line', 'statement_id', string="Lines")
    note = fields.Text(help="What the supplier is told with it.")
    reference = fields.Char(string="Supplier's Number", copy=False, tracking=True)
    send_deadline = fields.Date(
        string="Send by", compute='_compute_send_deadline', store=True, precompute=True, index='btree_not_null')
    sent_date = fields.Datetime(string="Sent on", readonly=True, copy=False)
    answer_deadline = fields.Date(string="Answer by", readonly=True, copy=False, index='btree_not_null')
    answered_date = fields.Datetime(string="Answered on", readonly=True, copy=False)
    dispute_reason = fields.Char(
        string="Disputed because", copy=False, tracking=True,
        help="What we do not take, and why the part is looked at together.")
    inspection_date = fields.Date(string="Inspected together on", copy=False, tracking=True)
    inspection_result = fields.Text(string="Result of the Inspection", copy=False, tracking=True)
    agreed_date = fields.Datetime(string="Agreed on", readonly=True, copy=False)
    settled_date = fields.Datetime(string="Settled on", readonly=True, copy=False)
    cancel_reason = fields.Char(string="Cancelled because", copy=False, tracking=True)
    is_late = fields.Boolean(string="Late", compute='_compute_is_late', search='_search_is_late')
    amount_asked = fields.Monetary(string="Asked for", compute='_compute_amounts', store=True)
    amount_accepted = fields.Monetary(string="Accepted", compute='_compute_amounts', store=True)
    amount_recovered = fields.Monetary(string="Recovered", readonly=True, copy=False)
    rate = fields.Float(
        string="Recovered (%)", compute='_compute_rate', digits=(5, 1), aggregator=None, help="Recovered / asked.")
    handover_ids = fields.One2many('aftersales.claim.handover', 'statement_id', string="Parts Handed Over", readonly=True)
    old_part_ids = fields.One2many('aftersales.old.part', 'statement_id', string="Old Parts", readonly=True)
    parts_waiting = fields.Integer(
        string="Parts to Hand Over", compute='_compute_parts_waiting', help="Old parts of these cases that lie here.")
    refund_id = fields.Many2one(
        'account.move', readonly=True, copy=False, index='btree_not_null', ondelete='restrict', check_company=True)

    _one_draft = models.UniqueIndex(
        "(agreement_id, currency_id, period) WHERE state = 'draft'", "This month has a draft for the supplier already.")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('period')
    @api.depends_context('lang')
    def _compute_month_name(self):
        for document in self:
            document.month_name = document._get_month_name() if document.period else ''

    @api.depends('name', 'partner_id', 'period')
    def _compute_display_name(self):
        for statement in self:
            statement.display_name = ' '.join(filter(None, (statement.name, statement.partner_id.name)))

    @api.depends('period', 'agreement_id.claim_days')
    def _compute_send_deadline(self):
        for statement in self:
            days = statement.agreement_id.claim_days
            statement.send_deadline = statement.period and days and (
                statement.period + relativedelta(months=1) + timedelta(days=days - 1))

    @api.depends('state', 'send_deadline', 'answer_deadline')
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for statement in self:
            day = {'draft': statement.send_deadline, 'sent': statement.answer_deadline}.get(statement.state)
            statement.is_late = bool(day and day < today)

    def _search_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        today = fields.Date.context_today(self)
        late = (Domain('state', '=', 'draft') & Domain('send_deadline', '<', today)) | (
            Domain('state', '=', 'sent') & Domain('answer_deadline', '<', today))
        return late if True in value else ~late

    @api.depends('line_ids.asked_amount', 'line_ids.accepted_amount')
    def _compute_amounts(self):
        for statement in self:
            statement.amount_asked = sum(statement.line_ids.mapped('asked_amount'))
            statement.amount_accepted = sum(statement.line_ids.mapped('accepted_amount'))

    @api.depends('amount_asked', 'amount_recovered')
    def _compute_rate(self):
        for statement in self:
            asked = statement.amount_asked
            statement.rate = 100 * statement.amount_recovered / asked if asked else 0.0

    @api.depends('state', 'line_ids.claim_line_id', 'old_part_ids')
    def _compute_parts_waiting(self):
        waiting = self._find_parts()
        for statement in self:
            statement.parts_waiting = len(waiting[statement])

    # === CRUD METHODS ===#

    @api.ondelete(at_uninstall=False)
    def _unlink_except_real(self):
        """Numbers have no gaps."""
        for statement in self:
            raise UserError(self.env._(
                "%(statement)s has its number and stays. Cancel it instead of deleting it.", statement=statement.name))

    # === ACTION METHODS ===#

    def action_collect(self):
        """What waits for any supplier of the user's companies, onto the statements of its months."""
        self.check_access('create')
        return self.env['aftersales.supplier.agreement'].search(
            [('company_id', 'in', self.env.companies.ids)]).action_collect()

    @api.readonly
    def action_view_claims(self):
        self.check_access('read')
        return self.line_ids.claim_id._get_records_action(name=self.env._("Claims"))

    # === BUSINESS METHODS ===#

    @api.model
    def _find_draft(self, agreement, currency, month):
        """The draft of a month, made when there is none; its task tells until when it is sent."""
        statement = self.search([
            ('agreement_id', '=', agreement.id), ('currency_id', '=', currency.id), ('period', '=', month),
            ('state', '=', 'draft')], limit=1)
        if not statement:
            user = agreement.company_id._get_warranty_user()
            statement = self.create({
                'agreement_id': agreement.id, 'currency_id': currency.id, 'period': month, 'user_id': user.id})
            statement._remind(statement.send_deadline)
        return statement

    def _find_parts(self):
        """:return: dict of statement: old parts of its cases that lie here and go to no supplier yet; one query"""
        statements = self.filtered(lambda statement: statement.state not in ('settled', 'cancelled'))
        jobs = statements.line_ids.claim_line_id.job_id
        # sudo: which parts wait is told to whoever may read the statement
        parts = self.env['aftersales.old.part'].sudo().search([
            ('job_id', 'in', jobs.ids), ('handed_in_date', '!=', False), ('statement_id', '=', False),
            ('sent_date', '=', False), ('scrapped_date', '=', False),
            *self.env['aftersales.old.part']._get_claimed_domain()], order='id') if jobs else self.env['aftersales.old.part']
        empty = self.env['aftersales.old.part']
        found = dict.fromkeys(self, empty)
        for statement in statements:
            own = {(line.job_id, line.product_id) for line in statement.line_ids.claim_line_id if line.product_id}
            found[statement] = parts.filtered(lambda part, own=own: (part.job_id, part.product_id) in own)
        return found

    def _remind(self, day):
        """A task for the clerk, until ``day``; the one before is done with."""
        for statement in self.sudo():  # sudo: the task may be somebody else's
            statement.activity_unlink([ACTIVITY])
            if not day:
                continue
            user = statement.user_id or statement.company_id._get_warranty_user()
            words = statement.with_context(lang=user.lang)
            summary = words.env._(
                "Send %(statement)s", statement=statement.display_name) if statement.state == 'draft' else words.env._(
                "Answer to %(statement)s is due", statement=statement.display_name)
            statement.activity_schedule(ACTIVITY, user_id=user.id, date_deadline=day, summary=summary)

    def _get_month_name(self):
        self.ensure_one()
        return say_month(self.env, self.period)
