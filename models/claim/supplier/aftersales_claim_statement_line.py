from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import UserError

ANSWERED = ('verdict', 'accepted_amount', 'reason', 'test_report', 'test_report_name')
OWN_ACCOUNTS = ('goodwill', 'internal', 'maker')  # healed in this order


class AftersalesClaimStatementLine(models.Model):
    """A line of a claim on a supplier's statement: what he is asked for, and what he says to it."""
    _name = 'aftersales.claim.statement.line'
    _description = "Line of a Supplier Statement"
    _inherit = ['aftersales.system.values.mixin']
    _order = 'statement_id.id desc, id'
    _rec_name = 'claim_line_id'
    _check_company_auto = True

    statement_id = fields.Many2one('aftersales.claim.statement', required=True, readonly=True, index=True, ondelete='restrict')
    statement_state = fields.Selection(
        related='statement_id.state', string="Statement's Status", store=True, precompute=True)
    company_id = fields.Many2one(related='statement_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='statement_id.currency_id', store=True, precompute=True)
    partner_id = fields.Many2one(
        related='statement_id.partner_id', string="Supplier", store=True, index=True, precompute=True)
    claim_line_id = fields.Many2one('aftersales.claim.line', required=True, readonly=True, index=True, ondelete='restrict')
    claim_id = fields.Many2one(related='claim_line_id.claim_id', store=True, index=True, precompute=True)
    kind = fields.Selection(related='claim_line_id.kind')
    product_id = fields.Many2one(related='claim_line_id.product_id', store=True, index='btree_not_null', precompute=True)
    quantity = fields.Float(related='claim_line_id.quantity')
    lot_number = fields.Char(related='claim_line_id.lot_number')
    own_amount = fields.Monetary(string="Left with Us", readonly=True)
    maker_amount = fields.Monetary(string="Paid by the Maker", readonly=True, help="Where the agreement shares it, too.")
    share = fields.Float(string="Share (%)", digits=(5, 2), readonly=True, bounds=(0, 100), aggregator=None)
    asked_amount = fields.Monetary(string="Asked for", readonly=True)
    verdict = fields.Selection(
        selection=[('accept', "Accepted"), ('share', "Shared"), ('reject', "Rejected")], string="Supplier's Appraisal",
        copy=False)
    accepted_amount = fields.Monetary(
        string="Accepted", compute='_compute_accepted_amount', store=True, readonly=False, bounds=(0, 1e12), copy=False)
    reason = fields.Char(copy=False, help="Why he does not bear all of it.")
    test_report = fields.Binary(copy=False, attachment=True, help="What he sends with a rejection.")
    test_report_name = fields.Char(copy=False)

    _living_uniq = models.UniqueIndex(
        "(claim_line_id) WHERE statement_state != 'cancelled'", "This line is on another statement already.")

    # === COMPUTE METHODS ===#

    @api.depends('verdict', 'asked_amount')
    def _compute_accepted_amount(self):
        for line in self:
            if line.verdict == 'accept':
                line.accepted_amount = line.asked_amount
            elif line.verdict == 'share':
                line.accepted_amount = min(line.accepted_amount, line.asked_amount)
            else:
                line.accepted_amount = 0.0

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        for line in lines:
            if line.statement_state != 'draft':
                raise UserError(self.env._(
                    "%(statement)s is %(state)s: nothing is added to it.", statement=line.statement_id.name,
                    state=line.statement_id._get_state_label()))
        return lines

    def write(self, vals):
        if not self.env.su:
            self._check_answerable()
        before = {line: line._describe_verdict() for line in self} if any(name in vals for name in ANSWERED) else {}
        result = super().write(vals)
        for line, told in before.items():
            if told != line._describe_verdict():
                line.statement_id.sudo()._message_log(
                    body=escape(f'{line.display_name}: {told} → {line._describe_verdict()}'))
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        for line in self.filtered(lambda line: line.statement_state != 'draft'):
            raise UserError(self.env._(
                "%(statement)s is %(state)s: its lines stay.", statement=line.statement_id.name,
                state=line.statement_id._get_state_label()))

    # === BUSINESS METHODS ===#

    def _check_answerable(self):
        for line in self.filtered(lambda line: line.statement_state not in ('sent', 'answered', 'disputed')):
            raise UserError(self.env._(
                "%(statement)s is %(state)s: the supplier's appraisal is entered between sending and agreement.",
                statement=line.statement_id.name, state=line.statement_id._get_state_label()))

    def _describe_verdict(self):
        self.ensure_one()
        labels = dict(self._fields['verdict']._description_selection(self.env))
        return ' '.join(filter(None, (
            labels.get(self.verdict, '–'), self.currency_id.format(self.accepted_amount), self.reason)))

    def _check_verdict(self):
        """:raises UserError: when the answer to the line is incomplete or does not fit"""
        self.ensure_one()
        compare = self.currency_id.compare_amounts
        if not self.verdict:
            raise UserError(self.env._(
                "Enter what %(supplier)s says to “%(line)s”.", supplier=self.partner_id.name,
                line=self.claim_line_id.display_name))
        if self.verdict != 'accept' and not self.reason:
            raise UserError(self.env._(
                "Enter why %(supplier)s does not bear all of “%(line)s”.", supplier=self.partner_id.name,
                line=self.claim_line_id.display_name))
        fits = {
            'accept': compare(self.accepted_amount, self.asked_amount) == 0,
            'share': 0 < self.accepted_amount and compare(self.accepted_amount, self.asked_amount) < 0,
            'reject': self.currency_id.is_zero(self.accepted_amount),
        }
        if not fits[self.verdict]:
            raise UserError(self.env._(
                "“%(line)s”: %(amount)s does not fit the appraisal; asked was %(asked)s.",
                line=self.claim_line_id.display_name, amount=self.currency_id.format(self.accepted_amount),
                asked=self.currency_id.format(self.asked_amount)))

    # === BUSINESS METHODS: LEDGER ===#

    def _move(self, source, target, amount, event, **values):
        self.ensure_one()
        self.env['aftersales.claim.entry']._move_amount(
            self.claim_id, source, target, amount, event, line_id=self.claim_line_id.id, statement_line_id=self.id, **values)

    def _ask(self):
        """What we bear first: the supplier's money heals it before it is passed on to the maker."""
        borne = self.claim_line_id._get_borne()
        for line in self:
            rest = line.asked_amount
            for account in OWN_ACCOUNTS:
                part = min(rest, max(0.0, borne[line.claim_line_id].get(account, 0.0)))
                line._move(account, 'supplier_asked', part, line.env._("Asked of the supplier"))
                rest = line.currency_id.round(rest - part)

    def _agree(self):
        for line in self:
            line._move('supplier_asked', 'supplier_due', line.accepted_amount, line.env._("Accepted by the supplier"))
        self._return(lambda line: line.asked_amount - line.accepted_amount)

    def _settle(self):
        for line in self:
            refund = line.sudo().statement_id.refund_id  # sudo: told to the ledger, whoever settles
            line._move('supplier_due', 'supplier', line.accepted_amount, line.env._("Paid by the supplier"), move_id=refund.id)

    def _take_back(self):
        self._return(lambda line: line.asked_amount)

    def _return(self, get_amount):
        """What the supplier does not bear goes back to where it came from, what the maker paid first."""
        taken = {line: {} for line in self}
        for line, account, amount in self.env['aftersales.claim.entry'].sudo()._read_group(  # sudo: asked by who may move it
                [('statement_line_id', 'in', self.ids), ('account', 'in', OWN_ACCOUNTS)],
                ['statement_line_id', 'account'], ['amount:sum']):
            taken[line.with_env(self.env)][account] = -amount
        for line in self:
            rest = line.currency_id.round(get_amount(line))
            for account in reversed(OWN_ACCOUNTS):
                part = min(rest, taken[line].get(account, 0.0))
                line._move('supplier_asked', account, part, line.env._("Not accepted by the supplier"))
                rest = line.currency_id.round(rest - part)
