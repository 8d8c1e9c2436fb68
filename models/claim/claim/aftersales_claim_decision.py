from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

UNANSWERED = ('submitted', 'questioned', 'answered', 'appealed')
# He may have paid what he accepted before we ask for the rest once more.
APPEALABLE = ('decided', 'credited')


class AftersalesClaim(models.Model):
    """The maker's word, line by line; the appeal against it; and what each step means in the ledger."""
    _inherit = 'aftersales.claim'

    is_appealed = fields.Boolean(string="Appealed", compute='_compute_is_appealed')
    can_appeal = fields.Boolean(compute='_compute_is_appealed')

    # === COMPUTE METHODS ===#

    def _compute_is_appealed(self):
        for claim in self:
            claim.is_appealed = bool(claim.appealed_date)
            claim.can_appeal = (
                claim.state in APPEALABLE and not claim.appealed_date
                and (not claim.appeal_deadline or claim.appeal_deadline >= claim._get_today()))

    # === ACTION METHODS ===#

    def action_decide(self):
        """Open the dialog in which the maker's answer is entered."""
        self.ensure_one()
        return self._open_money_dialog('aftersales.claim.decision', self.env._("Maker's Decision"))

    def action_appeal(self):
        self.ensure_one()
        self._check_can_appeal()
        return self._open_money_dialog('aftersales.claim.appeal', self.env._("Appeal"))

    def _open_money_dialog(self, model, name):
        return {
            'type': 'ir.actions.act_window', 'name': name, 'res_model': model, 'view_mode': 'form', 'target': 'new',
            'context': {'default_claim_id': self.id},
        }

    # === BUSINESS METHODS: DECISION ===#

    def _decide(self, answers):
        """Keep what the maker says and make his receivable.

        :param answers: dict of claim line: dict of outcome, decided_amount, reason_id, decision_note
        """
        self.ensure_one()
        self.check_access('write')
        self._claim_for_update()
        if self.state not in UNANSWERED:
            raise UserError(self.env._(
                "%(claim)s is %(state)s: nothing is to decide. Reload the page to see what happened.",
                claim=self.name, state=self._get_state_label()))
        foreign = [line for line in answers if line.claim_id != self]
        if foreign:
            raise UserError(self.env._(
                "“%(line)s” is not a line of %(claim)s.", line=foreign[0].display_name, claim=self.name))
        for line, answer in answers.items():
            if self.state == 'appealed' and not line.is_appealed:
                raise UserError(self.env._(
                    "“%(line)s” of %(claim)s was not appealed: its decision stands.", line=line.display_name, claim=self.name))
            line._check_answer(answer)
            line.sudo().write(answer)  # sudo: the maker's word is kept by the system
        self._transition('decided')
        self._make_receivables()
        self._follow_money(self.env._("Receivable made"))  # an invoice of the order may be paid already

    def _check_decided(self):
        super()._check_decided()
        for claim in self.filtered(lambda claim: claim.state in UNANSWERED):
            if not claim.line_ids:
                raise UserError(self.env._("%(claim)s has no lines: nothing can be decided.", claim=claim.name))
            unanswered = claim.line_ids.filtered(lambda line: not line.outcome)
            if unanswered:
                raise UserError(self.env._(
                    "%(claim)s: enter what the maker says to %(lines)s.",
                    claim=claim.name, lines=", ".join(f"“{line.display_name}”" for line in unanswered)))
        for claim in self - self.filtered(lambda claim: claim.state in UNANSWERED):
            balances = claim.env['aftersales.claim.entry']._get_balances(claim)[claim]
            if not any(balances.get(account) for account in ('due', 'asked')) and not (
                    claim.state == 'settled' and balances.get('disputed')):
                raise UserError(self.env._(
                    "%(claim)s is settled: nothing is open with the maker.", claim=claim.name))

    # === WHAT FOLLOWS ===#

    def _after_submitted(self, source):
        super()._after_submitted(source)
        event = self.env._("Submitted")
        for line, held in self.line_ids._get_held().items():
            self._enter(line.claim_id, 'work', 'asked', line.amount + held.get('work', 0.0), event, line_id=line.id)

    def _after_decided(self, source):
        if source not in UNANSWERED:
            return  # money was taken back: the decision stands
        super()._after_decided(source)
        event = self.env._("Decided again after the appeal") if source == 'appealed' else self.env._("Decided")
        for line, held in self.line_ids._get_held().items():
            claim, asked = line.claim_id, held.get('asked', 0.0)
            more = claim.currency_id.round(line.decided_amount - held.get('due', 0.0))
            if more < 0:
                self._enter(claim, 'due', 'disputed', -more, event, line_id=line.id)
                more = 0.0
            self._enter(claim, 'asked', 'due', min(more, asked), event, line_id=line.id)
            self._enter(claim, 'work', 'due', max(more - asked, 0.0), self.env._("The maker gives more"), line_id=line.id)
            self._enter(claim, 'asked', 'disputed', max(asked - more, 0.0), event, line_id=line.id)
        self.sudo().line_ids.is_appealed = False  # sudo: a mark of the system
        for claim in self.sudo():
            if not claim.appealed_date and claim.terms_id.appeal_days:
                claim.appeal_deadline = claim._get_today() + timedelta(days=claim.terms_id.appeal_days)

    def _after_transition(self, source, target):
        result = super()._after_transition(source, target)
        if target == 'withdrawn':
            for line, held in self.line_ids._get_held().items():
                self._enter(
                    line.claim_id, 'asked', 'work', held.get('asked', 0.0), self.env._("Withdrawn"), line_id=line.id)
        return result

    def _enter(self, claim, source, target, amount, event, **values):
        return self.env['aftersales.claim.entry']._move_amount(claim, source, target, amount, event, **values)

    # === BUSINESS METHODS: APPEAL ===#

    def _get_today(self):
        """The outlet's day: whoever asks and wherever he is, an appeal ends for everybody at one time."""
        self.ensure_one()
        return self.workshop_id._get_local_day(fields.Datetime.now())

    def _check_can_appeal(self):
        for claim in self:
            if claim.state not in APPEALABLE:
                raise UserError(self.env._(
                    "%(claim)s is %(state)s: only a decision can be appealed.",
                    claim=claim.name, state=claim._get_state_label()))
            if claim.appealed_date:
                raise UserError(self.env._(
                    "%(claim)s was appealed already on %(date)s; the maker decides once more, not twice.",
                    claim=claim.name, date=claim.appealed_date.date()))
            if claim.appeal_deadline and claim.appeal_deadline < claim._get_today():
                raise UserError(self.env._(
                    "%(claim)s could be appealed until %(date)s. Say who bears the rest instead.",
                    claim=claim.name, date=claim.appeal_deadline))

    def _appeal(self, lines, text):
        """Ask once more for what the maker did not accept of ``lines``."""
        self.ensure_one()
        self.check_access('write')
        self._claim_for_update()
        self._check_can_appeal()
        held = lines._get_held()
        asked = self.sudo().rest_ids.filtered(lambda rest: rest.state == 'proposed').line_id  # sudo: told
        wrong = lines.filtered(lambda line: (
            line.claim_id != self or held[line].get('disputed', 0.0) <= 0 or line.sudo() in asked))
        if wrong or not lines:
            raise UserError(self.env._(
                "%(claim)s: choose lines that the maker did not accept in full and that nobody bears yet.", claim=self.name))
        lines.sudo().write({'outcome': False, 'is_appealed': True})  # sudo: marks of the system
        self._transition('appealed')
        self.sudo().appealed_date = fields.Datetime.now()  # sudo: a stamp of the system
        for line in lines:
            self._enter(self, 'disputed', 'asked', held[line]['disputed'], self.env._("Appealed"), line_id=line.id)
        # sudo: what was sent is kept by the system
        self.env['aftersales.claim.submission'].sudo().create({'claim_id': self.id, 'kind': 'appeal', 'text': text})

    def _check_appealed(self):
        for claim in self:
            if not claim.line_ids.filtered('is_appealed'):
                raise UserError(self.env._("%(claim)s: choose the lines of the appeal in its dialog.", claim=claim.name))

    def _check_may_settle(self):
        if not self.env.user.has_group('aftersales.group_settle_claim'):
            raise AccessError(self.env._("Only people who settle claims say who bears what the maker does not accept."))
