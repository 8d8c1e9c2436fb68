from contextlib import contextmanager
from copy import deepcopy
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon
from odoo.addons.aftersales.tests.dealership.contract_sold import NothingThere, Sold
from odoo.addons.aftersales.tests.lives import draw_lives

STEPS = (
    'sell', 'go_on', 'go_on', 'redeem', 'redeem', 'redeem', 'redeem', 'again', 'deliver', 'deliver', 'deliver', 'deliver',
    'cancel_order', 'reopen_order', 'cancel_job', 'reopen_job', 'decline', 'delete', 'pay', 'other_work', 'other_car',
    'suspend', 'resume', 'leave_orders', 'credit', 'refund', 'wait', 'wait', 'earn', 'end', 'renew', 'transfer', 'undo', 'copy',
)
# How some lives begin, so that each step is tried, whatever the dice say.
BEGINNINGS = (
    ('redeem', 'deliver', 'credit', 'credit', 'wait', 'earn', 'redeem', 'deliver'),
    ('redeem', 'cancel_order', 'reopen_order', 'again', 'suspend', 'deliver', 'resume', 'transfer'),
    ('redeem', 'cancel_job', 'reopen_job', 'redeem', 'pay', 'again', 'leave_orders', 'refund'),
    ('redeem', 'delete', 'other_work', 'other_car', 'leave_orders', 'year', 'end', 'renew', 'go_on', 'go_on', 'go_on'),
)


class LifeCase(ContractCommon):
    """Random lives of the contracts of a car, beside plain numbers that say what must have come of each step."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_work, cls.free_work = cls.env['aftersales.operation'].create([
            {'name': f"Service {code}", 'code': f'CT-{code}', 'product_id': cls.labour.id} for code in 'BC'])
        cls.kind.write({
            'is_transferable': True, 'line_ids': [Command.create({'operation_id': cls.other_work.id, 'quantity': 2})]})
        cls.buyers = cls.env['res.partner'].create([{'name': "Buyer"}, {'name': "His Wife"}])
        cls.works = {'A': cls.work, 'B': cls.other_work}
        cls.tax = cls._create_tax(13)
        cls.tax.invoice_repartition_line_ids.account_id = cls.tax.refund_repartition_line_ids.account_id = cls.income

    # === WHAT HOLDS AT EVERY STEP ===#

    def _check(self):
        self.env.invalidate_all()
        for contract, sold in self.sold.items():
            self.assertEqual(contract.state, 'invoiced' if sold.state == 'posted' else sold.state)
            self.assertEqual(self._cents(contract.amount_rest), sold.rest)
            self.assertEqual(self._cents(contract.amount_recognised), sold.earned)
            for entitlement in contract.entitlement_ids:
                work = 'A' if entitlement.operation_id == self.work else 'B'
                line = sold.lines[work]
                told = (entitlement.granted, entitlement.reserved, entitlement.used, entitlement.ended, entitlement.times_left)
                self.assertEqual(told, (
                    line['granted'], line['reserved'], line['used'], line['forfeited'] + line['refunded'], sold.left(work)))
                self.assertGreaterEqual(min(told), 0)
                self.assertEqual(told[0], sum(told[1:]))
                self._check_ledger(entitlement, line)
        self.assertEqual(self._cents(self._get_balance()), sum(sold.held for sold in self.sold.values()))

    def _check_ledger(self, entitlement, line):
        """Its moves add up to its counters, and each job that counts on it is one of those."""
        moves = dict.fromkeys(('granted', 'reserved', 'released', 'used', 'earned', 'forfeited', 'refunded'), 0)
        for move in entitlement.move_ids:
            moves[move.kind] += move.quantity
            self.assertEqual(move.value, sum(move.entry_id.line_ids.filtered(
                lambda item: item.account_id == self.deferred).mapped('debit')) if move.kind != 'forfeited' else move.value)
        self.assertEqual(moves['reserved'] - moves['released'] - moves['used'], line['reserved'])
        for kind in ('granted', 'used', 'forfeited', 'refunded'):
            self.assertEqual(moves[kind], line[kind], kind)
        jobs = self.env['aftersales.job'].search([('contract_entitlement_id', '=', entitlement.id)])
        self.assertEqual(len(jobs.filtered(lambda job: not job.is_contract_used)), line['reserved'])
        self.assertEqual(len(jobs.filtered('is_contract_used')), line['used'])
        self.assertLessEqual(set(jobs.mapped('settlement')), {'contract'}, "nobody else pays for it")

    def _cents(self, amount):
        return round(amount * 100)

    # === A LIFE ===#

    @contextmanager
    def _life(self, dice):
        """Begun with one contract that runs, and taken back at the end."""
        self.dice = dice
        self.sold, self.told = {}, []
        with freeze_time('2026-03-03 02:00:00') as self.frozen, self._undone():
            self.kind.write({
                'price': self.dice.choice((100, 99.99, 1000.07, 0.13)),
                'recognition': self.dice.choice(('use', 'use', 'time'))})
            self.kind.sudo().product_id.taxes_id = self.dice.choice((self.tax, self.tax.browse()))
            self._step_sell()
            self._check()
            yield

    def _live(self, steps, dice):
        with self._life(dice):
            for step in steps:
                before = {contract: deepcopy(sold) for contract, sold in self.sold.items()}
                try:
                    with self.cr.savepoint():
                        then = getattr(self, f'_step_{step}')()
                except (UserError, NothingThere):
                    self.env.invalidate_all()
                    self.sold = before
                    continue
                self.told.append(step)
                if then:
                    then()
                try:
                    self._check()
                except AssertionError as error:
                    raise AssertionError(", ".join(self.told)) from error
        return self.told

    def _pick(self, records):
        return self.dice.choice(records) if records else records

    def _pick_contract(self, *states):
        contract = self.dice.choice([contract for contract, sold in self.sold.items() if sold.state in states] or [None])
        if contract is None:
            raise NothingThere
        return contract, self.sold[contract]

    def _pick_job(self, redeemed=True, used=None):
        jobs = self.env['aftersales.job'].search([('company_id', '=', self.company.id)]).filtered(
            lambda job: (
                bool(job.contract_entitlement_id) is redeemed and used in (None, job.is_contract_used)
                and job.operation_id in (self.work | self.other_work)))
        if not jobs:
            raise NothingThere
        return self.dice.choice(jobs)

    def _get_entitlements(self):
        return self.env['aftersales.contract'].browse().concat(*self.sold).entitlement_ids

    def _give_back(self, jobs):
        """What happens to the numbers once these jobs no longer count on their contracts."""
        lines = [
            self.sold[job.contract_entitlement_id.contract_id].lines['A' if job.operation_id == self.work else 'B']
            for job in jobs if job.contract_entitlement_id and not job.is_contract_used]

        def then():
            for line in lines:
                line['reserved'] -= 1
        return then

    # === STEPS: the seller, accounting and time ===#

    def _step_sell(self):
        """One that runs; its taxes stand elsewhere, as a chart of accounts has them."""
        contract = self._sell()
        sold = self.sold[contract.sudo()] = self._expect(contract)
        sold.begin(date.today(), self.kind.recognition == 'time')

    def _expect(self, contract):
        return Sold(self._cents(contract.price), {'A': 3, 'B': 2})

    def _step_go_on(self):
        """What is not running yet goes on by a step, or ends."""
        contract, sold = self._pick_contract('draft', 'invoiced', 'posted')
        seller, invoice = contract.with_user(self.user_advisor), contract.invoice_id
        if self.dice.random() < 0.15:
            seller.action_cancel()
            sold.state = 'cancelled'
        elif sold.state == 'draft':
            seller.action_invoice()
            sold.state = 'invoiced'
        elif sold.state == 'invoiced':
            invoice.with_user(self.user_accountant).action_post()
            sold.state = 'posted'
        else:
            if invoice.payment_state == 'not_paid':
                self._pay(invoice)
            else:
                seller.action_activate()
            sold.begin(date.today(), self.kind.recognition == 'time')

    def _step_suspend(self):
        contract, sold = self._pick_contract('active')
        contract.with_user(self.user_manager)._suspend("Abroad")
        sold.suspend(date.today())

    def _step_resume(self):
        contract, sold = self._pick_contract('suspended')
        contract.with_user(self.user_manager).action_activate()
        sold.resume(date.today())

    def _step_credit(self):
        """A part of the price, all that is left, or more than that."""
        contract, sold = self._pick_contract('posted', 'active', 'suspended', 'used_up', 'expired')
        amount = int(sold.held * self.dice.choice((0.3, 1, 1, 1.1)))
        note = self._credit(contract.invoice_id)
        note.invoice_line_ids.price_unit = amount / 100
        note.with_user(self.user_accountant).action_post()
        self.assertLessEqual(amount, sold.held)
        sold.price -= amount
        if not sold.held:
            self.assertFalse(sold.reserved)
            if sold.state == 'posted':
                sold.state = 'cancelled'
            elif sold.state in ('active', 'suspended'):
                sold.close('refunded', 'refunded')

    def _step_leave_orders(self):
        """None is open any more: what is left may be credited, or refunded."""
        orders = self.env['aftersales.job'].search([('contract_entitlement_id', 'in', self._get_entitlements().ids)]).filtered(
            lambda job: not job.is_contract_used).order_id
        then = self._give_back(orders.job_ids)
        orders.with_user(self.user_advisor)._cancel("Stays away")
        return then

    def _step_refund(self):
        contract, sold = self._pick_contract('active', 'suspended')
        self.env['aftersales.contract.refund.wizard'].with_user(self.user_manager).create({
            'contract_id': contract.id, 'reason': "Gives up", 'percent': self.dice.choice((0, 10))}).action_apply()
        self.assertFalse(sold.reserved)
        sold.price -= sold.rest
        sold.close('refunded', 'refunded')

    def _step_wait(self):
        self.frozen.tick(timedelta(days=self.dice.choice((3, 31, 150))))
        self.env.invalidate_all()

    def _step_year(self):
        self.frozen.tick(timedelta(days=370))
        self.env.invalidate_all()

    def _step_earn(self):
        """What the scheduled action does, of those it finds."""
        for contract, sold in self.sold.items():
            if sold.state == 'active' and sold.by_time:
                contract._earn_by_time()
                sold.earn(contract._get_last_month_end())

    def _step_end(self):
        contract, sold = self._pick_contract('active', 'suspended')
        contract.with_user(self.user_advisor).action_expire()
        self.assertLess(sold.end, date.today())
        self.assertFalse(sold.reserved)
        sold.earned = sold.price
        sold.close('forfeited', 'expired')

    def _step_renew(self):
        contract, sold = self._pick_contract('active', 'suspended', 'used_up', 'expired')
        new = contract.browse(contract.with_user(self.user_advisor).action_renew()['res_id'])
        self.assertTrue(sold.state == 'used_up' or sold.end <= date.today() + timedelta(days=30))
        self.sold[new.sudo()] = self._expect(new)

    def _step_transfer(self):
        contract, __ = self._pick_contract('active', 'suspended')
        self.vehicle.owner_id = self.dice.choice(self.buyers)
        contract.with_user(self.user_advisor).action_transfer()
        self.assertEqual(contract.partner_id, self.vehicle.owner_id)

    def _step_undo(self):
        """Accounting takes back what it may: an invoice nobody counts on."""
        contract, sold = self._pick_contract(*(sold.state for sold in self.sold.values()))
        moves = contract.invoice_id | contract.invoice_id.reversal_move_ids | contract.entitlement_ids.move_ids.entry_id
        if not moves:
            raise NothingThere
        move = self._pick(moves)
        move.with_user(self.user_accountant).button_draft()
        self.assertEqual(sold.state, 'posted')
        if move == contract.invoice_id:
            sold.state = 'invoiced'
        else:
            sold.price += self._cents(move.amount_untaxed)

    # === STEPS: orders ===#

    def _create_work(self):
        works = self.dice.choice(('A', 'B', 'AB'))
        return self._create_order(
            *(self._job(operation_id=self.works[work].id) for work in works), done=False).job_ids

    def _redeem_job(self, job):
        """The one that ends first pays, whatever the car has besides."""
        work = 'A' if job.operation_id == self.work else 'B'
        pays = [sold for sold in self.sold.values() if sold.pays(work, date.today())]
        if job.order_id.vehicle_id != self.vehicle:
            pays = []
        try:
            job.with_user(self.user_advisor).action_redeem_contract()
        except UserError:
            self.assertFalse(pays and job.is_open and not job.order_id.is_locked, "nothing is refused that is paid for")
            raise
        sold = self.sold[job.contract_entitlement_id.contract_id.sudo()]
        self.assertIn(sold, pays)
        self.assertEqual(sold.end, min(each.end for each in pays))
        sold.lines[work]['reserved'] += 1

    def _step_redeem(self):
        for job in self._create_work():
            self._redeem_job(job)

    def _step_again(self):
        self._redeem_job(self._pick_job(redeemed=False))

    def _step_deliver(self):
        """All that the order's contracts pay for is used when the car leaves."""
        order = self._pick_job(used=False).order_id
        if order.state == 'draft':
            order.action_receive()
        live = order.job_ids.filtered(lambda job: job._is_live())
        self._finish(live.filtered('is_open'))
        self.deliver(self.inspect(order))
        for job in live.filtered('contract_entitlement_id'):
            self.sold[job.contract_entitlement_id.contract_id].use('A' if job.operation_id == self.work else 'B')

    def _step_cancel_order(self):
        order = self._pick_job().order_id
        then = self._give_back(order.job_ids)
        order.with_user(self.user_advisor)._cancel("Stays away")
        return then

    def _step_reopen_order(self):
        order = self._pick(self.env['aftersales.order'].search([
            ('company_id', '=', self.company.id), ('state', '=', 'cancelled')]))
        if order:
            self.reopen(order.with_user(self.user_advisor))
            self.assertNotIn('contract', order.job_ids.mapped('settlement'))

    def _step_cancel_job(self):
        job = self._pick_job()
        then = self._give_back(job)
        job.with_user(self.user_advisor)._cancel("Not today")
        return then

    def _step_reopen_job(self):
        job = self._pick_job(redeemed=False)
        self.reopen(job.with_user(self.user_advisor))
        self.assertNotEqual(job.settlement, 'contract')

    def _step_decline(self):
        job = self._pick_job(redeemed=self.dice.random() < 0.7)
        then = self._give_back(job)
        job.with_user(self.user_advisor)._decline('phone', reason="Too dear")
        return then

    def _step_delete(self):
        """An estimate, or a job of it."""
        job = self._pick_job()
        then = self._give_back(job.order_id.job_ids)
        order = job.order_id
        if order.state != 'draft':
            order = self.env['aftersales.order'].create(self._order_vals(self._job(operation_id=job.operation_id.id)))
            self._redeem_job(order.job_ids)
            then = self._give_back(order.job_ids)
        order.with_user(self.user_advisor).unlink()
        return then

    def _step_pay(self):
        job = self._pick_job()
        then = self._give_back(job)
        job.with_user(self.user_advisor).pay_type_id = self.dice.choice((self.pay_customer, self.pay_warranty))
        return then

    def _step_other_work(self):
        job = self._pick_job()
        then = self._give_back(job)
        job.with_user(self.user_advisor).operation_id = self.dice.choice((
            (self.work | self.other_work) - job.operation_id, self.free_work))
        return then

    def _step_other_car(self):
        order = self.env['aftersales.order'].create(self._order_vals(self._job(operation_id=self.work.id)))
        self._redeem_job(order.job_ids)
        then = self._give_back(order.job_ids)
        order.with_user(self.user_advisor).vehicle_id = self.vehicle.copy({'license_plate': f"CT {self.dice.random():.9f}"})
        return then

    def _step_copy(self):
        """The same order once more counts on nothing by itself."""
        order = self._pick_job().order_id
        copy = order.with_user(self.user_advisor).copy()
        self.assertFalse(copy.job_ids.contract_entitlement_id)
        self.assertNotIn('contract', copy.job_ids.mapped('settlement'))


@tagged('post_install', '-at_install')
class TestContractLives(LifeCase):
    """G3: whatever is done with contracts, the ledger of their work and the account of deferred revenue agree."""

    def test_random_lives(self):
        """G3: sell, redeem, use, give back, suspend, credit, refund, earn, end, renew and hand over in any order."""
        told = draw_lives(self._live, BEGINNINGS, STEPS)
        self.assertTrue(set(told) >= {'redeem', 'deliver', 'credit', 'cancel_order', 'refund', 'end', 'renew'}, set(told))
