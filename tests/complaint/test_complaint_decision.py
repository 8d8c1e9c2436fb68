import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.complaint import MONDAY, ComplaintCommon


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestComplaintDecision(ComplaintCommon):
    """Who decides what, within which limit, and who does not (K3; sheet of complaints, 8)."""

    def test_who_may_decide_holds_it(self):
        """K3: where the head of the outlet may not decide, somebody has it on his list who may."""
        self.technician.user_id = self.user_manager
        director = new_test_user(
            self.env, login='as_director', groups='base.group_user,aftersales.group_manager', company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)])
        complaints = self._propose(self._create_complaints(2), 600, employee_id=self.technician.id)
        holder = complaints.holder_id
        self.assertEqual(len(holder), 1)
        self.assertEqual(complaints.with_user(holder).mapped('may_approve'), [True, True])
        self.assertNotEqual(holder, self.user_manager)
        self.assertIn(director, complaints._get_managers())

    def test_costs_are_entered_before(self):
        """K3: no limit is passed by leaving out what something costs."""
        complaint = self._propose(self._create_complaints(), 0, 'payment')
        with self.assertRaisesRegex(UserError, "Compensation in money"):
            complaint.action_approve()
        complaint.solution_ids = [Command.create({'kind': 'apology'})]
        complaint.solution_ids[0].amount = 10
        complaint.action_approve()

    def test_who_is_responsible_stays_named(self):
        """K3: whoever is responsible neither takes himself out nor makes his share another's; after the decision nobody."""
        self.technician.user_id = self.user_dispatcher
        complaint = self._propose(self._create_complaints(), employee_id=self.technician.id)
        own = complaint.with_user(self.user_dispatcher)
        for change in (
            own.party_ids.unlink, lambda: own.party_ids.write({'employee_id': False}),
            lambda: own.write({'party_ids': [Command.clear()]}),
        ):
            with self.assertRaisesRegex(AccessError, "Somebody else says who is"):
                change()
        complaint.party_ids.share = 40
        with self.assertRaisesRegex(UserError, "40 % together"):
            complaint.action_approve()
        complaint.party_ids.share = 100
        complaint.action_approve()
        with self.assertRaisesRegex(UserError, "what the customer gets"):
            complaint.party_ids.unlink()

    def test_limit_of_who_decides(self):
        """K3: nobody decides more than his limit, by amount and kind; the task goes to who may."""
        self.env['aftersales.complaint.limit'].create({
            'group_id': self.env.ref('aftersales.group_care').id, 'kind': 'payment', 'amount': 50})
        for amount, kind, may in ((500, 'redo', True), (501, 'redo', False), (51, 'payment', False), (50, 'payment', True)):
            complaint = self._propose(self._create_complaints(), amount, kind)
            with self.subTest(amount=amount, kind=kind):
                self.assertEqual(complaint.may_approve, may)
                self.assertEqual(complaint.sudo().activity_ids.user_id, self.user_care if may else self.user_manager)
                if may:
                    complaint.action_approve()
                    continue
                with self.assertRaisesRegex(AccessError, "beyond your limit"):
                    complaint.action_approve()
                with self.assertRaisesRegex(AccessError, "beyond your limit"):
                    complaint.write({'state': 'approved'})
                complaint.with_user(self.user_manager).action_approve()
                self.assertEqual(complaint.decided_by_id, self.user_manager)
                self.assertIn("Manager", complaint.decided_level)
        beyond = self._propose(self._create_complaints(), 5001)
        with self.assertRaises(AccessError):
            beyond.with_user(self.user_manager).action_approve()
        limit = self.env.ref('aftersales.complaint_limit_manager').with_user(self.user_manager)
        with self.assertRaises(AccessError):
            limit.amount = 9000
        with self.assertRaises(AccessError):
            limit.create({'group_id': limit.group_id.id, 'kind': 'redo', 'is_unlimited': True})
        owner = new_test_user(
            self.env, login='as_owner', groups='aftersales.group_director', company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)])
        self.env.invalidate_all()
        self.assertTrue(beyond.with_user(beyond.holder_id).may_approve, "somebody has it who may")
        beyond.with_user(owner).action_approve()

    def test_who_is_responsible_does_not_decide(self):
        """K3: whoever is among those responsible does not decide, whatever his limit."""
        self.technician.user_id = self.user_manager
        complaint = self._propose(self._create_complaints(), employee_id=self.technician.id)
        self.assertFalse(complaint.with_user(self.user_manager).may_approve)
        with self.assertRaisesRegex(AccessError, "among those responsible"):
            complaint.with_user(self.user_manager).action_approve()

    def test_what_was_approved_is_what_the_customer_gets(self):
        """K3: after the decision nothing of it changes, unless the manager takes it back."""
        complaint = self._propose(self._create_complaints())
        complaint.action_approve()
        with self.assertRaisesRegex(UserError, "what the customer gets"):
            complaint.offer_text = "More"
        with self.assertRaisesRegex(UserError, "what the customer gets"):
            complaint.solution_ids.amount = 9
        with self.assertRaises(AccessError):
            complaint.action_back()
        complaint.with_user(self.user_manager).action_back()
        self.assertFalse(complaint.decided_by_id)
        complaint.solution_ids.amount = 90

    def test_shares_name_somebody(self):
        """K3: a share is somebody's."""
        complaint = self._create_complaints()
        with self.assertRaises(psycopg2.errors.CheckViolation), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self.env['aftersales.complaint.party'].with_user(self.user_care).create({
                'complaint_id': complaint.id, 'share': 100})

    # === WHAT OTHERS SEE ===#

    def test_lesson_is_told_and_read(self):
        """issue 10, K3: when a case is closed its lesson goes to who leads each responsible unit, once; he says that his
        people know it, without a role of ours."""
        head, other = (new_test_user(
            self.env, login, groups='base.group_user', company_id=self.company.id) for login in ('head_paint', 'other_head'))
        self.department.manager_id = self.env['hr.employee'].create({
            'name': "Head", 'user_id': head.id, 'company_id': self.company.id})
        taught, silent = complaints = self._propose(self._create_complaints(2))
        taught.with_user(self.user_care).lesson = "Look at the label of the box"
        self._close(complaints)
        told = taught.sudo().lesson_ids
        self.assertEqual((told.department_id, told.user_id, told.lesson), (
            self.department, head, "Look at the label of the box"))
        self.assertEqual(told.activity_ids.user_id, head)
        self.assertFalse(silent.sudo().lesson_ids, "nothing was learned")
        taught.sudo()._tell_lesson()
        self.assertEqual(taught.sudo().lesson_ids, told, "told once")
        mine = told.with_user(head)
        self.assertEqual(mine.search([]), mine)
        self.assertNotIn('complaint_id', mine.fields_get())
        self.assertFalse(told.with_user(other).search([]))
        with self.assertRaisesRegex(AccessError, "says himself"):
            told.with_user(self.user_care).action_read()
        for change in (lambda: told.with_user(self.user_care).write({'lesson': "Otherwise"}),
                       told.with_user(self.user_care).unlink, lambda: mine.write({'read_date': MONDAY})):
            with self.assertRaises(AccessError):
                change()
        mine.action_read()
        self.assertEqual(str(told.read_date), MONDAY)
        self.assertFalse(told.activity_ids)
