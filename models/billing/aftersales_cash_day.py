from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

COUNTED_FIELDS = frozenset({'handed_amount', 'reason'})


class AftersalesCashDay(models.Model):
    """What a person took in cash on a day, what he hands in, and the difference with its reason (contracts, §11).

    Made by the system with the first cash of the day; what is taken after he handed in begins a second one. How it is
    handed in and confirmed is in ``aftersales_cash_day_life.py``.
    """
    _name = 'aftersales.cash.day'
    _description = "Cash of a Day"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin', 'aftersales.log.mixin',
    ]
    _order = 'date desc, id desc'
    _check_company_auto = True
    _rec_names_search = ['user_id.name', 'journal_id.name']
    _guarded_by_model = frozenset({'state'})

    state = fields.Selection([
        ('open', "To Hand In"), ('handed', "To Confirm"), ('confirmed', "Cash Confirmed"),
    ], string="Status", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    journal_id = fields.Many2one(
        'account.journal', string="Cash Journal", required=True, readonly=True, index=True, ondelete='restrict',
        check_company=True)
    currency_id = fields.Many2one(
        'res.currency', compute='_compute_currency_id', store=True, precompute=True, ondelete='restrict')
    user_id = fields.Many2one(
        'res.users', string="Cash Collected By", required=True, readonly=True, index=True, ondelete='restrict')
    date = fields.Date(required=True, readonly=True, index=True)
    received_amount = fields.Monetary(
        string="Cash Received", compute='_compute_received_amount', compute_sudo=True, aggregator=None,
        help="By the payments that are confirmed; once it is handed in, as it was then.")
    stated_amount = fields.Monetary(string="Received by Then", readonly=True, copy=False, aggregator=None)
    handed_amount = fields.Monetary(
        string="Amount Handed In", bounds=(-1e9, 1e9), copy=False, tracking=True, aggregator=None, help="As it was counted.")
    difference = fields.Monetary(
        compute='_compute_difference', store=True, aggregator=None, help="Less than received: a negative amount.")
    reason = fields.Char(string="Why It Differs", max_length=200, copy=False, tracking=True)
    handed_id = fields.Many2one(
        'res.users', string="Handed In By", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    handed_date = fields.Datetime(string="Handed In At", readonly=True, copy=False)
    confirmed_id = fields.Many2one(
        'res.users', string="Confirmed By", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    confirmed_date = fields.Datetime(string="Confirmed At", readonly=True, copy=False)
    is_mine = fields.Boolean(compute='_compute_is_mine')

    _one_open = models.UniqueIndex(
        "(company_id, journal_id, user_id, date) WHERE state = 'open'",
        "This person has cash of the day to hand in already.")
    _two_people = models.Constraint(
        'CHECK (confirmed_id IS NULL OR (confirmed_id != user_id AND confirmed_id != handed_id))',
        "Cash is confirmed by somebody else than who hands it in.")
    _open_idx = models.Index("(date) WHERE state != 'confirmed'")

    # === COMPUTE METHODS ===#

    @api.depends('journal_id', 'company_id')
    def _compute_currency_id(self):
        for day in self:
            day.currency_id = day.journal_id.currency_id or day.company_id.currency_id

    @api.depends('state', 'stated_amount')
    def _compute_received_amount(self):
        rest = self._fetch_rests([day._get_key() for day in self.filtered(lambda day: day.state == 'open')])
        for day in self:
            day.received_amount = day.stated_amount if day.state != 'open' else rest.get(day._get_key(), 0.0)

    @api.depends('state', 'stated_amount', 'handed_amount')
    def _compute_difference(self):
        for day in self:
            day.difference = 0.0 if day.state == 'open' else day.handed_amount - day.stated_amount

    @api.depends('user_id')
    @api.depends_context('uid')
    def _compute_is_mine(self):
        for day in self:
            day.is_mine = day.user_id == self.env.user

    @api.depends('user_id', 'date')
    def _compute_display_name(self):
        for day in self:
            day.display_name = ' · '.join(filter(None, [
                day.user_id.name, day.date and fields.Date.to_string(day.date), day.journal_id.name]))

    # === CRUD METHODS ===#

    def write(self, vals):
        if not self.env.su and COUNTED_FIELDS & vals.keys():
            self._check_counted_by()
        return super().write(vals)

    def _check_counted_by(self):
        for day in self:
            if day.state != 'open':
                raise UserError(self.env._(
                    "%(day)s is handed in: what was counted stays. Let the cashier give it back to be counted again.",
                    day=day.display_name))
            if day.user_id != self.env.user and not self.env.user.has_group('aftersales.group_cash_difference'):
                raise UserError(self.env._(
                    "%(day)s is counted by %(person)s, who took it.", day=day.display_name, person=day.user_id.name))

    # === BUSINESS METHODS ===#

    def _get_key(self):
        self.ensure_one()
        return self.company_id.id, self.journal_id.id, self.user_id.id, self.date

    @api.model
    def _fetch_rests(self, keys):
        """What is still to be handed in: what was received on the day less what was stated of it before.

        :param keys: list of keys, see ``_get_key``
        :return: dict of key: amount in the journal's currency
        """
        rests = defaultdict(float)
        if not keys:
            return rests
        companies, journals, users, dates = (list(set(part)) for part in zip(*keys, strict=True))
        # sudo: sums of a person's day, not its payments
        Payment = self.env['account.payment'].sudo()
        own = Domain('company_id', 'in', companies) & Domain('journal_id', 'in', journals) & Domain('date', 'in', dates)
        for company, journal, user, day, kind, amount, own_amount in Payment._read_group(
                own & Domain('create_uid', 'in', users) & Payment._get_cash_domain(),
                ['company_id', 'journal_id', 'create_uid', 'date:day', 'payment_type'],
                ['amount_company_currency_signed:sum', 'amount:sum']):
            if journal.currency_id:
                amount = -own_amount if kind == 'outbound' else own_amount
            rests[company.id, journal.id, user.id, fields.Date.to_date(day)] += amount
        for company, journal, user, day, amount in self.sudo()._read_group(
                own & Domain('user_id', 'in', users) & Domain('state', '!=', 'open'),
                ['company_id', 'journal_id', 'user_id', 'date:day'], ['stated_amount:sum']):
            rests[company.id, journal.id, user.id, fields.Date.to_date(day)] -= amount
        return rests

    @api.model
    def _note_taken(self, keys):
        """The day's cash of these people, once more than was handed in is there; none where nothing is left of it."""
        keys = list(dict.fromkeys(keys))
        rests = self._fetch_rests(keys)
        # sudo: the list is the system's
        Days = self.sudo()
        there = {day._get_key(): day for day in Days.search(
            Domain('state', '=', 'open') & Domain('date', 'in', [key[-1] for key in keys])
            & Domain('user_id', 'in', [key[2] for key in keys]))} if keys else {}
        journals = self.env['account.journal'].sudo().browse([key[1] for key in keys])
        missing = []
        for key, journal in zip(keys, journals, strict=True):
            is_zero = (journal.currency_id or journal.company_id.currency_id).is_zero(rests[key])
            if key in there and is_zero and not there[key].handed_amount:
                there[key].unlink()
            elif key not in there and not is_zero:
                missing.append(dict(zip(('company_id', 'journal_id', 'user_id', 'date'), key, strict=True)))
        Days.create(missing)
