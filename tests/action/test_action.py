from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.common import AftersalesCommon

TODAY = '2026-03-02 09:00:00'
TASK, OVERDUE = 'aftersales.mail_activity_action', 'aftersales.mail_activity_action_overdue'


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestAction(AftersalesCommon):
    """K3: what is done against a cause has an owner, a day, evidence, and somebody else who looks whether it helped."""

    with_outlet = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workshop.manager_id = cls.user_dispatcher

    def _create_actions(self, count=1, **values):
        return self.env['aftersales.action'].with_user(self.user_care).create([{
            'name': "Torque goes on the job card", 'user_id': self.user_technician.id, 'workshop_id': self.workshop.id,
            'due_date': '2026-03-09', **values} for __ in range(count)])

    def _do(self, actions):
        actions = actions.with_user(self.user_technician)
        actions.write({'evidence': "Card of order 12 has it"})
        actions.action_done()

    def test_owner_does_it_and_somebody_else_checks(self):
        """K3: two actions from the task of the owner to the check of the effect."""
        actions = self._create_actions(2)
        tasks = actions.sudo().activity_ids
        self.assertEqual((tasks.user_id, set(tasks.mapped('date_deadline'))), (self.user_technician, {date(2026, 3, 9)}))
        with self.assertRaisesRegex(UserError, "what shows that it was done"):
            actions.with_user(self.user_technician).action_done()
        self._do(actions)
        self.assertEqual(set(actions.mapped('done_date')), {date(2026, 3, 2)})
        self.assertEqual(set(actions.mapped('check_due')), {date(2026, 4, 1)})
        self.assertEqual(actions.sudo().activity_ids.user_id, self.user_dispatcher, "Nobody checks it yet.")
        actions.checker_id = self.user_inspector
        self.assertEqual(actions.sudo().activity_ids.user_id, self.user_inspector)
        checked = actions.with_user(self.user_inspector)
        with self.assertRaisesRegex(UserError, "what the check found"):
            checked.action_effective()
        checked.check_note = "No such case in March"
        checked[0].action_effective()
        checked[1].action_ineffective()
        self.assertEqual(actions.mapped('state'), ['effective', 'ineffective'])
        self.assertEqual((actions.checker_id, actions[0].check_date), (self.user_inspector, date(2026, 3, 2)))
        self.assertFalse(actions.sudo().activity_ids)
        with self.assertRaisesRegex(UserError, "cannot go from"):
            checked[0].action_reopen()
        actions[1].action_reopen()
        self.assertEqual(actions[1].sudo().activity_ids.user_id, self.user_technician)
        self.assertFalse(actions[1].check_note, "The second try is checked anew.")

    def test_owner_does_not_check_himself(self):
        """K3: whoever did it does not say whether it helped, whatever role he has."""
        action = self._create_actions(user_id=self.user_care.id)
        action.evidence = "Done"
        action.action_done()
        action.check_note = "Fine"
        with self.assertRaisesRegex(AccessError, "somebody else"):
            action.action_effective()
        with self.assertRaisesRegex(AccessError, "somebody else"):
            action.write({'state': 'ineffective'})
        with self.assertRaises(ValidationError), mute_logger('odoo.sql_db'), self.cr.savepoint():
            action.checker_id = self.user_care
            action.flush_recordset()

    def test_owner_writes_what_is_his(self):
        """K3: the owner neither moves the day nor gives it to somebody else; others write nothing at all."""
        action = self._create_actions()
        own = action.with_user(self.user_technician)
        own.description = "With the new wrench"
        for name, value in (('due_date', '2026-12-31'), ('user_id', self.user_parts.id), ('name', "Nothing")):
            with self.subTest(name), self.assertRaisesRegex(AccessError, "not yours to change"):
                own[name] = value
        for user in (self.user_advisor, self.user_parts, self.user_accountant):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                action.with_user(user).description = "Mine"
        with self.assertRaises(AccessError):
            self.env['aftersales.action'].with_user(self.user_technician).create({'name': "My own"})
        with self.assertRaises(AccessError):
            action.with_user(self.user_other_advisor).read(['name'])
        with self.assertRaises(AccessError):
            action.with_user(self.user_technician_2).action_done()
        with self.assertRaises(AccessError):
            action.unlink()

    def test_state_moves_alone(self):
        """K3: evidence is saved before the step that rests on it."""
        action = self._create_actions()
        with self.assertRaisesRegex(UserError, "Save what you entered first"):
            action.with_user(self.user_technician).write({'state': 'done', 'evidence': "Card"})
        self._do(action)
        action.write({'checker_id': self.user_inspector.id, 'check_note': "Fine"})
        with self.assertRaisesRegex(UserError, "Save what you entered first"):
            action.with_user(self.user_inspector).write({'state': 'effective', 'check_note': ""})

    def test_what_is_done_stays(self):
        """K3: evidence that was checked is not rewritten; what is checked no more is final."""
        action = self._create_actions(needs_check=False)
        self._do(action)
        self.assertFalse(action.check_due)
        for name, value in (('evidence', "Other"), ('due_date', '2026-12-31'), ('name', "Other")):
            with self.subTest(name), self.assertRaisesRegex(UserError, "is kept"):
                action[name] = value
        with self.assertRaisesRegex(UserError, "is not checked"):
            action.action_effective()
        action.needs_check = True
        self.assertEqual(action.check_due, date(2026, 4, 1), "It is to be checked after all.")
        self.assertEqual(action.sudo().activity_ids.user_id, self.user_dispatcher)

    def test_cancelled_and_taken_up_for_a_reason(self):
        """K3: nothing that somebody relies on ends without a word."""
        action = self._create_actions()
        with self.assertRaisesRegex(UserError, "without a reason"):
            action.write({'state': 'cancelled'})
        self.cancel(action, "Done by the maker")
        self.assertFalse(action.sudo().activity_ids)
        self.reopen(action, "The maker does not")
        self.assertEqual(action.state, 'open')
        with self.assertRaises(AccessError):
            self.cancel(action.with_user(self.user_technician))

    def test_overdue_goes_to_the_supervisor_once(self):
        """K3: what is not done, or not checked, in time is on the list of who leads the outlet."""
        late, done, later = self._create_actions(3)
        self._do(done)
        done.checker_id = self.user_inspector
        done.check_due = '2026-03-05'
        later.due_date = '2026-03-31'
        actions = late | done | later
        cron = self.env.ref('aftersales.cron_escalate_actions')
        with freeze_time('2026-03-10 09:00:00'):
            self.env.invalidate_all()
            self.assertEqual(actions.filtered('is_overdue'), late | done)
            for value in (True, False):
                found = self.env['aftersales.action'].search([('id', 'in', actions.ids), ('is_overdue', '=', value)])
                self.assertEqual(found, actions.filtered(lambda action, value=value: action.is_overdue == value))
            for __ in range(2):
                self.env.flush_all()
                with self.enter_registry_test_mode():
                    cron.method_direct_trigger()
                self.env.invalidate_all()
                tasks = actions.sudo().activity_ids.filtered(
                    lambda task: task.activity_type_id == self.env.ref(OVERDUE))
                self.assertEqual(tasks.mapped('user_id'), self.user_dispatcher)
                self.assertEqual(len(tasks), 2)
            today = self.env['aftersales.workshop'].with_user(self.user_dispatcher).get_today(self.workshop.id)
            tallies = {tally['key']: tally['count'] for section in today['sections'] for tally in section['tallies']}
            self.assertEqual(tallies['overdue_actions'], 2)
            late.due_date = '2026-03-20'
            self.assertFalse(late.escalation_date, "A new day is watched anew.")

    def test_cost_is_flat(self):
        """K3: tasks of many are given at once."""
        actions = self._create_actions(12)
        self.assertFlat(lambda some: some.sudo()._give_tasks(), actions[:1], actions, slack=2)
        self.assertFlat(lambda some: some.sudo()._escalate(), actions[:1], actions, slack=2)

    def test_form_takes_only_what_is_kept(self):
        """faults U14, K3: what the form lets somebody type is saved: the owner's evidence, the checker's result, all of it by
        who steers; nothing by anybody else."""
        values = {'name': "Otherwise", 'description': "With a torque wrench", 'evidence': "Card 12", 'check_note': "It helped"}
        actions = self._create_actions(2, checker_id=self.user_parts.id)
        self._do(actions[1])
        for user, expected in (
            (self.user_technician, [{'description', 'evidence'}, set()]), (self.user_parts, [set(), {'check_note'}]),
            (self.user_advisor, [set(), set()]), (self.user_care, [{'name', 'description', 'evidence'}, {'check_note'}]),
        ):
            for action, names in zip(actions, expected, strict=True):
                with self.subTest(user=user.name, state=action.state):
                    form, typed = Form(action.with_user(user)), set()
                    for name, value in values.items():
                        try:
                            setattr(form, name, value)
                        except (AssertionError, KeyError):
                            continue
                        typed.add(name)
                    self.assertEqual(typed, names)
                    form.save()
