from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.people import PeopleOf
from odoo.addons.aftersales.tests.dealership.planning import BoardCommon


@tagged('post_install', '-at_install')
class TestPeople(PeopleOf, BoardCommon):
    """Training gives what dispatch asks for; certificates end in good time and are kept by the trainer (M1, M2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job.sudo().skill_id = cls.skill
        cls.paper = cls.skill_type.skill_level_ids[:1]
        cls.course = cls._create_course(
            theory_min=80, practical_min=70, skill_type_id=cls.skill_type.id, skill_id=cls.skill.id,
            skill_level_id=cls.paper.id, valid_months=24)
        cls.session = cls._create_session(cls.course, cls.technicians, start='2026-11-18 02:00:00', seat_count=2)
        cls.row, cls.row_2 = cls.session.participant_ids
        cls.workshop.trainer_id = cls.user_trainer

    def _hold(self):
        self.session.participant_ids.action_sign_in()
        self.row.write({'theory_score': 90, 'practical_score': 75})
        self.session.action_hold()

    # === TRAINING ===#

    def test_passing_lets_dispatch_assign(self):
        """Planned → held → certificate → the job is open to him, with validity."""
        with self.assertRaisesRegex(UserError, "doesn't hold"):
            self._drop(self.job, start=self._at(8), technician=self.technician.id)
        self._hold()
        self.assertEqual((self.row.result, self.row_2.result), ('passed', 'open'))
        self.assertEqual(str(self.row.given_until), '2028-11-17')
        self.assertFalse(self.row_2.given_id)
        self._drop(self.job, start=self._at(8), technician=self.technician.id)
        self.assertEqual(self.job.technician_id, self.technician)
        with self.assertRaisesRegex(UserError, "doesn't hold"):
            self._drop(self.job, start=self._at(14), technician=self.technician_2.id)
        self.row_2.write({'theory_score': 60, 'practical_score': 90})
        self.assertEqual(self.row_2.result, 'failed')
        self.row_2.theory_score = 85
        self.assertTrue(self.row_2.given_id, "A test that is passed later counts then.")
        self.assertEqual((self.session.invited_count, self.session.present_count, self.session.passed_count), (2, 2, 2))

    def test_what_was_given_is_taken_back_first(self):
        self._hold()
        with self.assertRaisesRegex(UserError, "Take that back"):
            self.row.theory_score = 10
        self.row.action_take_back()
        self.row.theory_score = 10
        self.assertEqual(self.row.result, 'failed')
        self.assertFalse(self.technician.sudo()._has_skill(self.skill))
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.row.unlink()
        with self.assertRaises(UserError):
            self.session.action_hold()

    def test_signing_in(self):
        session = self.session.with_user(self.user_technician)
        session.action_sign_in()
        session.action_sign_in()
        self.assertEqual((self.row.attendance, self.row.signed_user_id), ('present', self.user_technician))
        with self.assertRaises(AccessError):
            self.row_2.with_user(self.user_technician).action_sign_in()
        with self.assertRaisesRegex(UserError, "not invited"):
            self.session.with_user(self.user_advisor).action_sign_in()
        with self.assertRaises(AccessError):
            self.row.with_user(self.user_technician).write({'theory_score': 100})
        with self.assertRaises(AccessError):
            session.action_hold()
        self.assertEqual(session.participant_ids, self.row.with_user(self.user_technician), "Everybody sees his own row.")
        with self.assertRaises(AccessError):
            self.row.with_user(self.user_other_advisor).read(['result'])
        later = self._create_session(self.course, self.technician, start='2026-11-20 02:00:00')
        with self.assertRaisesRegex(UserError, "not begun"):
            later.participant_ids.action_sign_in()
        with self.assertRaisesRegex(UserError, "not begun"):
            later.action_hold()

    def test_who_is_missing_was_absent(self):
        with self.assertRaisesRegex(UserError, "nobody has signed in"):
            self.session.action_hold()
        self.row.action_sign_in()
        self.session.action_hold()
        self.assertEqual(self.row_2.attendance, 'absent')
        with self.assertRaisesRegex(ValidationError, "2 seats"):
            self.session.participant_ids = [(0, 0, {'employee_id': self.user_trainer.employee_id.id or self.env[
                'hr.employee'].create({'name': "Third", 'company_id': self.company.id}).id})]

    def test_effect_is_a_task(self):
        self._hold()
        task = self.session.activity_ids
        self.assertEqual((task.user_id, str(task.date_deadline)), (self.user_trainer, '2027-02-18'))
        with self.assertRaisesRegex(UserError, "what has changed"):
            self.session.action_check_effect()
        self.session.effect_note = "Rework of batteries from 4 to 1 %"
        self.session.action_check_effect()
        self.assertFalse(self.session.activity_ids)
        self.assertTrue(self.session.effect_date)

    def test_written_test_gives_its_score(self):
        """Questions by Odoo's surveys: the score is taken over when the answers are handed in."""
        survey = self.env['survey.survey'].create({
            'title': "HV", 'scoring_type': 'scoring_without_answers', 'question_and_page_ids': [(0, 0, {
                'title': "Volts?", 'question_type': 'numerical_box', 'is_scored_question': True,
                'answer_numerical_box': 60, 'answer_score': 10})]})
        self.course.with_user(self.user_manager).survey_id = survey
        self.row.action_sign_in()
        self.row.practical_score = 80
        self.session.action_hold()
        row = self.row.with_user(self.user_technician)
        with self.assertRaises(AccessError):
            row.with_user(self.user_trainer).action_take_test()
        self.assertIn('/survey/', row.action_take_test()['url'])
        answer = self.row.sudo().answer_id
        self.assertEqual(answer, self.row.sudo().answer_id)
        answer._save_lines(survey.question_ids, 60)
        answer._mark_done()
        self.assertEqual((self.row.theory_score, self.row.result), (100, 'passed'))
        self.assertTrue(self.row.given_id)

    def test_plan_of_the_year(self):
        plan = self.env['aftersales.training.plan'].with_user(self.user_trainer).create({'company_id': self.company.id})
        self.assertEqual(plan.plan_year, 2026)
        targets = {line.kind_id: line for line in plan.line_ids}
        reception, maker = (targets[self.env.ref(f'aftersales.training_kind_{name}')] for name in ('reception', 'maker'))
        self.assertEqual((reception.minimum, reception.missing_count, maker.planned_count), (4, 4, 1))
        self._hold()
        self.env.invalidate_all()
        self.assertEqual((maker.planned_count, maker.held_count), (0, 1))
        self.assertEqual(self.env['aftersales.training.session'].search_count(maker.action_view_sessions()['domain']), 1)
        with self.assertRaises(AccessError):
            plan.with_user(self.user_technician).write({'note': "Less"})

    def test_who_is_invited(self):
        post = self.env['hr.job'].create({'name': "High-voltage hand", 'company_id': self.company.id})
        self.course.post_ids = post
        self.technician_2.job_id = post
        session = self._create_session(self.course, [])
        for __ in range(2):
            session.action_invite()
        self.assertEqual(session.participant_ids.employee_id, self.technician_2)
        with self.assertRaises(AccessError):
            session.with_user(self.user_advisor).action_invite()
        sessions = session.union(*(
            self._create_session(self._create_course(name=f"Course {number}", post_ids=post.ids), []) for number in range(9)))
        self.assertFlat(lambda some: some.action_invite(), sessions[1], sessions[2:], warm_up=sessions[0])
        self.assertEqual(sessions[2:].participant_ids.employee_id, self.technician_2)

    def test_what_trainees_think(self):
        """Each once, of his own, after it was held; the trainer sees marks, nobody writes them."""
        Dialog = self.env['aftersales.training.feedback.wizard']
        marks = {'answer_content': '5', 'answer_level': '4', 'answer_teacher': '5', 'answer_examples': '3', 'answer_use': '4'}
        own = self.row.with_user(self.user_technician)
        with self.assertRaisesRegex(UserError, "once it was held"):
            own.action_give_feedback()
        self._hold()
        self.assertTrue(own.may_give_feedback)
        context = own.action_give_feedback()['context']
        own_dialog = Dialog.with_user(self.user_technician).with_context(**context)
        own_dialog.create({**marks, 'feedback_note': "Slower"}).action_give()
        self.assertEqual((own.training_mark, own.feedback_note, own.may_give_feedback), (4.2, "Slower", False))
        self.assertEqual((self.session.feedback_count, self.session.session_mark, self.course.course_mark), (1, 4.2, 4.2))
        with self.assertRaisesRegex(UserError, "said already"):
            own.action_give_feedback()
        with self.assertRaisesRegex(AccessError, "says himself"):
            Dialog.with_user(self.user_trainer).create({**marks, 'participant_id': self.row_2.id}).action_give()
        with self.assertRaises(AccessError):
            Dialog.with_user(self.user_technician).create({**marks, 'participant_id': self.row_2.id})
        for user in (self.user_trainer, self.user_technician):
            with self.assertRaises(AccessError):
                self.row.with_user(user).mark_use = 5

    def test_prints(self):
        """Plan with its months, certificate of who passed, record of a person, sign-in with free lines for guests."""
        self._hold()
        plan = self.env['aftersales.training.plan'].with_user(self.user_trainer).create({'company_id': self.company.id})

        def read(name, docs, user):
            return self.env[f'report.aftersales.report_{name}'].with_user(user)._get_report_values(docs.ids)['pages']
        [page] = read('training_plan', plan, self.user_trainer)
        maker = self.env.ref('aftersales.training_kind_maker')
        [months] = [row['months'] for row in page['rows'] if row['line'].kind_id == maker]
        self.assertEqual((months[10], sum(sum(month) for month in months)), ((0, 1), 1))
        [page] = read('training_certificate', self.row | self.row_2, self.user_trainer)
        self.assertEqual(page['doc'], self.row)
        [page] = read('training_record', self.row, self.user_technician)
        self.assertEqual((page['trainings'], page['hours'], page['passed']), (self.row, 2, 1))
        self.assertIn(self.skill, page['skills'].skill_id)
        with self.assertRaises(AccessError):
            read('training_record', self.row_2, self.user_technician)
        guests = self._create_session(self.course, [])
        pages = read('sign_in', self.session | guests, self.user_trainer)
        self.assertEqual([len(page['free_lines']) for page in pages], [0, 15])

    # === CERTIFICATES ===#

    def test_nobody_gives_himself_a_skill(self):
        """Core lets people write their own skills; work depends on them."""
        values = {'employee_id': self.technician.id, 'skill_type_id': self.skill_type.id, 'skill_id': self.skill.id,
                  'skill_level_id': self.paper.id}
        Skill = self.env['hr.employee.skill']
        for user in (self.user_technician, self.user_dispatcher, self.user_advisor):
            with self.assertRaisesRegex(AccessError, "kept by the trainer"):
                Skill.with_user(user).create(values)
        held = Skill.with_user(self.user_trainer).create(values)
        own = held.with_user(self.user_technician)
        for attempt in (own.unlink, lambda: own.write({'valid_to': '2030-01-01'})):
            with self.assertRaises(AccessError):
                attempt()
        self.assertTrue(held.with_user(self.user_technician).is_own)
        held.valid_to = '2027-01-01'
        held.unlink()

    def test_end_is_told_in_steps(self):
        held = self._give_skill(self.technician, valid_from='2026-01-01', valid_to='2027-01-10')
        tally = {tally.key: tally for tally in self.workshop.with_user(self.user_trainer)._get_tallies('a', 'b')}
        domain = tally['certificates_ending'].domain
        self.assertEqual(held.with_user(self.user_trainer).search(domain), held)
        self.env.flush_all()
        for __ in range(2):
            with self.enter_registry_test_mode():
                self.env.ref('aftersales.cron_tell_ends').method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(held.activity_ids.user_id, self.user_technician | self.user_trainer)
            self.assertEqual((len(held.activity_ids), held.told_days), (2, 60))
        self.assertIn(held, held.search(held._get_ending_domain(held.valid_to)), "Told again when it is 30 days.")
        self.assertIn("ends on 01/10/2027", held.activity_ids[0].summary)
        renewed = self._give_skill(self.technician, valid_from='2027-01-11', valid_to='2029-01-10')
        self.assertTrue(held.is_renewed)
        self.assertFalse(renewed.is_renewed)
        self.assertFalse(held.search(domain))
        held.valid_to = '2027-01-05'
        self.assertFalse(held.activity_ids)
        self.assertFalse(held.told_days)
        action = held.with_user(self.user_trainer).action_renew()
        self.assertEqual(action['context']['default_valid_from'], '2027-01-06')
