from odoo import api, fields, models
from odoo.exceptions import UserError

DECIDED_STATES = ('decided', 'appealed', 'credited', 'settled')


class AftersalesClaim(models.Model):
    """What the maker owes stands in the books, and the ledger of the claim says what the books say.

    A job with a living claim is not invoiced by its order: the claim makes the invoice, of what the maker accepted. All
    lines of its jobs stand on it, those he rejected without a price: so no order line stays open, and the cost of every
    part that was fitted is booked with it; where he accepts nothing at all, by an entry and no invoice. What an order had
    invoiced to the maker before is taken as it is, and the difference is credited. Each document books the difference to
    those that were posted before, as after an appeal; a draft that nobody has posted is written anew.
    """
    _inherit = 'aftersales.claim'

    move_ids = fields.Many2many('account.move', string="Receivables", compute='_compute_move_ids', compute_sudo=True)
    move_count = fields.Integer(compute='_compute_move_ids', compute_sudo=True)
    is_unbooked = fields.Boolean(
        string="Receivable to Post", compute='_compute_move_ids', compute_sudo=True, search='_search_is_unbooked',
        help="The accountant has still to post the receivable.")
    has_missing_receivable = fields.Boolean(compute='_compute_move_ids', compute_sudo=True)
    amount_due = fields.Monetary(string="Owed by the Maker", compute='_compute_balances')
    amount_paid = fields.Monetary(string="Paid by the Maker", compute='_compute_balances')
    amount_disputed = fields.Monetary(
        string="To Be Borne", compute='_compute_balances', help="Not accepted, and nobody bears it yet.")
    amount_borne = fields.Monetary(string="Borne by Us", compute='_compute_balances', help="Goodwill and internal cost.")
    amount_customer = fields.Monetary(string="Charged to the Customer", compute='_compute_balances')
    amount_open = fields.Monetary(
        string="Still Open", compute='_compute_balances',
        help="Asked and not decided, owed by the maker, or not accepted and borne by nobody yet.")

    # === COMPUTE AND SEARCH METHODS ===#

    def _compute_move_ids(self):
        lines = self._get_claim_move_lines().grouped('aftersales_claim_id')
        for claim in self:
            own = lines.get(claim._origin.sudo(), self.env['account.move.line'].sudo())
            claim.move_ids = own.move_id
            claim.move_count = len(own.move_id)
            living = own.move_id.filtered(lambda move: move.state != 'cancel')
            claim.is_unbooked = any(move.state == 'draft' for move in living)
            # What was fitted for nothing stands on a document, too: else its cost stands nowhere.
            claim.has_missing_receivable = claim.state in ('decided', 'credited', 'settled') and bool(
                claim.currency_id.compare_amounts(claim.amount_decided, claim._sum_lines(own)) > 0
                or any(line._books_cost() for line in claim._get_open_order_lines()))

    def _search_is_unbooked(self, operator, value):
        if operator != 'in':
            return NotImplemented
        # sudo: whether the books wait for somebody is told by the claim
        claims = self.env['account.move.line'].sudo()._read_group(
            [('aftersales_claim_id', '!=', False), ('parent_state', '=', 'draft')], ['aftersales_claim_id'])
        ids = [claim.id for (claim,) in claims]
        return [('id', 'in' if True in value else 'not in', ids)]

    def _compute_balances(self):
        balances = self.env['aftersales.claim.entry']._get_balances(self._origin)
        for claim in self:
            held = balances.get(claim._origin, {})
            claim.amount_due = held.get('due', 0.0)
            claim.amount_paid = held.get('maker', 0.0)
            claim.amount_disputed = held.get('disputed', 0.0)
            claim.amount_borne = held.get('goodwill', 0.0) + held.get('internal', 0.0)
            claim.amount_customer = held.get('customer', 0.0)
            claim.amount_open = sum(held.get(account, 0.0) for account in ('asked', 'due', 'disputed'))

    # === ACTION METHODS ===#

    def action_view_moves(self):
        self.check_access('read')
        return self.move_ids.with_env(self.env)._get_aftersales_invoices_action()

    def action_make_receivable(self):
        """Book again what the maker accepted and no invoice says any more."""
        self._check_may_settle()
        self.check_access('read')
        self._claim_for_update()
        for claim in self:
            if not claim.has_missing_receivable:
                raise UserError(self.env._("%(claim)s: all that the maker accepted is booked.", claim=claim.name))
        self._make_receivables()
        for claim in self:
            claim._follow_money(self.env._("Receivable made again"))

    # === BUSINESS METHODS: WHAT STANDS IN THE BOOKS ===#

    def _get_claim_move_lines(self):
        # sudo: what the books say of the claims, whoever asks
        return self.env['account.move.line'].sudo().search(
            [('aftersales_claim_id', 'in', self._origin.ids)], order='id')

    @api.model
    def _sum_lines(self, lines):
        """Without taxes, of documents that are not cancelled; credit notes count against."""
        return sum(
            (-1 if line.move_id.move_type == 'out_refund' else 1) * line.price_subtotal
            for line in lines if line.move_id.state != 'cancel')

    def _get_receivable(self, lines):
        """What stands on the claim's documents by their ``lines``, and what of it is still open; without taxes."""
        self.ensure_one()
        stands = rest = 0.0
        for move, own in lines.grouped('move_id').items():
            amount = self._sum_lines(own)
            total = move.amount_total
            ratio = move.amount_residual / total if move.state == 'posted' and total else 1.0
            stands += amount
            rest += self.currency_id.round(amount * ratio)
        return self.currency_id.round(stands), self.currency_id.round(rest)

    def _follow_money(self, event, move=None):
        """Let ledger and state say what the books say; both are read once for all claims."""
        Entry = self.env['aftersales.claim.entry']
        values = {'move_id': move.id} if move else {}
        claims = self.sudo().filtered(lambda claim: claim.state in DECIDED_STATES)  # sudo: the system follows
        claims._claim_for_update()
        lines = claims._get_claim_move_lines().grouped('aftersales_claim_id')
        balances, known = Entry._get_balances(claims), claims._get_paid_by_maker()
        for claim in claims:
            stands, rest = claim._get_receivable(lines.get(claim, self.env['account.move.line'].sudo()))
            paid = claim.currency_id.round(stands - rest) - known[claim]
            if paid > 0:
                Entry._move_amount(claim, 'due', 'maker', paid, event, **values)
            else:
                Entry._move_amount(claim, 'maker', 'due', -paid, event, **values)
            given_up = claim.currency_id.round(balances[claim].get('due', 0.0) - paid - rest)
            if given_up > 0:
                Entry._move_amount(claim, 'due', 'disputed', given_up, event, **values)
            elif given_up < 0:
                claim._take_back(-given_up, event, **values)
        claims._follow_state()

    def _get_paid_by_maker(self):
        """:return: dict of claim: what the books paid already, whatever a supplier gave of it later"""
        paid = dict(self.env['aftersales.claim.entry'].sudo()._read_group(
            [('claim_id', 'in', self.ids), ('account', '=', 'maker'), ('line_id', '=', False)], ['claim_id'], ['amount:sum']))
        return {claim: claim.currency_id.round(paid.get(claim, 0.0)) for claim in self}

    def _take_back(self, amount, event, **values):
        """What was given up is owed again: out of what has no home first, then of what we bear."""
        Entry = self.env['aftersales.claim.entry'].sudo()
        held = dict(Entry._read_group(
            [('claim_id', '=', self.id), ('line_id', '=', False)], ['account'], ['amount:sum']))
        balances = Entry._get_balances(self)[self]  # a supplier may have been asked for some of it, line by line
        for account in ('disputed', 'goodwill', 'internal'):
            part = min(amount, max(min(held.get(account, 0.0), balances.get(account, 0.0)), 0.0))
            Entry._move_amount(self, account, 'due', part, event, **values)
            amount = self.currency_id.round(amount - part)
        Entry._move_amount(self, 'work', 'due', amount, event, **values)  # the books charge more than he accepted

    def _follow_state(self):
        """Paid: credited; nothing open any more: settled; open again: decided."""
        balances, paid = self.env['aftersales.claim.entry']._get_balances(self), self._get_paid_by_maker()
        owed = self.filtered(lambda claim: any(balances[claim].get(account) for account in ('due', 'asked')))
        disputed = self.filtered(lambda claim: balances[claim].get('disputed'))
        for target, sources, fits in (
            ('decided', ('credited',), owed),
            ('decided', ('settled',), owed | disputed),
            ('credited', ('decided',), (self - owed).filtered(lambda claim: paid[claim] > 0)),
            ('settled', ('decided', 'credited'), self - owed - disputed),
        ):
            moving = fits.filtered(lambda claim, sources=sources: claim.state in sources)
            if moving:
                moving._transition(target)

    def _check_credited(self):
        self._check_nothing_owed(('due', 'asked'), self.env._("the maker has not paid all of it"))

    def _check_settled(self):
        super()._check_settled()
        self._check_nothing_owed(('due', 'asked'), self.env._("the maker has not paid all of it"))
        self._check_nothing_owed(('disputed',), self.env._("nobody bears yet what the maker did not accept"))

    def _check_nothing_owed(self, accounts, why):
        balances = self.env['aftersales.claim.entry']._get_balances(self)
        for claim in self:
            amount = sum(balances[claim].get(account, 0.0) for account in accounts)
            if not claim.currency_id.is_zero(amount):
                raise UserError(self.env._(
                    "%(claim)s: %(why)s (%(amount)s).", claim=claim.name, why=why,
                    amount=claim.currency_id.format(amount)))
