from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.aftersales.models.base.words import say_month

# From this day of the next month on a table stays as it is, whether all units have settled it or not.
LOCK_DAY = 10


class AftersalesComplaintMonth(models.Model):
    """The complaints that an outlet closed in a month: ready on the first, settled with the heads of its units, and
    locked on the tenth (K6; sheet of complaints, 12.3). What happens to a case afterwards is shown beside the table.
    """
    _name = 'aftersales.complaint.month'
    _description = "Month of Complaints"
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.batch.mixin',
        'aftersales.log.mixin',
    ]
    _order = 'month desc, workshop_id, id'
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _mail_post_access = 'read'
    _transitions = {'open': {'locked': 'aftersales.group_manager'}, 'locked': {}}

    month = fields.Date(required=True, readonly=True, help="Its first day.")
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    state = fields.Selection(
        [('open', "To Settle"), ('locked', "Locked")], string="Status", required=True, readonly=True, default='open',
        index=True, tracking=True)
    lock_date = fields.Date(
        string="Locked by", compute='_compute_lock_date', store=True, help="The tenth of the next month.")
    locked_date = fields.Datetime(string="Locked On", readonly=True, copy=False)
    locked_by_id = fields.Many2one('res.users', readonly=True, copy=False)
    counted_date = fields.Datetime(string="Counted On", readonly=True, copy=False)
    line_ids = fields.One2many('aftersales.complaint.month.line', 'month_id', string="Closed Complaints", readonly=True)
    unit_ids = fields.One2many('aftersales.complaint.month.unit', 'month_id', string="Units")
    note = fields.Text(string="What Was Agreed", tracking=True, help="When the month was gone through with the units.")
    is_settled = fields.Boolean(string="Settled", compute='_compute_is_settled', help="By the heads of all units.")

    _month_uniq = models.UniqueIndex("(workshop_id, month)", "This month of the outlet is there already.")
    _open_idx = models.Index("(id) WHERE state = 'open'")

    # === COMPUTE METHODS ===#

    @api.depends_context('lang')
    @api.depends('month', 'workshop_id')
    def _compute_display_name(self):
        for month in self:
            month.display_name = f'{month._get_month_name()} · {month.workshop_id.display_name or ""}'

    @api.depends('month')
    def _compute_lock_date(self):
        for month in self:
            month.lock_date = month.month and month._get_end() + timedelta(days=LOCK_DAY - 1)

    @api.depends('unit_ids.settled_date')
    def _compute_is_settled(self):
        for month in self:
            month.is_settled = all(month.unit_ids.mapped('settled_date'))

    # === ACTION METHODS ===#

    def action_lock(self):
        """All units have settled it: from here on it stays as it is."""
        self._transition('locked')

    def action_count(self):
        """Count anew what was closed in the month."""
        self.check_access('write')
        self._check_open()
        self._count()

    @api.readonly
    def action_view_lines(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_complaint_month_lines')
        return {**action, 'domain': [('month_id', 'in', self.ids)], 'context': {}}

    # === BUSINESS METHODS ===#

    def _get_end(self):
        """The first day after the month."""
        self.ensure_one()
        return self.month + relativedelta(months=1)

    def _get_month_name(self):
        self.ensure_one()
        return say_month(self.env, self.month) if self.month else ''

    def _get_today(self):
        self.ensure_one()
        return self.workshop_id._get_local_day(fields.Datetime.now())

    def _is_frozen(self):
        self.ensure_one()
        return self.state == 'locked' and bool(self.locked_date)

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._(
            "%(month)s is locked and stays as it is. What changed since is shown beside the table.", month=self.display_name)

    def _check_locked(self):
        for month in self:
            if month._get_today() < month._get_end():
                raise UserError(self.env._("%(month)s is not over yet.", month=month.display_name))
            waiting = month.unit_ids.filtered(lambda unit: not unit.settled_date)
            if waiting and month._get_today() < month.lock_date:
                raise UserError(self.env._(
                    "%(month)s: these units have not settled it yet: %(units)s. Without them it is locked on %(date)s.",
                    month=month.display_name, units=", ".join(waiting.mapped('department_id.name')),
                    date=format_date(self.env, month.lock_date)))
        self._count()

    def _after_locked(self, source):
        # sudo: stamps are the system's
        self.sudo().write({'locked_date': fields.Datetime.now(), 'locked_by_id': self.env.uid})

    # === SCHEDULED ACTION ===#

    @api.model
    def _cron_complaint_months(self, batch_size=200):
        """On the first by the outlet's clock the last month's table is there; until the tenth it follows its cases."""
        self._create_missing()
        self._work_through([('state', '=', 'open')], '_bring_up_to_date', batch_size)

    @api.model
    def _create_missing(self):
        """The month before, of each outlet whose company has had complaints; made anew is nothing."""
        companies = self.env['aftersales.complaint']._read_group([('registered_date', '!=', False)], ['company_id'])
        outlets = self.env['aftersales.workshop'].search([('company_id', 'in', [company.id for company, in companies])])
        last = {
            outlet: outlet._get_local_day(fields.Datetime.now()).replace(day=1) - relativedelta(months=1)
            for outlet in outlets}
        known = {(month.workshop_id, month.month) for month in self.search([
            ('workshop_id', 'in', outlets.ids), ('month', 'in', list(set(last.values())))])}
        self.create([
            {'workshop_id': outlet.id, 'month': month} for outlet, month in last.items() if (outlet, month) not in known])

    def _bring_up_to_date(self):
        due = self.filtered(lambda month: month._get_today() >= month.lock_date)
        if due:
            due._transition('locked')
        (self - due)._count()
