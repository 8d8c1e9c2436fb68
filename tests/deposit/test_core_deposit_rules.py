from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_core_deposit import CoreDepositCommon


@tagged('post_install', '-at_install')
class TestCoreDepositRules(CoreDepositCommon):
    """H6: who takes old parts in, tells customers, and keeps what nobody comes for."""

    def test_kept(self):
        """H6: after the day, and once the customer was told, a manager keeps it with a reason; accounting books it."""
        core, other = self._hold(2), self._hold()
        manager = core.with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "may bring the old part until"):
            manager.action_keep()
        self._let_pass(core, told=False)
        self.assertTrue(core.is_overdue)
        self.assertEqual(core.search([('is_overdue', '=', True), ('company_id', '=', self.company.id)]), core)
        with self.assertRaisesRegex(UserError, "tell the customer first"):
            manager.action_keep()
        self._let_pass(core)
        self.assertEqual(manager.action_keep()['res_model'], 'aftersales.core.keep.wizard')
        entry = self._keep(core)
        self.assertEqual((entry.state, core.state, core.pieces_open), ('draft', 'held', 0))
        with self.assertRaisesRegex(UserError, "is not posted"):
            manager.action_keep()
        with self.assertRaisesRegex(UserError, "deposit of 0 pieces"):
            core.with_user(self.user_parts).action_bring_back()
        entry.action_post()
        self.assertEqual((core.state, core.amount_held, core.amount_kept, core.pieces_back), ('kept', 0, 100, 0))
        self.assertAlmostEqual(self._get_booked(self.kept), 100, 2)
        self.assertIn("Nobody came", " ".join(core.sudo().message_ids.mapped('body')))
        self.assertFalse(core.is_overdue)
        for action in (manager.action_keep, core.with_user(self.user_parts).action_tell_customer):
            with self.assertRaisesRegex(UserError, "nothing is held"):
                action()
        self.assertEqual(other.state, 'held')
        self.assertBooks(50)
        entry._reverse_moves([{'date': fields.Date.today()}], cancel=True)
        self.assertEqual((core.state, core.amount_held, core.amount_kept), ('held', 100, 0))
        self.assertBooks(150)

    def test_rest_is_kept(self):
        """H6: some came back, the rest is kept; an entry that is deleted leaves it held."""
        core = self._hold(3)
        self._bring(core, 1).action_post()
        self._let_pass(core)
        self._keep(core).unlink()
        self.assertEqual((core.state, core.pieces_open), ('held', 2))
        self._keep(core).action_post()
        self.assertEqual((core.state, core.amount_kept, core.pieces_back), ('kept', 100, 1))
        self.assertBooks(0)

    def test_no_income_account(self):
        """H6: without an account of the income nothing is kept."""
        core = self._hold()
        self._let_pass(core)
        self.company.aftersales_deposit_income_account_id = False
        with self.assertRaisesRegex(UserError, "no income account"):
            self._keep(core)

    def test_told(self):
        """H6: the customer is told until when; whoever is told late has a week; of two, each his own."""
        cores = self._hold() | self._hold()
        late, early = cores
        self._let_pass(late, told=False)
        day, today = early.due_date, fields.Date.context_today(late)
        cores.with_user(self.user_parts).action_tell_customer()
        self.assertEqual((late.due_date, early.due_date), (today + timedelta(days=7), day))
        self.assertFalse(late.is_overdue)
        for core in cores:
            self.assertTrue(core.notice_date)
            body = " ".join(core.sudo().message_ids.mapped('body'))
            self.assertIn("you paid a core deposit", body)
            self.assertIn(core.name, body)
        with self.assertRaisesRegex(UserError, "was told today"):
            cores.with_user(self.user_parts).action_tell_customer()

    def test_asked_about(self):
        """H6: once the day is past, whoever sold it has a task to tell the customer: one, and none when he was told."""
        core, other, told = self._hold(), self._hold(), self._hold()
        self._let_pass(core, told=False)
        self._let_pass(told)
        for __ in range(2):
            self.env.flush_all()
            with self.enter_registry_test_mode():
                self.env.ref('aftersales.cron_ask_about_cores').method_direct_trigger()
            self.env.invalidate_all()
            task = (core | other | told).sudo().activity_ids
            self.assertEqual((task.res_id, task.user_id), (core.id, self.user_parts))
        self.assertEqual(task.activity_type_id, self.env.ref('aftersales.mail_activity_core_overdue'))
        self.assertIn(core.name, task.summary)

    def test_without_address(self):
        """H6: whom nothing can be sent to is called; once the day is past, it may be kept."""
        self.customer.write({'email': False, 'phone': False})
        core = self._hold()
        self._let_pass(core, told=False)
        self.assertTrue(core.with_user(self.user_manager).action_keep())
        core.with_user(self.user_parts).action_tell_customer()
        self.assertTrue(core.sudo().activity_ids)
        with self.assertRaisesRegex(UserError, "may bring the old part until"):
            core.with_user(self.user_manager).action_keep()

    def test_roles(self):
        """H6: the store takes in, a manager keeps, accounting posts; the advisor reads and tells, the technician nothing."""
        core = self._hold()
        self._let_pass(core)
        Return, Keep = self.env['aftersales.core.return.wizard'], self.env['aftersales.core.keep.wizard']
        for user in (self.user_advisor, self.user_accountant):
            self.assertEqual(core.with_user(user).amount_held, 50)
            for action in (
                    core.with_user(user).action_bring_back, core.with_user(user).action_keep,
                    lambda user=user: core.with_user(user)._bring_back(1, 'core', "C-01"),
                    lambda user=user: core.with_user(user)._keep("Nobody came"),
                    lambda user=user: Return.with_user(user).create({'core_deposit_id': core.id, 'pieces': 1}),
                    lambda user=user: Keep.with_user(user).create({'core_deposit_id': core.id, 'reason': "Why"})):
                with self.assertRaises(AccessError):
                    action()
        with self.assertRaises(AccessError):
            core.with_user(self.user_parts).action_keep()
        with self.assertRaises(AccessError):
            core.with_user(self.user_accountant).action_tell_customer()
        with self.assertRaises(AccessError):
            core.with_user(self.user_technician).read(['name'])
        for vals in ({'amount_piece': 1}, {'pieces': 1}, {'due_date': '2020-01-01'}, {'state': 'back'}):
            with self.subTest(vals), self.assertRaises(AccessError):
                core.with_user(self.user_manager).write(vals)
        with self.assertRaises(AccessError):
            core.with_user(self.user_parts).create({'line_id': core.line_id.id})
        with self.assertRaises(AccessError):
            core.with_user(self.user_manager).unlink()
        core.with_user(self.user_parts).user_id = self.user_advisor

    def test_other_company(self):
        """H6: core deposits of a company are no other one's: neither read nor given back; its days are its own."""
        core = self._hold()
        stranger = core.with_user(self.user_other_advisor).with_context(allowed_company_ids=self.other_company.ids)
        self.assertFalse(stranger.search([('id', '=', core.id)]))
        for action in (stranger.action_bring_back, stranger.action_tell_customer, stranger.action_view_old_parts,
                       lambda: stranger.read(['amount_held'])):
            with self.assertRaises(AccessError):
                action()
        clerk = self.user_parts.copy({
            'login': 'core-elsewhere', 'company_id': self.other_company.id,
            'company_ids': [Command.set(self.other_company.ids)]})
        with self.assertRaises(AccessError):
            self.env['aftersales.core.return.wizard'].with_user(clerk).with_context(
                allowed_company_ids=self.other_company.ids).create({'core_deposit_id': core.id, 'pieces': 1})
        self.other_company.aftersales_core_deposit_days = 1
        self.assertEqual(self._hold().due_date, self.company._get_today() + timedelta(days=60))

    def test_claimed_first(self):
        """H6: whoever is second waits before anything is read or made: no tag, no credit note, no entry."""
        core = self._hold(2)
        self._let_pass(core)
        self._take_back(core.sale_id, 1)

        class Waits(Exception):
            pass

        def wait(records):
            raise Waits

        self.patch(self.registry['aftersales.core.deposit'], '_claim_for_update', wait)
        for act in (
                lambda: self._bring(core, 1), lambda: self._keep(core),
                core.with_user(self.user_parts).action_tell_customer,
                core.sale_id.with_user(self.user_accountant).action_credit):
            with self.assertRaises(Waits):
                act()
        self.assertFalse(core.old_part_ids)
        self.assertEqual(core.sudo().move_line_ids.mapped('parent_state'), ['posted'])

    def test_balance(self):
        """Contracts §7: beside the deposits for parts the dialog of a day says what is held for old parts."""
        core = self._hold(2)
        self._bring(core, 1).action_post()
        self._take(30)  # more than lie on the shelf
        balance = self.env['aftersales.deposit.balance'].with_user(self.user_accountant).create({
            'company_id': self.company.id})
        self.assertEqual(
            (balance.amount_open, balance.amount_cores, balance.amount_balance, balance.amount_difference), (900, 50, 950, 0))

    def test_links_are_kept(self):
        """H6: nobody cuts or lays the links of the books by hand; a duplicate of the invoice holds nothing."""
        core = self._hold()
        line = core.sudo().move_line_ids.with_user(self.user_accountant)
        for field in ('aftersales_core_deposit_id', 'aftersales_core_line_id'):
            with self.assertRaises(AccessError):
                line[field] = False
        copy = line.move_id.copy()
        self.assertFalse(copy.sudo().invoice_line_ids.aftersales_core_deposit_id)
        copy.action_post()
        self.assertEqual((core.amount_held, core.sale_id.core_deposit_count), (50, 1))

    def test_figures(self):
        """Parts 10: the figures count old parts overdue, deposits held and cores not credited, and open what they count."""
        self._hold(2)
        job, today = self._create_approved((self.turbo, 1)).job_ids, self.company._get_today()
        old, sent = self.env['aftersales.old.part'].sudo().create([
            {'job_id': job.id, 'product_id': self.turbo.id, 'duty': 'scrap', 'place': "O-1",
             'deadline': today - timedelta(days=1)},
            {'job_id': job.id, 'product_id': self.turbo.id, 'duty': 'core', 'place': "O-2"}])
        sent.sent_date = fields.Datetime.now()
        self.env.flush_all()
        for name, day, view in (
                ('old_overdue', old.deadline, 'old_overdue'), ('core_open', today, 'cores'), ('credit_open', today, 'credits')):
            with self.subTest(name):
                row = self.env['aftersales.part.figure'].with_user(self.user_manager).search([
                    ('workshop_id', '=', self.workshop.id), ('month', '=', day.replace(day=1))])
                action = getattr(row, f'action_view_{view}')()
                found = self.env[action['res_model']].with_user(self.user_manager).search(action['domain'])
                self.assertEqual((row[name], len(found)), (1, 1))
        self.assertEqual(row.core_open_value, 100)
