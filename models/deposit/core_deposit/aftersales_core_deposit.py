from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_round

STATES = [
    ('held', "Core Deposit Held"), ('back', "Core Deposit Given Back"), ('kept', "Core Deposit Kept"),
    ('cancelled', "Core Deposit Void"),
]
MONEY_READERS = 'account.group_account_invoice,account.group_account_readonly'


class AftersalesCoreDeposit(models.Model):
    """What a customer paid for a part of the counter until he brings the old one (H6, 旧件押金).

    Made when the invoice of the sale is posted. What is held, given back or kept is read from the lines of the documents
    that name it, never counted aside: so the sum of all is what stands on the account.
    """
    _name = 'aftersales.core.deposit'
    _description = "Core Deposit"
    _inherit = [
        'aftersales.number.mixin', 'aftersales.system.values.mixin', 'aftersales.claim.mixin', 'aftersales.batch.mixin',
        'aftersales.customer.notice.mixin', 'aftersales.lasting.mixin', 'aftersales.log.mixin', 'mail.activity.mixin',
    ]
    _order = 'id desc'
    _rec_names_search = ['name', 'sale_id.name', 'partner_id.name', 'product_id.name', 'product_id.default_code']
    _check_company_auto = True

    line_id = fields.Many2one(
        'aftersales.counter.sale.line', string="Sold Part", required=True, readonly=True, copy=False, index=True,
        ondelete='restrict')
    sale_id = fields.Many2one(related='line_id.sale_id', string="Counter Sale", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related='sale_id.company_id', store=True, index=True, precompute=True)
    workshop_id = fields.Many2one(related='sale_id.workshop_id', string="Outlet", store=True, index=True, precompute=True)
    partner_id = fields.Many2one(related='sale_id.partner_id', string="Customer", store=True, index=True, precompute=True)
    product_id = fields.Many2one(related='line_id.product_id', string="Part", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='sale_id.currency_id', store=True, precompute=True)
    user_id = fields.Many2one(
        'res.users', string="Looked After By", compute='_compute_user_id', store=True, readonly=False, precompute=True,
        index='btree_not_null', check_company=True, tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    pieces = fields.Integer(string="Pieces Sold", readonly=True, copy=False, bounds=(0, 1_000_000), aggregator=None)
    amount_piece = fields.Monetary(
        string="Core Deposit per Piece", readonly=True, copy=False, bounds=(0, 1e9), aggregator=None)
    held_since = fields.Date(readonly=True, copy=False, help="The day of its invoice.")
    move_line_ids = fields.One2many(
        'account.move.line', 'aftersales_core_deposit_id', string="Lines in the Books", readonly=True, groups=MONEY_READERS)
    amount_held = fields.Monetary(string="Held", compute='_compute_books', store=True, copy=False)
    amount_kept = fields.Monetary(string="Kept by the House", compute='_compute_books', store=True, copy=False)
    pieces_back = fields.Integer(
        string="Pieces Back", compute='_compute_books', store=True, copy=False, aggregator=None,
        help="Pieces whose deposit is given back: the old ones were brought, or the new ones came back unused.")
    pieces_open = fields.Integer(
        string="Pieces to Come", compute='_compute_pieces_open', compute_sudo=True, aggregator=None,
        help="Pieces whose deposit is held and for which there is no draft of a credit note.")
    state = fields.Selection(
        STATES, string="Status", compute='_compute_books', store=True, copy=False, index=True, tracking=True)

    _never_overdrawn = models.Constraint(
        'CHECK (amount_held >= 0)',
        "More of a core deposit would be given back or kept than was paid. Look at its other credit notes first.")

    # === COMPUTE METHODS ===#

    @api.depends('sale_id')
    def _compute_user_id(self):
        for core in self:
            core.user_id = core.sale_id.user_id

    @api.depends(
        'pieces', 'amount_piece', 'move_line_ids.parent_state', 'move_line_ids.amount_currency',
        'move_line_ids.move_id.move_type')
    def _compute_books(self):
        for core in self:
            currency = core.currency_id or core.company_id.currency_id or self.env.company.currency_id
            posted = core.move_line_ids.filtered(lambda line: line.parent_state == 'posted')
            core.amount_held = currency.round(-sum(posted.mapped('amount_currency')))
            core.amount_kept = currency.round(sum(
                posted.filtered(lambda line: line.move_id._keeps_core()).mapped('amount_currency')))
            paid = currency.round(core.pieces * core.amount_piece)
            is_invoiced = any(line.aftersales_core_line_id for line in posted)
            core.pieces_back = core._count_pieces(
                paid - core.amount_held - core.amount_kept) if is_invoiced else 0
            if currency.compare_amounts(core.amount_held, 0) > 0:
                core.state = 'held'
            elif not is_invoiced:
                core.state = 'cancelled'
            else:
                core.state = 'kept' if currency.compare_amounts(core.amount_kept, 0) > 0 else 'back'

    @api.depends(
        'amount_held', 'amount_piece', 'move_line_ids.parent_state', 'move_line_ids.amount_currency')
    def _compute_pieces_open(self):
        for core in self:
            core.pieces_open = core._count_pieces(core._get_free_amount())

    @api.depends('name', 'product_id')
    def _compute_display_name(self):
        for core in self:
            core.display_name = ' · '.join(filter(None, [core.name.strip('/'), core.product_id.display_name]))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._read_inputs(vals))

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._(
            "%(deposit)s stays in the history. Give it back, or keep it, instead of deleting it.", deposit=self.display_name)

    # === ACTION METHODS ===#

    def action_view_documents(self):
        """Its invoice, credit notes and entries."""
        self.ensure_one()
        return self.move_line_ids.move_id._get_records_action(name=self.env._("Documents of the Core Deposit"))

    def action_view_old_parts(self):
        self.ensure_one()
        return self.old_part_ids._get_records_action(name=self.env._("Old Parts"))

    # === BUSINESS METHODS ===#

    @api.model
    def _note_posted(self, lines):
        """Lines of posted invoices that ask for a core deposit: what is held from now on."""
        known = lines.filtered('aftersales_core_deposit_id')
        for line in known:
            line.aftersales_core_deposit_id.write(self._prepare_posted_vals(line))
        lines -= known
        made = self.create([
            {'line_id': line.aftersales_core_line_id.id, **self._prepare_posted_vals(line)} for line in lines])
        for core, line in zip(made, lines, strict=True):
            line.aftersales_core_deposit_id = core
        # The sale, if it was looked at before, would still show what they were at their creation.
        made.sale_id.invalidate_recordset(['core_deposit_ids'])

    def _prepare_posted_vals(self, line):
        day = line.move_id.invoice_date or line.move_id.date
        return {
            'pieces': float_round(line.quantity, precision_digits=0), 'amount_piece': line.price_unit, 'held_since': day,
            'due_date': day + timedelta(days=line.company_id.aftersales_core_deposit_days)}

    def _get_free_amount(self):
        """What is held less what drafts would give back or keep: what is not posted counts against it, not for it."""
        self.ensure_one()
        drafts = self.move_line_ids.filtered(lambda line: line.parent_state == 'draft' and line.amount_currency > 0)
        return self.currency_id.round(self.amount_held - sum(drafts.mapped('amount_currency')))

    def _count_pieces(self, amount):
        """How many whole pieces a sum is the deposit of; what a document gave back of half a piece is none."""
        if not self.amount_piece:
            return 0
        return int(float_round(amount / self.amount_piece, precision_digits=2) // 1)

    def _get_invoice_line(self):
        """The line by which the customer paid it."""
        self.ensure_one()
        return self.move_line_ids.filtered('aftersales_core_line_id')[:1]

    def _check_not_overdrawn(self):
        """:raises UserError: when the same money would be given back, or kept, twice"""
        for core in self:
            if core.currency_id.compare_amounts(core.amount_held, 0) < 0:
                raise UserError(self.env._(
                    "%(deposit)s: %(amount)s more would be given back or kept than was paid. Look at its other credit notes, "
                    "also those not posted, and delete or correct one of them first.",
                    deposit=core.display_name, amount=core.currency_id.format(-core.amount_held)))

    def _get_notice_tz(self):
        self.ensure_one()
        return self.workshop_id._get_tz()
