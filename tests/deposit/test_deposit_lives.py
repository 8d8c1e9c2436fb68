from copy import deepcopy

from odoo.exceptions import UserError
from odoo.fields import Date
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract_sold import NothingThere
from odoo.addons.aftersales.tests.dealership.deposit import DepositCommon
from odoo.addons.aftersales.tests.lives import draw_lives

STEPS = (
    'ask', 'post', 'post', 'pay', 'pay', 'pay_some', 'cancel', 'work', 'work', 'work', 'work', 'post_work', 'post_work',
    'delete_work', 'cancel_work', 'reset_work', 'credit_work', 'credit_work', 'give_back', 'give_back', 'post_note',
    'post_note', 'delete_note', 'credit', 'reset_note', 'rate',
)
# How some lives begin, so that each step is tried, whatever the dice say.
BEGINNINGS = (
    ('post', 'pay', 'rate', 'work', 'post_work', 'work', 'post_work', 'credit_work', 'give_back', 'post_note'),
    ('post', 'pay', 'work', 'delete_work', 'give_back', 'delete_note', 'work', 'cancel_work', 'credit', 'post_note'),
    ('post', 'credit', 'post_note', 'cancel', 'reset_note', 'ask', 'post', 'pay_some', 'pay', 'work', 'post_work'),
)


class Paid:
    """What a deposit should say of itself, in plain numbers: documents that add to it or take from it."""

    def __init__(self, amount):
        self.amount, self.is_paid, self.is_cancelled, self.kept = amount, False, False, 0
        self.invoice = 'draft'
        self.papers = {}  # by move: [amount, state]; what takes from it is below zero

    def _sum(self, drafts):
        return sum(amount for amount, state in self.papers.values() if state == 'posted' or (
            drafts and state == 'draft' and amount < 0))

    @property
    def held(self):
        return self.amount + self._sum(True) if self.is_paid else 0

    @property
    def booked(self):
        return (self.amount if self.invoice == 'posted' else 0) + self._sum(False)


class DepositLifeCase(DepositCommon):
    """Random lives of the deposits of an order, beside plain numbers that say what must have come of each step."""
    currency_name = None
    price_factor = 1

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pricelist = cls.env['product.pricelist']
        if cls.currency_name:
            currency = cls.env.ref(f'base.{cls.currency_name}')
            currency.active = True
            cls.env['res.currency.rate'].create({
                'currency_id': currency.id, 'company_id': cls.company.id, 'name': '2020-01-01', 'rate': 0.137})
            cls.pricelist = cls.pricelist.create({'name': "Foreign", 'currency_id': currency.id})
        cls.manager_wizard = cls.env['aftersales.deposit.return.wizard'].with_user(cls.user_manager)
        cls._put_in_stock(cls.pads, 500)

    # === WHAT HOLDS AT EVERY STEP ===#

    def _check(self):
        self.env.invalidate_all()
        for deposit, paid in self.paid.items():
            self.assertEqual(self._units(deposit.amount_held), paid.held)
            self.assertGreaterEqual(paid.held, 0)
            self.assertEqual(self._units(deposit.amount_kept), paid.kept)
            self.assertIn(deposit.state, self._get_states(paid))
            lines = deposit.move_line_ids.filtered(lambda line: line.parent_state == 'posted')
            booked = -sum(lines.mapped('amount_currency'))
            self.assertAlmostEqual(booked * 1.13, paid.booked * self.unit, delta=self.unit * (1 + len(lines)))
            if not paid.booked:
                self.assertAlmostEqual(booked, 0, 6, "nothing is left on the account")
                self.assertAlmostEqual(sum(lines.mapped('balance')), 0, 6, "nor in the company's currency")
        account = self.env['account.move.line'].search([
            ('account_id', '=', self.deposits.id), ('parent_state', '=', 'posted')])
        self.assertEqual(account.aftersales_deposit_id, self._deposits().filtered(
            lambda deposit: self.paid[deposit].invoice == 'posted'))
        self.assertFalse(account.filtered(lambda line: not line.aftersales_deposit_id))

    def _get_states(self, paid):
        if paid.is_cancelled:
            return ('cancelled',)
        if not paid.is_paid:
            return ('invoiced',)
        if paid.held:
            return ('held',)
        return ('held', 'deducted', 'returned') if any(state == 'draft' for __, state in paid.papers.values()) else (
            'deducted', 'returned')

    def _units(self, amount):
        return round(amount / self.unit)

    def _deposits(self):
        return self.env['aftersales.deposit'].browse().concat(*self.paid)

    # === A LIFE ===#

    def _live(self, steps, dice):
        self.dice, self.paid, self.told = dice, {}, []
        with self._undone():
            self.order = self._create_approved_pair()
            self.unit = self.order.currency_id.rounding
            self._step_ask()
            self._check()
            for step in steps:
                before = {deposit: deepcopy(paid) for deposit, paid in self.paid.items()}
                try:
                    with self.cr.savepoint():
                        getattr(self, f'_step_{step}')()
                except (UserError, NothingThere):
                    self.env.invalidate_all()
                    self.paid = before
                    continue
                self.told.append(step)
                try:
                    self._check()
                except AssertionError as error:
                    raise AssertionError(", ".join(self.told)) from error
        return self.told

    def _create_approved_pair(self):
        """Two jobs, the second one of parts that are not here."""
        order = self._create_order(
            self._prepare_job((self.pads, self.dice.randint(1, 3))), self._prepare_job((self.turbo, self.dice.randint(1, 3))),
            **({'pricelist_id': self.pricelist.id} if self.pricelist else {}))
        lines = order.line_ids.sudo()
        lines.tax_ids = self.tax_old
        for line, price in zip(lines, (self.dice.choice((17.33, 0.07, 40)), self.dice.choice((100, 33.33))), strict=True):
            line.price_unit = price * self.price_factor
        return self.approve(self.receive(order))

    def _pick(self, is_fit):
        deposits = [(deposit, paid) for deposit, paid in self.paid.items() if is_fit(paid)]
        if not deposits:
            raise NothingThere
        return self.dice.choice(deposits)

    def _pick_paper(self, state, kinds):
        """A document of the books that deposits speak of, and those it concerns."""
        moves = sorted({
            move for paid in self.paid.values() for move, (amount, is_in) in paid.papers.items()
            if is_in == state and move.move_type in kinds}, key=lambda move: move.id)
        if not moves:
            raise NothingThere
        return self.dice.choice(moves)

    def _move(self, paper, state):
        for paid in self.paid.values():
            if paper in paid.papers:
                paid.papers[paper] = paid.papers[paper][0], state

    # === STEPS ===#

    def _step_ask(self):
        """For what is missing; for more of it once a part is added."""
        if self.paid:
            job = self.order.job_ids[-1]
            job.sudo().line_ids = [self._line(price=50, product=self.turbo, line_type='part', tax_ids=self.tax_old.ids)]
            job.with_user(self.user_advisor)._approve('phone')
        self.order.action_ask_deposit()
        deposit = self.order.deposit_ids - self._deposits()
        deposit.percent = self.dice.choice((30, 100, 77.7))
        self.assertEqual(self._units(deposit.amount), self._units(deposit.currency_id.round(
            sum(deposit.line_ids.mapped('price_total')) * deposit.percent / 100)))
        deposit.action_invoice()
        self.paid[deposit.sudo()] = Paid(self._units(deposit.amount))

    def _step_post(self):
        deposit, paid = self._pick(lambda paid: paid.invoice == 'draft')
        deposit.invoice_id.with_user(self.user_accountant).action_post()
        self.assertFalse(paid.is_cancelled)
        paid.invoice = 'posted'

    def _pay_rest(self, share):
        deposit, paid = self._pick(lambda paid: paid.invoice == 'posted' and not paid.is_paid)
        rest = self._units(deposit.invoice_id.amount_residual)
        amount = max(round(rest * share), 1)
        if not rest:
            raise NothingThere
        self._pay(deposit.invoice_id, amount * self.unit if share < 1 else None)
        paid.is_paid = amount == rest and not paid.is_cancelled

    def _step_pay(self):
        self._pay_rest(1)

    def _step_pay_some(self):
        self._pay_rest(0.4)

    def _step_cancel(self):
        deposit, paid = self._pick(lambda paid: not paid.is_paid and not paid.is_cancelled)
        deposit.with_user(self.user_advisor).action_cancel()
        self.assertFalse(paid.booked)
        paid.is_cancelled = True
        paid.invoice = 'cancel' if paid.invoice == 'draft' else paid.invoice

    def _step_work(self):
        """The next job is done and invoiced: what is held is taken off it, at most what it asks for."""
        job = self.order.job_ids.filtered('is_open')[:1]
        if job:
            self._put_in_stock(self.turbo, 5)
            self.order.sudo().picking_ids.action_assign()
            self._issue(self.order, {line.product_id: line.quantity for line in job.sudo().line_ids})
            job.sudo()._transition('done')
        for invoice in self._invoice(self.order.sudo(False)).sudo():
            taken = {
                deposit: -self._units(sum(lines.mapped('price_total')))
                for deposit, lines in invoice.invoice_line_ids.grouped('aftersales_deposit_id').items() if deposit}
            due = self._units(invoice.amount_total) + sum(taken.values())
            for deposit, paid in self.paid.items():
                amount = min(paid.held, due)
                self.assertEqual(taken.get(deposit, 0), amount)
                if amount:
                    paid.papers[invoice] = -amount, 'draft'
                    due -= amount
            self.assertEqual(self._units(invoice.amount_total), due)

    def _step_post_work(self):
        move = self._pick_paper('draft', ('out_invoice',))
        move.with_user(self.user_accountant).action_post()
        self._move(move, 'posted')

    def _step_delete_work(self):
        move = self._pick_paper('draft', ('out_invoice',))
        move.unlink()
        for paid in self.paid.values():
            paid.papers.pop(move, None)

    def _step_cancel_work(self):
        move = self._pick_paper('draft', ('out_invoice',))
        move.with_user(self.user_accountant).button_cancel()
        self._move(move, 'cancel')

    def _step_reset_work(self):
        move = self._pick_paper('posted', ('out_invoice',))
        move.with_user(self.user_accountant).button_draft()
        self._move(move, 'draft')

    def _step_credit_work(self):
        """All of it: what it deducted is held again once the credit note is posted."""
        move = self._pick_paper('posted', ('out_invoice',))
        note = self._credit(move)
        for paid in self.paid.values():
            if move in paid.papers:
                paid.papers[note.sudo()] = -paid.papers[move][0], 'draft'
        if self.dice.random() < 0.8:
            note.with_user(self.user_accountant).action_post()
            self._move(note.sudo(), 'posted')

    def _step_give_back(self):
        deposit, paid = self._pick(lambda paid: paid.held)
        parts = self._units(sum(deposit.line_ids.mapped('price_total')))
        kept = min(paid.held, round(parts * self.dice.choice((0, 0.1, 0.19))))
        before = deposit.move_line_ids.move_id
        self.manager_wizard.create({
            'deposit_id': deposit.id, 'reason': "Car sold", 'amount_kept': kept * self.unit}).action_apply()
        note = deposit.move_line_ids.move_id - before
        self.assertEqual(self._units(note.amount_total), paid.held - kept)
        paid.papers[note] = -paid.held, 'draft'
        paid.kept = kept

    def _step_post_note(self):
        move = self._pick_paper('draft', ('out_refund',))
        move.with_user(self.user_accountant).action_post()
        self._move(move, 'posted')

    def _step_delete_note(self):
        move = self._pick_paper('draft', ('out_refund',))
        move.unlink()
        for paid in self.paid.values():
            if paid.papers.pop(move, (0, ''))[0] < 0:
                paid.kept = 0

    def _step_reset_note(self):
        move = self._pick_paper('posted', ('out_refund',))
        move.with_user(self.user_accountant).button_draft()
        self._move(move, 'draft')
        self.assertFalse([paid for paid in self.paid.values() if move in paid.papers and paid.is_cancelled])

    def _step_rate(self):
        """The customer's currency rises or falls before the next document."""
        if not self.currency_name:
            raise NothingThere
        currency, rates = self.env.ref(f'base.{self.currency_name}'), self.env['res.currency.rate']
        today = rates.search([
            ('currency_id', '=', currency.id), ('company_id', '=', self.company.id), ('name', '=', Date.today())])
        rate = self.dice.choice((0.134, 0.137, 0.141))
        if today:
            today.rate = rate
        else:
            rates.create({'currency_id': currency.id, 'company_id': self.company.id, 'name': Date.today(), 'rate': rate})

    def _step_credit(self):
        """Accounting credits the deposit's own invoice, by hand and all of it."""
        deposit, paid = self._pick(lambda paid: paid.invoice == 'posted')
        note = self._credit(deposit.invoice_id).sudo()
        paid.papers[note] = -paid.amount, 'draft'
        if self.dice.random() < 0.8:
            note.with_user(self.user_accountant).action_post()
            self._move(note, 'posted')


@tagged('post_install', '-at_install')
class TestDepositLives(DepositLifeCase):
    """G4: whatever is done with deposits and their documents, what is held is what the books say, and never below zero."""

    def test_random_lives(self):
        """G4: ask, post, pay, deduct, delete, credit, give back with and without costs, cancel, in any order."""
        told = draw_lives(self._live, BEGINNINGS, STEPS)
        self.assertGreaterEqual(set(told), {'pay', 'post_work', 'credit_work', 'give_back', 'post_note', 'delete_work'})


@tagged('post_install', '-at_install')
class TestDepositLivesForeign(DepositLifeCase):
    """G4: of customers who are invoiced in another currency."""
    currency_name = 'JPY'
    price_factor = 100  # of a coin or two, core's books in two currencies may have two signs, which it refuses

    def test_random_lives(self):
        """G4: as above, in yen, whose rate changes on the way."""
        self.assertIn('pay', draw_lives(self._live, BEGINNINGS[:1], STEPS))
