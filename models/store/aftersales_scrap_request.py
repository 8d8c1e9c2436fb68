from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ('draft', "To Ask For"), ('asked', "Waits for Approval"), ('approved', "Parts Scrapped"), ('refused', "Not Scrapped"),
    ('dropped', "Dropped"),
]


class AftersalesScrapRequest(models.Model):
    """Parts of a store that nobody can use any more (H5): expired, damaged, rusted, obsolete; each with its reason, a picture
    and what it cost. Somebody else than who asks approves it, above the company's limit a manager; the parts leave the stock
    with that.
    """
    _name = 'aftersales.scrap.request'
    _description = "Request to Scrap Parts"
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin', 'mail.activity.mixin', 'aftersales.scrap.sale.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'warehouse_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({
        'state', 'asked_id', 'asked_date', 'answered_id', 'answered_date', 'answer', 'scrap_buyer_id', 'scrap_proceeds',
        'scrap_invoice_id'})
    _transitions = {
        'draft': {'asked': None, 'dropped': None},
        'asked': {'approved': None, 'refused': None, 'draft': None},
        'approved': {}, 'refused': {}, 'dropped': {}}

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default='/', index='trigram')
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    warehouse_id = fields.Many2one(
        'stock.warehouse', string="Store", required=True, index=True, ondelete='restrict',
        default=lambda self: self.env['aftersales.store.check']._default_warehouse_id())
    company_id = fields.Many2one(related='warehouse_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    line_ids = fields.One2many('aftersales.scrap.request.line', 'request_id', string="Parts")
    amount = fields.Monetary(
        string="Value at Cost", compute='_compute_amount', store=True, groups='aftersales.group_store')
    note = fields.Text(string="Why", copy=False)
    review_id = fields.Many2one(
        'aftersales.stock.review', string="Quality Check", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict', check_company=True)
    asked_id = fields.Many2one(
        'res.users', string="Asked By", readonly=True, copy=False, index='btree_not_null', tracking=True)
    asked_date = fields.Datetime(string="Date of Request", readonly=True, copy=False)
    answered_id = fields.Many2one(
        'res.users', string="Answered By", readonly=True, copy=False, index='btree_not_null', tracking=True)
    answered_date = fields.Datetime(string="Answered On", readonly=True, copy=False)
    answer = fields.Char(
        copy=False, tracking=True, help="Why it is not scrapped, or what else there is to say.")
    is_above_limit = fields.Boolean(string="For a Manager", compute='_compute_is_above_limit')

    _asked_idx = models.Index("(date) WHERE state = 'asked'")

    # === COMPUTE METHODS ===#

    @api.depends('line_ids.value')
    def _compute_amount(self):
        for request in self:
            request.amount = sum(request.line_ids.mapped('value'))

    @api.depends('amount', 'company_id.aftersales_store_scrap_limit')
    def _compute_is_above_limit(self):
        for request in self.sudo():  # sudo: the limit is told to whoever asks
            request.is_above_limit = bool(request.currency_id and request.currency_id.compare_amounts(
                request.amount, request.company_id.aftersales_store_scrap_limit) > 0)

    @api.depends('name', 'warehouse_id')
    def _compute_display_name(self):
        for request in self:
            request.display_name = ' · '.join(filter(None, [request.name.strip('/'), request.warehouse_id.name]))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create([self._read_inputs(vals) for vals in vals_list])
        numbers = self.env['ir.sequence'].sudo()  # sudo: numbers are given by the system
        for request in requests.sudo():
            request.name = numbers.with_company(request.company_id).next_by_code(self._name) or '/'
        return requests

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su and 'answer' in vals and self.filtered(lambda request: request.state not in ('draft', 'asked')):
            self._check_open()
        return super().write(vals)

    # === ACTION METHODS ===#

    def action_ask(self):
        self._claim_for_update()
        self._transition('asked')

    def action_approve(self):
        self._claim_for_update()
        self._transition('approved')

    def action_refuse(self):
        self._claim_for_update()
        self._transition('refused')

    def action_take_back(self):
        """Not asked for any more: what stands in it is corrected, and asked for again."""
        self._transition('draft')

    def action_drop(self):
        self._transition('dropped')

    def action_view_scraps(self):
        """What left the stock, in Odoo's list."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('stock.action_stock_scrap')
        return {**action, 'domain': [('aftersales_scrap_line_id.request_id', '=', self.id)], 'context': {'create': False}}

    # === BUSINESS METHODS ===#

    def _is_scrapped(self):
        return self.state == 'approved'

    def _is_frozen(self):
        return self.state != 'draft'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(request)s was asked for: it stays as it is, unless it is taken back.", request=self.display_name)

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(request)s stays in the history. Drop it instead of deleting it.", request=self.display_name)

    def _check_asked(self):
        for request in self:
            if not request.line_ids:
                raise UserError(self.env._("%(request)s: enter the parts first.", request=request.display_name))
            for line in request.line_ids:
                if not (line.photo or (line.remark or '').strip()):
                    raise UserError(self.env._(
                        "%(request)s, %(part)s: add a photo, or write what is wrong with it.", request=request.display_name,
                        part=line.product_id.display_name))
        self.line_ids._check_here()

    def _after_asked(self, source):
        # sudo: who asked and when is the system's
        self.sudo().write({
            'asked_id': self.env.uid, 'asked_date': fields.Datetime.now(), 'answered_id': False, 'answered_date': False})

    def _check_approved(self):
        self._check_answered()
        self.line_ids._check_here()

    def _check_refused(self):
        self._check_answered()
        for request in self:
            if not (request.answer or '').strip():
                raise UserError(self.env._("%(request)s: write into the answer why not.", request=request.display_name))

    def _check_answered(self):
        """:raises UserError: when whoever answers asked for it himself, or it is a manager's to answer"""
        for request in self:
            if request.asked_id == self.env.user:
                raise UserError(self.env._(
                    "%(request)s: you asked for it. Somebody else approves it.", request=request.display_name))
            if request.is_above_limit and not self.env.user.has_group('aftersales.group_manager'):
                raise UserError(self.env._(
                    "%(request)s is worth more than %(limit)s: a manager approves it.", request=request.display_name,
                    limit=request.currency_id.format(request.company_id.aftersales_store_scrap_limit)))

    def _after_approved(self, source):
        """The parts leave the stock, each with a scrap of Odoo's own."""
        self._note_answer()
        for line in self.line_ids:
            # sudo: the approval moves the parts, whoever of those who may gives it
            scrap = self.env['stock.scrap'].sudo().with_company(line.company_id).create(line._prepare_scrap_vals())
            scrap.do_scrap()

    def _after_refused(self, source):
        self._note_answer()

    def _note_answer(self):
        # sudo: who answered and when is the system's
        self.sudo().write({'answered_id': self.env.uid, 'answered_date': fields.Datetime.now()})
