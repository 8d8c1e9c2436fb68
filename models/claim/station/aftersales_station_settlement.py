from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.aftersales.models.base.words import say_month


class AftersalesStationSettlement(models.Model):
    """A month of a station's warranty store: counted from its book, confirmed by the station, set off (I5, 4S 三包结算).

    What is counted, and how, is in ``aftersales_station_settlement_count.py``.
    """
    _name = 'aftersales.station.settlement'
    _description = "Station Settlement"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.log.mixin', 'mail.activity.mixin',
        'aftersales.warranty.number.mixin']
    _order = 'period desc, id desc'
    _rec_names_search = ['name', 'workshop_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'draft': {'sent': 'aftersales.group_claims'},
        'sent': {'confirmed': None, 'draft': 'aftersales.group_manager'},
        'confirmed': {'set_off': 'aftersales.group_settle_claim', 'draft': 'aftersales.group_manager'},
        'set_off': {},
    }

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default='/', index='trigram')
    state = fields.Selection(
        selection=[('draft', "Draft"), ('sent', "Sent"), ('confirmed', "Confirmed"), ('set_off', "Set Off")],
        string="Status", required=True, readonly=True, default='draft', copy=False, index=True, tracking=True,
        group_expand=True)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Station", required=True, index=True, ondelete='restrict',
        help="The outlet that answers for the warranty store. Outlets that share a store are settled together.")
    warehouse_id = fields.Many2one(
        related='workshop_id.warehouse_id', store=True, index=True, precompute=True, string="Warehouse")
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    period = fields.Date(
        string="Month", required=True, help="Any day of it.",
        default=lambda self: fields.Date.context_today(self).replace(day=1) - relativedelta(months=1))
    month_name = fields.Char(string="Name of the Month", compute='_compute_month_name', exportable=False)
    line_ids = fields.One2many('aftersales.station.settlement.line', 'settlement_id', string="By Part", readonly=True)
    issue_ids = fields.One2many('aftersales.station.settlement.issue', 'settlement_id', string="Issued", readonly=True)
    counted_date = fields.Datetime(
        string="Counted on", readonly=True, copy=False,
        help="With what was booked into an earlier month after that was sent.")
    amount_issued = fields.Monetary(string="Value Issued", readonly=True, copy=False, help="At cost.")
    amount_closing = fields.Monetary(string="Value at the End", readonly=True, copy=False, help="At cost.")
    setoff_amount = fields.Monetary(
        string="Set Off", compute='_compute_setoff_amount', store=True, readonly=False, tracking=True, copy=False,
        bounds=(0, 1e12), help="What the station is credited for, against goods that it owes.")
    setoff_reference = fields.Char(string="Set Off against", copy=False, tracking=True, help="The bill or delivery.")
    reopen_reason = fields.Char(string="Reopened because", copy=False, tracking=True)
    sent_date = fields.Datetime(string="Sent on", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one('res.users', string="Confirmed By", readonly=True, copy=False, tracking=True)
    confirmed_date = fields.Datetime(string="Confirmed on", readonly=True, copy=False)
    set_off_date = fields.Datetime(string="Set Off on", readonly=True, copy=False)
    confirmation_ids = fields.One2many(
        'aftersales.station.confirmation', 'settlement_id', string="Confirmations", readonly=True)
    may_confirm = fields.Boolean(compute='_compute_may_confirm')

    _one_a_month = models.UniqueIndex('(warehouse_id, period)', "This store has a settlement for that month already.")

    # === COMPUTE METHODS ===#

    @api.depends('period')
    @api.depends_context('lang')
    def _compute_month_name(self):
        for document in self:
            document.month_name = document._get_month_name() if document.period else ''

    @api.depends('name', 'workshop_id', 'period')
    def _compute_display_name(self):
        for settlement in self:
            settlement.display_name = ' '.join(filter(None, (settlement.name, settlement.workshop_id.name)))

    @api.depends('amount_issued')
    def _compute_setoff_amount(self):
        for settlement in self:
            settlement.setoff_amount = max(0.0, settlement.amount_issued)

    @api.depends('workshop_id.manager_id', 'state')
    @api.depends_context('uid')
    def _compute_may_confirm(self):
        for settlement in self:
            settlement.may_confirm = settlement.state == 'sent' and settlement._is_station_manager()

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        settlements = super().create([self._with_first_day(vals) for vals in vals_list])
        settlements._count()
        return settlements

    def write(self, vals):
        if {'workshop_id', 'period'} & vals.keys():
            raise UserError(self.env._("A settlement keeps its station and its month. Make another one."))
        if 'setoff_amount' in vals and not self.env.su:
            for settlement in self.filtered(lambda settlement: settlement.state in ('confirmed', 'set_off')):
                raise UserError(self.env._(
                    "%(settlement)s is confirmed: its amount stays. A manager may reopen it.",
                    settlement=settlement.display_name))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_real(self):
        """Numbers have no gaps."""
        for settlement in self:
            raise UserError(self.env._("%(settlement)s has its number and stays.", settlement=settlement.name))

    # === ACTION METHODS ===#

    def action_make_last_month(self):
        """The settlements of last month for every warranty store of the user's companies; those that are there stay."""
        self.check_access('create')
        month = fields.Date.context_today(self).replace(day=1) - relativedelta(months=1)
        settlements = self._make(self.env['aftersales.workshop'].search(
            [('company_id', 'in', self.env.companies.ids), ('warehouse_id', '!=', False)], order='id'), month)
        return settlements._get_records_action(name=self.env._("Station Settlements"))

    def action_count(self):
        """Count again."""
        self.check_access('write')
        self._count()

    def action_send(self):
        self._transition('sent')

    def action_confirm(self):
        """The station's manager says that it is right."""
        self.check_access('read')
        self.sudo()._transition('confirmed')  # sudo: he answers for the store and keeps no claims; the guard asks who he is

    def action_set_off(self):
        self._transition('set_off')

    def action_reopen(self):
        self._transition('draft')

    # === LIFE ===#

    def _is_station_manager(self):
        self.ensure_one()
        return self.env.user == self.sudo().workshop_id.manager_id or self.env.user.has_group('aftersales.group_manager')

    def _check_sent(self):
        today = fields.Date.context_today(self)
        for settlement in self:
            if settlement.period + relativedelta(months=1) > today:
                raise UserError(self.env._(
                    "%(month)s is not over: %(settlement)s is sent afterwards.", month=settlement._get_month_name(),
                    settlement=settlement.display_name))
        self._check_none_later()
        self._count()

    def _check_none_later(self):
        """A later month that stays took what came too late for this one: both would tell it."""
        sent = self.sudo().search([  # sudo: whatever the user sees of the store
            ('warehouse_id', 'in', self.warehouse_id.ids), ('period', '>', min(self.mapped('period'))),
            ('state', '!=', 'draft'), ('id', 'not in', self.ids)], order='period')
        for settlement in self:
            later = sent.filtered(lambda other, settlement=settlement: (
                other.warehouse_id.id == settlement.warehouse_id.id and other.period > settlement.period))[:1]
            if later:
                raise UserError(self.env._(
                    "%(later)s of %(month)s is %(state)s and begins with what %(settlement)s ends with. Reopen it first.",
                    later=later.display_name, month=later._get_month_name(), state=later._get_state_label(),
                    settlement=settlement.display_name))

    def _check_confirmed(self):
        for settlement in self:
            if not settlement._is_station_manager():
                raise AccessError(self.env._(
                    "%(settlement)s is confirmed by %(manager)s, who manages the station.", settlement=settlement.display_name,
                    manager=settlement.sudo().workshop_id.manager_id.name or self.env._("a manager")))

    def _check_set_off(self):
        for settlement in self.filtered(lambda settlement: not settlement.setoff_reference):
            raise UserError(self.env._(
                "Enter against what %(settlement)s is set off.", settlement=settlement.display_name))

    def _check_draft(self):
        for settlement in self.filtered(lambda settlement: not settlement.reopen_reason):
            raise UserError(self.env._("Enter why %(settlement)s is reopened.", settlement=settlement.display_name))
        self._check_none_later()

    def _after_sent(self, source):
        # sudo: a stamp of the system, and the task may be somebody else's
        self.sudo().sent_date = fields.Datetime.now()
        self.sudo().activity_feedback(['aftersales.mail_activity_station_settlement'])

    def _after_confirmed(self, source):
        now = fields.Datetime.now()
        for settlement in self.sudo():  # sudo: stamps and evidence of the system
            settlement.write({'confirmed_by_id': self.env.uid, 'confirmed_date': now})
            self.env['aftersales.station.confirmation'].sudo().create({'settlement_id': settlement.id})

    def _after_set_off(self, source):
        self.sudo().set_off_date = fields.Datetime.now()  # sudo: as above

    def _after_draft(self, source):
        # sudo: as above; what was confirmed stays as evidence
        self.sudo().write({'confirmed_by_id': False, 'confirmed_date': False, 'sent_date': False})

    # === BUSINESS METHODS ===#

    @api.model
    def _with_first_day(self, vals):
        period = fields.Date.to_date(self._read_inputs({'period': vals['period']})['period']) if vals.get('period') else None
        return {**vals, 'period': period.replace(day=1)} if period else vals

    @api.model
    def _make(self, workshops, month):
        """One a warranty store: by the first of the outlets that share it.

        :return: the settlements of that month, those that were there before included
        """
        known = self.search([('warehouse_id', 'in', workshops.warehouse_id.ids), ('period', '=', month)])
        first = {}
        for workshop in workshops:
            first.setdefault(workshop.warehouse_id, workshop)
        return known | self.create([
            {'workshop_id': workshop.id, 'period': month} for warehouse, workshop in first.items()
            if warehouse not in known.warehouse_id])

    def _prepare_task(self):
        """Whoever is in charge of warranty looks at what was counted, and sends it to the station."""
        self.ensure_one()
        user = self.company_id._get_warranty_user()
        words = self.with_context(lang=user.sudo().lang)  # sudo: the language of who is told
        return {'user_id': user.id, 'summary': words.env._(
            "Send %(station)s the settlement of %(month)s", station=self.workshop_id.name, month=words._get_month_name())}

    def _get_month_name(self):
        self.ensure_one()
        return say_month(self.env, self.period)
