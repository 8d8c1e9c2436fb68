from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon

TODAY = '2027-03-10 04:00:00'


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestSeasonPlan(PartsCommon):
    """H5: what a store needs for a season is given 30 days before, approved, and kept until the season ends."""

    def _plan(self, quantity=25, **values):
        return self.env['aftersales.season.plan'].with_user(self.user_parts).create({
            'name': "Rain", 'warehouse_id': self.warehouse.id, 'date_start': '2027-05-01', 'date_end': '2027-07-31',
            'line_ids': [Command.create({'product_id': self.pads.id, 'quantity': quantity})], **values})

    def _get_proposal(self):
        return self.env['aftersales.stocking.proposal'].search([
            ('warehouse_id', '=', self.warehouse.id), ('product_id', '=', self.pads.id)])

    def _give(self, plan):
        plan.action_give()
        return plan.with_user(self.user_manager)

    def test_given_in_time(self):
        """H5: due 30 days before the season; whoever gives it has a task until then, and is late afterwards."""
        plan = self._plan()
        Plan = plan.browse()
        self.assertEqual(str(plan.date_due), '2027-04-01')
        self.assertEqual((plan.activity_ids.user_id, plan.activity_ids.date_deadline), (self.user_parts, plan.date_due))
        self.assertIn("Rain", plan.activity_ids.summary)
        plan.write({'date_start': '2027-06-01', 'notice_days': 60})
        self.assertEqual((str(plan.date_due), len(plan.activity_ids)), ('2027-04-02', 1))
        self.assertEqual(plan.activity_ids.date_deadline, plan.date_due)
        late = [('is_late', '=', True), ('id', '=', plan.id)]
        self.assertFalse(plan.is_late or Plan.search(late))
        with freeze_time('2027-04-03 04:00:00'):
            plan.invalidate_recordset()
            self.assertTrue(plan.is_late and Plan.search(late))
            plan.action_give()
            self.assertFalse(plan.is_late or Plan.search(late) or plan.activity_ids)
        with self.assertRaisesRegex(UserError, "enter the parts"):
            self._plan(line_ids=[]).action_give()

    def test_only_its_own_task_ends(self):
        """H5: with the plan its own task goes, and no To-Do somebody else, or a rule of the house, has put on it."""
        plan, other = self._plan(), self._plan()
        kind = self.env.ref('aftersales.mail_activity_season_plan')
        self.assertEqual(plan.activity_ids.activity_type_id, kind)
        to_dos = [plan.with_user(self.user_manager).activity_schedule(
            'mail.mail_activity_data_todo', user_id=self.user_manager.id, summary="Ask the dealer", automated=automated)
            for automated in (True, False)]
        plan.date_start = '2027-06-01'
        self.assertEqual(len(plan.activity_ids), 3)
        plan.action_give()
        self.assertEqual(plan.activity_ids, to_dos[0] + to_dos[1])
        self.assertEqual(other.activity_ids.activity_type_id, kind)
        plan.action_take_back()
        plan.action_drop()
        self.assertEqual(plan.activity_ids, to_dos[0] + to_dos[1])

    def test_who_gives_and_who_approves(self):
        """H5: the parts counter gives, a manager approves; what is given stays, unless it is taken back; of one's company."""
        plan = self._plan()
        with self.assertRaises(AccessError):
            plan.with_user(self.user_technician).read(['name'])
        plan.action_give()
        self.assertEqual((plan.state, plan.given_id), ('given', self.user_parts))
        with self.assertRaisesRegex(UserError, "it stays as it is"):
            plan.line_ids.quantity = 3
        with self.assertRaises(AccessError):
            plan.action_approve()
        plan.action_take_back()
        self.assertTrue(plan.activity_ids)
        plan.line_ids.quantity = 3
        self._give(plan).action_approve()
        self.assertEqual((plan.state, plan.approved_id), ('approved', self.user_manager))
        with self.assertRaises(AccessError):
            plan.with_user(self.user_manager).unlink()
        clerk = self.user_parts.copy({
            'company_ids': [self.other_company.id], 'company_id': self.other_company.id, 'login': 'parts.season'})
        self.assertFalse(plan.with_user(clerk).search([('id', '=', plan.id)]))

    def test_kept_until_the_season_ends(self):
        """H5: approved, at least so many are proposed, and the reason says so; the rule follows; afterwards it goes back."""
        self._give(self._plan()).action_approve()
        proposal = self._get_proposal()
        self.assertEqual((proposal.kind, proposal.best_min, proposal.season_pieces), ('start', 25, 25))
        self.assertIn("At least 25 are kept for “Rain”, until 07/31/2027.", proposal.with_user(self.user_parts).reason)
        proposal.with_user(self.user_manager).action_approve()
        self.assertEqual(proposal.orderpoint_id.product_min_qty, 25)
        policy = proposal.policy_id
        policy.with_user(self.user_manager).action_work_out()
        self.assertEqual((proposal.kind, proposal.state), ('same', 'done'))
        with freeze_time('2027-08-01 04:00:00'):
            policy.with_user(self.user_manager).action_work_out()
        self.assertFalse(proposal.season_id)
        self.assertLess(proposal.best_min, 25)
        self.assertNotEqual(proposal.kind, 'same')

    def test_ended_early_or_over(self):
        """H5: what is ended early is kept no more; a season that is over is not approved; one that asks for less than is kept
        anyway changes nothing."""
        plan = self._give(self._plan())
        plan.action_approve()
        self.assertEqual(self._get_proposal().season_id, plan)
        plan.action_drop()
        self.assertFalse(self._get_proposal().season_id)
        over = self._plan(date_start='2027-01-01', date_end='2027-02-01')
        with self.assertRaisesRegex(UserError, "season is over"):
            self._give(over).action_approve()
        superseded = self._give(self._plan())
        self.env['aftersales.part.supersession'].create({
            'product_tmpl_id': self.pads.product_tmpl_id.id, 'successor_id': self.disc.product_tmpl_id.id})
        superseded.action_approve()
        self.assertEqual((self._get_proposal().best_min, self._get_proposal().season_id.id), (0, False))
        self.assertEqual(fields.Date.to_string(superseded.date_due), '2027-04-01')
