from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

DUE_MAIL, DUE_SMS = 'aftersales.mail_template_core_deposit_due', 'aftersales.sms_template_core_deposit_due'
# Whoever is told after the day, or shortly before it, has so many days to come.
DAYS_AFTER_NOTICE = 7


class AftersalesCoreDeposit(models.Model):
    """Nobody brings the old part: the customer is told, and then the house may keep his deposit (H6)."""
    _inherit = 'aftersales.core.deposit'

    due_date = fields.Date(
        string="Bring Until", readonly=True, copy=False, index='btree_not_null', tracking=True,
        help="By the days of the settings; a week after the customer was told, if that is later.")
    notice_date = fields.Datetime(string="Customer Told On", readonly=True, copy=False, tracking=True)
    is_overdue = fields.Boolean(
        string="Core Overdue", compute='_compute_is_overdue', search='_search_is_overdue',
        help="The day is past, and the old part is not here.")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('state', 'due_date')
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for core in self:
            core.is_overdue = core.state == 'held' and bool(core.due_date and core.due_date < today)

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        overdue = Domain('state', '=', 'held') & Domain('due_date', '<', fields.Date.context_today(self))
        return overdue if True in value else ~overdue

    # === ACTION METHODS ===#

    def action_tell_customer(self):
        """The notice that the old part is missing, and until when he can bring it."""
        self.check_access('write')
        self._claim_for_update()
        self._check_held()
        for core in self:
            if core.notice_date and core.notice_date > fields.Datetime.now() - timedelta(days=1):
                raise UserError(self.env._("%(deposit)s: the customer was told today.", deposit=core.display_name))
        last = fields.Date.context_today(self) + timedelta(days=DAYS_AFTER_NOTICE)
        for core in self.sudo():  # sudo: day and stamp are the system's
            core.write({'notice_date': fields.Datetime.now(), 'due_date': max(core.due_date, last)})
        self._notify_customer(DUE_MAIL, DUE_SMS)

    def action_keep(self):
        """Ask a manager why."""
        self.ensure_one()
        self.env['aftersales.core.keep.wizard'].check_access('create')
        self._check_can_be_kept()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Keep Core Deposit"), 'target': 'new', 'view_mode': 'form',
            'views': [(False, 'form')], 'res_model': 'aftersales.core.keep.wizard',
            'context': {'default_core_deposit_id': self.id}}

    # === BUSINESS METHODS ===#

    @api.model
    def _cron_ask_about_cores(self, batch=200):
        self._work_through([
            ('is_overdue', '=', True), ('notice_date', '=', False), ('user_id', '!=', False), ('activity_ids', '=', False),
        ], '_ask_about_overdue', batch, order='due_date, id', together=True)

    def _ask_about_overdue(self):
        """Whoever sold the part tells its customer, once: nothing is kept before."""
        tasks = {}
        for core in self.sudo():  # sudo: tasks are the system's
            words = core.with_context(lang=core.user_id.lang)
            tasks[core] = {'user_id': core.user_id.id, 'summary': words.env._(
                "%(customer)s does not bring the old part: tell him, core deposit %(deposit)s",
                customer=words.partner_id.name, deposit=words.display_name)}
        self.sudo()._create_tasks('aftersales.mail_activity_core_overdue', tasks)

    def _check_held(self):
        for core in self:
            if core.state != 'held':
                raise UserError(self.env._("%(deposit)s: nothing is held. Reload the page.", deposit=core.display_name))

    def _check_can_be_kept(self):
        self._check_held()
        for core in self:
            if not core.is_overdue:
                raise UserError(self.env._(
                    "%(deposit)s: the customer may bring the old part until %(day)s.", deposit=core.display_name,
                    day=core._get_due_text()))
            if not core.notice_date and core._get_notice_channels():
                raise UserError(self.env._(
                    "%(deposit)s: tell the customer first that the old part is missing.", deposit=core.display_name))
            if core.currency_id.compare_amounts(core.sudo()._get_free_amount(), core.amount_held) != 0:  # sudo: the books
                raise UserError(self.env._(
                    "%(deposit)s: a document that would give it back or keep it is not posted. Let accounting post or delete "
                    "it first.", deposit=core.display_name))

    def _keep(self, reason):
        """A draft entry that moves what is held to the income, for accounting to post."""
        self.ensure_one()
        self.check_access('read')
        if not self.env.user.has_group('aftersales.group_manager'):
            raise AccessError(self.env._("A manager says whether a core deposit is kept."))
        self._claim_for_update()
        self._check_can_be_kept()
        # sudo: a manager decides, and need not keep the books
        entry = self.env['account.move'].sudo().with_company(self.company_id).create(self.sudo()._prepare_keep_vals())
        self.message_post(body=self.env._("The core deposit is kept: %(reason)s", reason=reason))
        return entry

    def _prepare_keep_vals(self):
        income = self.company_id.aftersales_deposit_income_account_id
        if not income:
            raise UserError(self.env._(
                "%(company)s has no income account for deposits that are kept. Let a manager choose one in the settings "
                "of After-Sales.", company=self.company_id.name))
        label = self.env._("Core deposit kept: %(number)s", number=self.name)
        # All that stands there for it, also in the company's currency.
        balance = -sum(self.move_line_ids.filtered(lambda line: line.parent_state == 'posted').mapped('balance'))
        shared = {'name': label, 'partner_id': self.partner_id.id, 'currency_id': self.currency_id.id}
        return {
            'move_type': 'entry', 'company_id': self.company_id.id, 'ref': f'{self.name} · {self.sale_id.name}',
            'line_ids': [
                Command.create({
                    **shared, 'account_id': self._get_invoice_line().account_id.id, 'balance': balance,
                    'amount_currency': self.amount_held, 'aftersales_core_deposit_id': self.id}),
                Command.create({
                    **shared, 'account_id': income.id, 'balance': -balance, 'amount_currency': -self.amount_held})]}

    def _get_due_text(self):
        """The last day, as the reader of the notice writes it."""
        self.ensure_one()
        return self.env['ir.qweb.field.date'].value_to_html(self.due_date, {}) if self.due_date else ''
