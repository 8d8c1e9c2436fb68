from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesClaim(models.Model):
    """What the maker did not accept finds its home, line by line."""
    _inherit = 'aftersales.claim'

    rest_ids = fields.One2many('aftersales.claim.rest', 'claim_id', string="Who Bears the Rest", readonly=True)

    amount_proposed = fields.Monetary(string="Waits for a Yes", compute='_compute_open_rest')
    has_open_rest = fields.Boolean(compute='_compute_open_rest')

    # === COMPUTE METHODS ===#

    @api.depends('amount_disputed', 'rest_ids.state', 'rest_ids.amount')
    def _compute_open_rest(self):
        """What is asked for, and whether anything is left that nobody was asked about."""
        for claim in self:
            claim.amount_proposed = sum(
                claim.rest_ids.filtered(lambda rest: rest.state == 'proposed').mapped('amount'))
            claim.has_open_rest = claim.currency_id.compare_amounts(claim.amount_disputed, claim.amount_proposed) > 0

    # === ACTION METHODS ===#

    def action_give_home(self):
        self.ensure_one()
        self._check_may_settle()
        return self._open_money_dialog('aftersales.claim.home', self.env._("Who Bears the Rest"))

    def action_settle(self):
        """Nothing is open: the case is closed."""
        self._check_may_settle()
        self.check_access('read')
        self._claim_for_update()
        self.sudo()._transition('settled')  # sudo: an accountant settles as well; the guards look at the ledger

    # === BUSINESS METHODS ===#

    def _get_open_rests(self):
        """What has no home and nobody was asked about yet: dict of line (empty: receivable given up): amount."""
        self.ensure_one()
        # sudo: the ledger of a claim that the user reads
        rests = dict(self.env['aftersales.claim.entry'].sudo()._read_group(
            [('claim_id', '=', self.id), ('account', '=', 'disputed')], ['line_id'], ['amount:sum']))
        asked = dict(self.env['aftersales.claim.rest'].sudo()._read_group(
            [('claim_id', '=', self.id), ('state', '=', 'proposed')], ['line_id'], ['amount:sum']))
        rests = {line: self.currency_id.round(amount - asked.get(line, 0.0)) for line, amount in rests.items()}
        return {line: amount for line, amount in rests.items() if amount > 0}

    def _propose_homes(self, homes, reason):
        """Propose who bears the rest of lines; what the user may decide himself is decided.

        :param homes: dict of line (an empty one for a receivable that was given up): home
        """
        self.ensure_one()
        self._check_may_settle()
        self.check_access('read')
        self._claim_for_update()
        if self.state not in ('decided', 'credited'):
            raise UserError(self.env._(
                "%(claim)s is %(state)s: who bears the rest is said after the decision.",
                claim=self.name, state=self._get_state_label()))
        open_rests = self._get_open_rests()
        wrong = [line for line in homes if line.sudo() not in open_rests]
        if wrong or not homes:
            raise UserError(self.env._("%(claim)s: nothing of this is without a home any more.", claim=self.name))
        # sudo: made by the dialog alone
        rests = self.env['aftersales.claim.rest'].sudo().create([{
            'claim_id': self.id, 'line_id': line.id, 'home': home, 'amount': open_rests[line.sudo()], 'reason': reason,
            'user_id': self.env.uid,
        } for line, home in homes.items()]).sudo(False)
        rests.filtered(lambda rest: rest.home == 'customer')._ask_customer()
        borne = rests.filtered(lambda rest: rest.home != 'customer')
        if borne and self.env.user.has_group('aftersales.group_manager'):
            borne.action_approve()
        return rests
