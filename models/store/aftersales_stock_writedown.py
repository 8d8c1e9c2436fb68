from datetime import datetime, time, timedelta

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import SQL

STATES = [('draft', "Proposal"), ('released', "Write-Down Approved")]
BOOKS = 'account.group_account_invoice,account.group_account_readonly'


class AftersalesStockWritedown(models.Model):
    """What parts at rest are worth at the end of a year (parts 5): written off over three years, or as the rates say.

    The proposal is worked out from what lay there on that day and when something of it last went out. A manager releases it:
    then it stays, and the books follow with one entry that takes the former year's write-down back.
    """
    _name = 'aftersales.stock.writedown'
    _description = "Write-Down of Parts at Rest"
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin']
    _order = 'date desc, id desc'
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({'state', 'released_id', 'released_date', 'entry_id', 'former_id', 'former_amount'})
    _transitions = {'draft': {'released': 'aftersales.group_manager'}, 'released': {}}

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    date = fields.Date(
        string="At the End Of", required=True, index=True, default=lambda self: self._default_date())
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    line_ids = fields.One2many('aftersales.stock.writedown.line', 'writedown_id', string="Parts at Rest", readonly=True)
    value = fields.Monetary(string="Value at Cost", compute='_compute_amounts', store=True, groups='aftersales.group_writedown')
    amount = fields.Monetary(string="Written Off", compute='_compute_amounts', store=True, groups='aftersales.group_writedown')
    rest = fields.Monetary(
        string="Written-Down Value", compute='_compute_amounts', store=True, groups='aftersales.group_writedown')
    stock_value = fields.Monetary(
        string="All Parts at Cost", readonly=True, copy=False, groups='aftersales.group_writedown',
        help="What all parts of the company were worth at cost that day.")
    sales_cost = fields.Monetary(
        string="Cost of Sales, Three Years", readonly=True, copy=False, groups='aftersales.group_writedown',
        help="Posted on accounts of the type Cost of Revenue in the three years that end that day.")
    ceiling = fields.Monetary(
        string="Stock Ceiling", readonly=True, copy=False, groups='aftersales.group_writedown',
        help="So much of the cost of sales the stock may be worth, as the settings say. Zero: there is no ceiling.")
    excess = fields.Monetary(
        string="Above the Ceiling", readonly=True, copy=False, groups='aftersales.group_writedown',
        help="What the stock is worth above the ceiling once parts at rest are written down: written off as well.")
    total_written = fields.Monetary(
        string="Written Off in All", compute='_compute_amounts', store=True, groups='aftersales.group_writedown')
    former_id = fields.Many2one(
        'aftersales.stock.writedown', string="Former Write-Down", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict', check_company=True, help="What it takes back.")
    former_amount = fields.Monetary(string="Taken Back", readonly=True, copy=False, groups='aftersales.group_writedown')
    note = fields.Text(copy=False)
    released_id = fields.Many2one(
        'res.users', string="Approved By", readonly=True, copy=False, index='btree_not_null', tracking=True)
    released_date = fields.Datetime(string="Approved On", readonly=True, copy=False)
    entry_id = fields.Many2one(
        'account.move', string="Journal Entry", readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        groups=BOOKS)

    _once_a_day = models.UniqueIndex("(company_id, date)", "There is a write-down of this day already.")

    # === DEFAULT AND COMPUTE METHODS ===#

    @api.model
    def _default_date(self):
        """The last year's end of the books."""
        company, today = self.env.company, fields.Date.context_today(self)
        end = company.compute_fiscalyear_dates(today)['date_from'] - relativedelta(days=1)
        return end

    @api.depends('line_ids.value', 'line_ids.amount', 'excess')
    def _compute_amounts(self):
        for writedown in self:
            writedown.value = sum(writedown.line_ids.mapped('value'))
            writedown.amount = sum(writedown.line_ids.mapped('amount'))
            writedown.rest = writedown.value - writedown.amount
            writedown.total_written = writedown.amount + writedown.excess

    @api.depends('date')
    def _compute_display_name(self):
        for writedown in self:
            writedown.display_name = self.env._("Write-down %(date)s", date=fields.Date.to_string(writedown.date) or '')

    # === CONSTRAINT METHODS ===#

    @api.constrains('date')
    def _check_date(self):
        for writedown in self:
            if writedown.date > fields.Date.context_today(writedown):
                raise ValidationError(self.env._(
                    "%(writedown)s: the day lies ahead. Choose a day that is over.", writedown=writedown.display_name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        writedowns = super().create([self._read_inputs(vals) for vals in vals_list])
        writedowns._check_switched_on()
        writedowns._work_out()
        return writedowns

    def write(self, vals):
        result = super().write(self._read_inputs(vals))
        if {'date', 'company_id'} & vals.keys():
            self._work_out()
        return result

    def _check_switched_on(self):
        for writedown in self:
            if not writedown.company_id.sudo().aftersales_writedown:  # sudo: whether it is done is no secret
                raise UserError(self.env._(
                    "%(company)s does not write parts down. Switch it on in the settings first, and name the accounts.",
                    company=writedown.company_id.name))

    # === ACTION METHODS ===#

    def action_work_out(self):
        """Read anew what lay there."""
        self.check_access('write')
        self._check_open()
        self._work_out()

    def action_release(self):
        self._claim_for_update()
        self._transition('released')

    def action_view_entry(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'account.move', 'view_mode': 'form', 'views': [(False, 'form')],
            'res_id': self.entry_id.id}

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        return self.state == 'released'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(writedown)s is approved: it stays as it is.", writedown=self.display_name)

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(writedown)s stays. Work it out again instead of deleting it.", writedown=self.display_name)

    def _work_out(self):
        # sudo: what is proposed is the system's word
        bands = self.env['aftersales.writedown.band'].sudo().search([('percent', '>', 0)])
        for writedown in self.sudo():  # sudo: as above
            writedown.line_ids = [Command.clear(), *map(Command.create, writedown._prepare_lines(bands))]
            writedown.write(writedown._prepare_ceiling_vals())

    def _prepare_ceiling_vals(self):
        """What the stock may be worth, as a share of three years' cost of sales; nothing is read while there is no ceiling."""
        self.ensure_one()
        company, currency = self.company_id, self.currency_id
        if not company.aftersales_ceiling_percent:
            return {'stock_value': 0.0, 'sales_cost': 0.0, 'ceiling': 0.0, 'excess': 0.0}
        [(sales_cost,)] = self.env['account.move.line']._read_group([
            ('company_id', '=', company.id), ('parent_state', '=', 'posted'), ('date', '<=', self.date),
            ('date', '>', self.date - relativedelta(years=3)), ('account_id.account_type', '=', 'expense_direct_cost')],
            aggregates=['balance:sum'])
        products = self.env['product.product'].with_context(active_test=False).search([
            ('is_storable', '=', True), ('is_vehicle', '=', False), ('company_id', 'in', (False, company.id)),
            ('stock_quant_ids.company_id', '=', company.id)]).with_company(company).with_context(
                allowed_company_ids=company.ids, to_date=self._get_end() - timedelta(seconds=1), owners=False)
        stock_value = currency.round(sum(
            max(product.qty_available, 0.0) * product.standard_price for product in products))
        sales_cost = max(sales_cost or 0.0, 0.0)
        ceiling = currency.round(sales_cost * company.aftersales_ceiling_percent / 100)
        return {
            'stock_value': stock_value, 'sales_cost': sales_cost, 'ceiling': ceiling,
            # Without any cost of sales there is nothing to measure by, and not a stock without worth.
            'excess': max(0.0, currency.round(stock_value - self.amount - ceiling)) if ceiling else 0.0}

    def _prepare_lines(self, bands):
        """A line for each part of each store of which nothing has gone out for as long as the first rate says."""
        self.ensure_one()
        vals_list, first = [], min(bands.mapped('months'), default=0)
        for warehouse in self.env['stock.warehouse'].search([('company_id', '=', self.company_id.id)]):
            rests = self._read_rest(warehouse) if first else {}
            ages = {product_id: self._get_age(day) for product_id, day in rests.items()}
            # What lay there that day is asked only of what is old enough.
            products = self.env['product.product'].browse([key for key, age in ages.items() if age >= first])
            for product in products.with_company(self.company_id).with_context(
                    to_date=self._get_end() - timedelta(seconds=1), warehouse_id=warehouse.id, owners=False):
                quantity, age = product.qty_available, ages[product.id]
                if quantity > 0 and product.standard_price > 0:
                    vals_list.append({
                        'product_id': product.id, 'warehouse_id': warehouse.id, 'quantity': quantity,
                        'cost': product.standard_price, 'last_date': rests[product.id], 'months': age,
                        'percent': bands._get_band(age).percent})
        return vals_list

    def _get_age(self, day):
        since = relativedelta(self.date, day)
        return since.years * 12 + since.months

    def _get_end(self):
        """When its day was over where the company is, in UTC."""
        zone = pytz.timezone(self.company_id._get_clock_zone())
        midnight = zone.localize(datetime.combine(self.date + timedelta(days=1), time.min))
        return midnight.astimezone(pytz.utc).replace(tzinfo=None)

    def _read_rest(self, warehouse):
        """:return: dict of product's id: when something of it last went out of the store or was bought for it, else when the
            oldest came; days where the company is"""
        self.env.flush_all()
        self.env.cr.execute(SQL(
            """
            SELECT line.product_id,
                   (COALESCE(
                       MAX(line.date) FILTER (WHERE
                           (source.warehouse_id = %(store)s AND source.usage = 'internal'
                            AND target.usage IN ('customer', 'production', 'supplier'))
                           OR (target.warehouse_id = %(store)s AND target.usage = 'internal' AND source.usage = 'supplier')),
                       MIN(line.date) FILTER (WHERE target.warehouse_id = %(store)s AND target.usage = 'internal'))
                    AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
              FROM stock_move_line line
              JOIN stock_location source ON source.id = line.location_id
              JOIN stock_location target ON target.id = line.location_dest_id
             WHERE line.state = 'done' AND line.date < %(end)s AND line.company_id = %(company)s
                   AND %(store)s IN (source.warehouse_id, target.warehouse_id)
          GROUP BY line.product_id
            """, store=warehouse.id, company=self.company_id.id, end=self._get_end(), zone=self.company_id._get_clock_zone()))
        return {product_id: day for product_id, day in self.env.cr.fetchall() if day}

    def _check_released(self):
        self.company_id._claim_for_update()  # two of one company at once would take back neither
        if len(self) > len(self.company_id):
            raise UserError(self.env._("Approve one write-down after the other, the oldest first."))
        self._check_switched_on()
        for writedown in self:
            company = writedown.company_id.sudo()  # sudo: which accounts there are is told to whoever releases
            if not (company.aftersales_writedown_account_id and company.aftersales_writedown_reserve_id
                    and company.aftersales_writedown_journal_id):
                raise UserError(self.env._(
                    "%(writedown)s: name journal and accounts of write-downs in the settings first.",
                    writedown=writedown.display_name))
            if writedown.search_count([
                    ('company_id', '=', writedown.company_id.id), ('state', '=', 'released'),
                    ('date', '>=', writedown.date), ('id', '!=', writedown.id)], limit=1):
                raise UserError(self.env._(
                    "%(writedown)s: a later one is approved already.", writedown=writedown.display_name))

    def _after_released(self, source):
        for writedown in self.sudo():  # sudo: the books follow what a manager releases, and the stamps are the system's
            former = writedown.search([
                ('company_id', '=', writedown.company_id.id), ('state', '=', 'released'), ('date', '<', writedown.date)],
                order='date desc', limit=1)
            writedown.write({
                'released_id': self.env.uid, 'released_date': fields.Datetime.now(), 'former_id': former.id,
                'former_amount': former.total_written})
            lines = writedown._prepare_entry_lines()
            if lines:
                entry = self.env['account.move'].sudo().with_company(writedown.company_id).create({
                    'move_type': 'entry', 'journal_id': writedown.company_id.aftersales_writedown_journal_id.id,
                    'date': writedown.date, 'ref': writedown.display_name, 'line_ids': lines})
                entry._post(soft=False)
                writedown.entry_id = entry

    def _prepare_entry_lines(self):
        """What is written off now against what was written off a year ago."""
        self.ensure_one()
        company, commands = self.company_id, []
        for label, amount in (
                (self.env._("Parts written down"), self.amount),
                (self.env._("Parts above the ceiling written down"), self.excess),
                (self.env._("Former write-down taken back"), -self.former_amount)):
            if not self.currency_id.is_zero(amount):
                for account, balance in (
                        (company.aftersales_writedown_account_id, amount), (company.aftersales_writedown_reserve_id, -amount)):
                    commands.append(Command.create({'account_id': account.id, 'name': label, 'balance': balance}))
        return commands
