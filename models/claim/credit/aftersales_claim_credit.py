from odoo import api, fields, models
from odoo.exceptions import UserError

CONTENT_FIELDS = {'file', 'filename', 'terms_id', 'date', 'journal_id', 'name'}


class AftersalesClaimCredit(models.Model):
    """A maker's list of what he credits (I3): read, compared row by row with what he owes, then booked as a whole.

    Reading changes nothing but the rows shown. Booking makes one journal entry and reconciles it with the receivables;
    rows that do not fit stay on the list with what to do next. The same file, or the same row of another file, is
    booked once.
    """
    _name = 'aftersales.claim.credit'
    _description = "Credit List of a Maker"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.log.mixin', 'mail.activity.mixin',
        'aftersales.claim.mixin',
    ]
    _order = 'id desc'
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'draft': dict.fromkeys(('read', 'cancelled'), 'aftersales.group_settle_claim'),
        'read': {
            'draft': 'aftersales.group_settle_claim', 'cancelled': 'aftersales.group_settle_claim',
            'booked': 'account.group_account_invoice'},
        'booked': {'cancelled': 'account.group_account_invoice'},
        'cancelled': {},
    }

    name = fields.Char(
        string="List No.", required=True, copy=False, index='trigram', tracking=True, help="As the maker numbers it.")
    state = fields.Selection(
        [('draft', "Draft"), ('read', "Compared"), ('booked', "In the Books"), ('cancelled', "Cancelled")],
        string="Status", required=True, readonly=True, default='draft', copy=False, index=True, tracking=True)
    terms_id = fields.Many2one(
        'aftersales.claim.terms', string="Claim Terms", required=True, index=True, ondelete='restrict',
        help="Of which maker the list is, and how he writes it.")
    partner_id = fields.Many2one(related='terms_id.partner_id', string="Maker", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related='terms_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='terms_id.currency_id', store=True, precompute=True)
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True, help="On which it is booked.")
    journal_id = fields.Many2one(
        'account.journal', string="Booked in", required=True, index='btree_not_null', ondelete='restrict', check_company=True,
        domain="[('type', 'in', ['bank', 'cash', 'general'])]",
        default=lambda self: self.env['account.journal'].sudo().search([  # sudo: a default for whoever may make the list
            *self.env['account.journal']._check_company_domain(self.env.company), ('type', '=', 'bank')], limit=1))
    file = fields.Binary(string="File", attachment=True, copy=False, help="CSV or XLSX.")
    filename = fields.Char()
    file_hash = fields.Char(readonly=True, copy=False)
    line_ids = fields.One2many('aftersales.claim.credit.line', 'credit_id', string="Rows", readonly=True)
    row_count = fields.Integer(string="Row Count", compute='_compute_figures', store=True)
    difference_count = fields.Integer(string="Differences", compute='_compute_figures', store=True)
    amount = fields.Monetary(string="On the List", compute='_compute_figures', store=True)
    amount_booked = fields.Monetary(string="To Book", compute='_compute_figures', store=True)
    move_id = fields.Many2one(
        'account.move', string="Journal Entry", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    booked_date = fields.Datetime(string="Booked on", readonly=True, copy=False)
    user_id = fields.Many2one('res.users', string="Booked by", readonly=True, copy=False, ondelete='restrict')

    _file_unique = models.UniqueIndex(
        "(company_id, partner_id, file_hash) WHERE state != 'cancelled' AND file_hash IS NOT NULL",
        "This file of the maker is on another credit list already.")

    # === COMPUTE METHODS ===#

    @api.depends('line_ids.amount', 'line_ids.booked_total', 'line_ids.difference')
    def _compute_figures(self):
        for credit in self:
            credit.row_count = len(credit.line_ids)
            credit.difference_count = len(credit.line_ids.filtered('difference'))
            credit.amount = sum(credit.line_ids.mapped('amount'))
            credit.amount_booked = sum(credit.line_ids.mapped('booked_total'))

    # === CRUD METHODS ===#

    def write(self, vals):
        if CONTENT_FIELDS & vals.keys():
            for credit in self:
                if credit.state != 'draft':
                    raise UserError(self.env._(
                        "%(credit)s is %(state)s: file, maker and day are not changed any more. Take it back to draft, or "
                        "cancel it.", credit=credit.display_name, state=credit._get_state_label()))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_read(self):
        for credit in self:
            if credit.state not in ('draft', 'cancelled') or credit.move_id:
                raise UserError(self.env._("%(credit)s stays on file. Cancel it instead.", credit=credit.display_name))

    # === ACTION METHODS ===#

    def action_read(self):
        """Compare the file with what the maker owes; nothing is booked."""
        self.check_access('write')
        for credit in self:
            credit._read_file()
        self._transition('read')

    def action_draft(self):
        self._transition('draft')

    def action_book(self):
        """Book what fits and reconcile it with the receivables: all of it, or nothing."""
        self.check_access('read')
        self._claim_for_update()
        for credit in self:
            credit._check_reachable('booked')
            credit._book()
        # sudo: who keeps the books need not write claims; his role was asked above
        self.sudo()._transition('booked')

    def action_cancel(self):
        self._transition('cancelled')

    def action_view_move(self):
        self.check_access('read')
        return self.move_id._get_records_action()

    def action_view_differences(self):
        self.ensure_one()
        domain = [('credit_id', '=', self.id), ('difference', '!=', False)]
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Differences"), 'res_model': 'aftersales.claim.credit.line',
            'view_mode': 'list', 'domain': domain,
        }

    # === WHAT FOLLOWS ===#

    def _after_draft(self, source):
        self.sudo().line_ids.unlink()  # sudo: rows are the system's
        self.sudo().file_hash = False

    def _after_cancelled(self, source):
        """What was booked is taken back with its entry; the claims follow."""
        for move in self.sudo().move_id:  # sudo: the role was asked by the table
            if move.state == 'posted':
                move.button_draft()
            if move.state == 'draft':
                move.button_cancel()
