import random

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.claim_money import ClaimMoneyCommon


class LedgerCase(ClaimMoneyCommon):
    """Random lives of claims: after each step the ledger sums to zero and says what the books say."""
    seeds = range(12)
    steps = 20

    def _check(self, claim):
        held = self.env['aftersales.claim.entry']._get_balances(claim)[claim]
        rounding = claim.currency_id.rounding
        self.assertAlmostEqual(sum(held.values()), 0.0, 2, "the ledger sums to zero")
        for account, amount in held.items():
            if account != 'work':
                self.assertGreaterEqual(amount, -rounding / 2, f"{account} is below zero: {held}")
        if claim.state in ('decided', 'credited', 'settled'):
            moves = claim.move_ids.filtered(lambda move: move.state != 'cancel')
            rest = sum(
                (-1 if move.move_type == 'out_refund' else 1) * (
                    move.amount_untaxed * (move.amount_residual / move.amount_total if move.state == 'posted' else 1.0))
                for move in moves if move.amount_total)
            self.assertAlmostEqual(held.get('due', 0.0), rest, delta=rounding * (0.51 + len(moves)), msg=str(held))
        if claim.state == 'settled':
            self.assertFalse([held.get(account) for account in ('due', 'asked', 'disputed') if held.get(account)])

    def _live(self, seed):
        dice = random.Random(seed)
        claim = self._submit_claim(*(dice.choice((100.0, 33.33, 999.0, 1250.5)) for __ in range(dice.randint(1, 3))))
        self._check(claim)
        told = []
        for __ in range(self.steps):
            step = dice.choice((
                'decide', 'appeal', 'post', 'pay', 'part', 'unpay', 'cancel', 'credit', 'again', 'again', 'home', 'home',
                'withdraw'))
            try:
                with self.cr.savepoint():
                    getattr(self, f'_step_{step}')(claim, dice)
                told.append(step)
            except UserError:
                continue
            claim.invalidate_recordset()
            with self.subTest(seed=seed, told=told):
                self._check(claim)
        return told

    def _step_decide(self, claim, dice):
        answers = {}
        for line in claim.line_ids:
            share = dice.choice((0.0, 0.4, 0.77, 1.0, 1.2))
            amount = claim.currency_id.round(line.amount * share)
            answers[line] = amount, 'rejected' if not share else 'reduced' if share < 1 else 'accepted'
        self._decide(claim, answers)

    def _step_appeal(self, claim, dice):
        lines = claim.line_ids.filtered(lambda line: line.rest_amount > 0)
        claim.with_user(self.user_claims)._appeal(lines[:dice.randint(1, 3)].with_user(self.user_claims), "Look again")

    def _step_post(self, claim, dice):
        claim.move_ids.filtered(lambda move: move.state == 'draft').with_user(self.user_accountant).action_post()

    def _pay_some(self, claim, share):
        moves = claim.move_ids.filtered(lambda move: (
            move.state == 'posted' and move.move_type == 'out_invoice' and move.amount_residual))
        if moves:
            self._pay(moves[0], claim.currency_id.round(moves[0].amount_residual * share) or None)

    def _step_pay(self, claim, dice):
        self._pay_some(claim, 1.0)

    def _step_part(self, claim, dice):
        self._pay_some(claim, dice.choice((0.3, 0.5)))

    def _step_unpay(self, claim, dice):
        claim.move_ids.line_ids.remove_move_reconcile()

    def _step_cancel(self, claim, dice):
        moves = claim.move_ids.filtered(lambda move: move.state == 'posted' and move.amount_total)[:1]
        moves.with_user(self.user_accountant).button_draft()
        if dice.random() < 0.5:
            moves.with_user(self.user_accountant).button_cancel()

    def _step_credit(self, claim, dice):
        moves = claim.move_ids.filtered(lambda move: (
            move.state == 'posted' and move.move_type == 'out_invoice' and not move.reversal_move_ids))[:1]
        if moves:
            self._credit(moves).with_user(self.user_accountant).action_post()

    def _step_again(self, claim, dice):
        claim.with_user(self.user_claims).action_make_receivable()

    def _step_home(self, claim, dice):
        rests = claim._get_open_rests()
        claim.with_user(self.user_manager)._propose_homes({
            line.with_env(claim.env): dice.choice(('goodwill', 'internal')) for line in rests}, "Whatever")

    def _step_withdraw(self, claim, dice):
        claim.sudo().withdrawn_reason = "No longer"
        claim.with_user(self.user_manager)._transition('withdrawn')


@tagged('post_install', '-at_install')
class TestLedger(LedgerCase):
    """I3: a company with 13 % tax."""

    def test_random_lives(self):
        """I3: decide, appeal, pay, part, take back, cancel, credit, make again, give up: zero at every step."""
        told = [step for seed in self.seeds for step in self._live(seed)]
        self.assertTrue({'decide', 'appeal', 'pay', 'part', 'unpay', 'cancel', 'credit', 'home'} <= set(told), set(told))


@tagged('post_install', '-at_install')
class TestLedgerYen(LedgerCase):
    """I3: a maker who is asked in yen, without decimals, at a rate of his own."""
    seeds = range(100, 106)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        yen = cls.env.ref('base.JPY')
        yen.active = True
        cls.env['res.currency.rate'].create({
            'currency_id': yen.id, 'company_id': cls.company.id, 'name': '2020-01-01', 'rate': 20.7})
        cls.terms.currency_id = yen

    def test_random_lives(self):
        """I3: as above, in yen."""
        told = [step for seed in self.seeds for step in self._live(seed)]
        self.assertTrue({'decide', 'pay', 'cancel', 'home'} <= set(told), set(told))
