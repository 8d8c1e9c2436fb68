from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.people import PeopleOf
from odoo.addons.aftersales.tests.dealership.planning import BoardCommon


@tagged('post_install', '-at_install')
class TestAppraisal(PeopleOf, BoardCommon):
    """Figures by hand-made examples; everybody sees and answers his own sheet (M4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref('aftersales.appraisal_template_technician')
        cls.person = cls.user_technician.employee_id
        cls.Sheet = cls.env['aftersales.appraisal.sheet'].with_user(cls.user_manager)
        cls.job.flush_recordset()
        cls.env.cr.execute(
            "UPDATE aftersales_job SET state = 'done', technician_id = %s, done_date = '2026-01-15 04:00:00', "
            "flat_rate_hours = 4.5, rework_count = 0 WHERE id = %s", [cls.person.id, cls.job.id])
        cls.env.invalidate_all()
        cls.env['aftersales.time.entry'].create([
            {'employee_id': cls.person.id, 'job_id': cls.job.id, 'start': '2026-01-15 01:00:00', 'stop': '2026-01-15 06:00:00',
             'pause_reason': 'finished'},
            {'employee_id': cls.person.id, 'company_id': cls.company.id, 'start': '2026-01-15 06:00:00',
             'stop': '2026-01-15 11:00:00', 'pause_reason': 'no_work'}])
        colleague = cls.env['hr.employee'].create({'name': "Colleague", 'company_id': cls.company.id})
        session = cls._create_session(cls._create_course(), cls.person | colleague)
        session.participant_ids.filtered(lambda row: row.employee_id == colleague).action_sign_in()
        session.action_hold()
        cls.sheet = cls._create_sheet(cls.person)

    @classmethod
    def _create_sheet(cls, person, **values):
        return cls.Sheet.create({
            'employee_id': person.id, 'company_id': cls.company.id, 'month': '2026-01-20', 'template_id': cls.template.id,
            **values})

    def _line(self, code, sheet=None):
        return (sheet or self.sheet).line_ids.filtered(lambda line: line.indicator_id.code == code)

    def _show(self):
        self.sheet.action_show()
        return self.sheet.with_user(self.user_technician)

    def test_figures_as_by_hand(self):
        """4.5 h sold in 10 h at work and 5 h on jobs; absent from the training; nothing known of the rest."""
        self.assertEqual(self.sheet.month, date(2026, 1, 1))
        self.assertEqual(
            [(line.indicator_id.code, line.actual, round(line.attainment, 1))
             for line in self.sheet.line_ids if line.has_figure],
            [('SOLD', 45.0, 50.0), ('EFF', 90.0, 94.7), ('REWORK', 0.0, 100.0), ('BACK', 0.0, 100.0),
             ('TRAIN', 0.0, 0.0)])
        self.assertEqual(self._line('SOLD').words, '4.5 / 10 × 100')
        self.assertFalse(self._line('MARKS').has_figure, "No mark is neither a good one nor a bad one.")
        self.assertEqual(self.sheet.weight_known, 75)
        self.assertAlmostEqual(self.sheet.score, (25 * 50 + 15 * 90 / 95 * 100 + 10 * 100 + 20 * 100 + 5 * 0) / 75, 1)
        self.assertFalse(self.sheet.bonus_amount)

    def test_by_hand_counts_once_it_is_entered(self):
        line = self._line('SIXS')
        line.actual = 45.0
        self.assertEqual((line.has_figure, line.attainment, line.points), (True, 50.0, 2.5))
        self.assertEqual(self.sheet.weight_known, 80)
        self.template.sudo().point_amount = 10
        self.sheet.action_measure()
        self.assertEqual(self._line('SIXS').actual, 45.0, "What was entered by hand stays.")
        self.assertEqual(self.sheet.bonus_amount, self.company.currency_id.round(self.sheet.score * 10))
        with self.assertRaisesRegex(UserError, "entered by hand"):
            self._line('SOLD').actual = 100.0

    def test_little_is_better(self):
        reach = self.env['aftersales.appraisal.indicator']._get_attainment
        self.assertEqual(
            [reach('less', 4, 2, 100), reach('less', 1, 2, 120), reach('less', 0, 2, 120), reach('less', 0, 0, 100),
             reach('less', 3, 0, 100), reach('more', 30, 20, 120), reach('more', -1, 20, 120)],
            [50.0, 120.0, 120.0, 100.0, 0.0, 120.0, 0.0])

    def test_person_answers_his_own(self):
        with self.assertRaises(AccessError):
            self.sheet.with_user(self.user_technician).score  # noqa: B018
        own = self._show()
        self.assertTrue(own.is_own)
        with self.assertRaisesRegex(UserError, "what you object to"):
            own.action_object()
        own.objection = "The lift was out of order."
        own.action_object()
        self.assertEqual((self.sheet.state, self.sheet.answered_id), ('objected', self.user_technician))
        with self.assertRaisesRegex(UserError, "answer the objection"):
            self.sheet.action_close()
        self.sheet.answer = "Seen."
        self.sheet.action_show()
        self.assertEqual(self.sheet.answered_id, self.user_technician, "who objected is kept")
        with self.assertRaisesRegex(UserError, "stays so"):
            self.sheet.answer = "Never said"
        own.action_agree()
        with self.assertRaisesRegex(UserError, "already"):
            own.action_agree()
        self.sheet.action_close()
        self.assertEqual((self.sheet.state, self.sheet.closed_id), ('closed', self.user_manager))
        self.assertEqual(self.sheet.answered_id, self.user_technician)
        for values in ({'note': "Later"}, {'objection': "No"}):
            with self.assertRaises(UserError):
                self.sheet.write(values)

    def test_who_appraises_is_appraised_too(self):
        """He objects to his own sheet as anybody does, and somebody else shows and closes it."""
        self.user_technician.group_ids += self.env.ref('aftersales.group_appraise')
        own = self.sheet.with_user(self.user_technician)
        with self.assertRaisesRegex(AccessError, "somebody else"):
            own.action_show()
        self.sheet.action_show()
        own.objection = "The lift was out of order."
        own.action_object()
        with self.assertRaisesRegex(AccessError, "somebody else"):
            own.action_close()
        self.assertEqual(own.state, 'objected')

    def test_nobody_elses(self):
        own = self._show()
        for move in ('action_agree', 'action_object'):
            with self.assertRaises(AccessError):
                getattr(self.sheet, move)()
        for move in ('action_take_back', 'action_close', 'action_measure'):
            with self.assertRaises(UserError):
                getattr(own, move)()
        for values in ({'state': 'agreed'}, {'note': "I was good"}, {'score': 100}):
            with self.assertRaises(UserError):
                own.write(values)
        with self.assertRaises(UserError):
            own.line_ids[0].actual = 100
        with self.assertRaises(AccessError):
            self.sheet.with_user(self.user_parts).score  # noqa: B018
        with self.assertRaises(UserError):
            self.sheet.unlink()

    def test_records_behind_it(self):
        action = self._line('SOLD').action_view_records()
        self.assertEqual(self.env[action['res_model']].with_user(self.user_manager).search(action['domain']), self.job)
        for line in self.sheet.line_ids.filtered(lambda line: line.measure != 'hand'):
            action = line.action_view_records()
            self.env[action['res_model']].sudo().search_count(action['domain'])
        with self.assertRaises(UserError):
            self._line('SIXS').action_view_records()

    def test_every_measure_of_many_people(self):
        """Whatever is measured takes the same queries for one and for fifty people."""
        indicators = self.env['aftersales.appraisal.indicator'].sudo().search([('measure', '!=', 'hand')], limit=100)
        self.assertEqual(len(indicators), 14)
        people = self.env['hr.employee'].create([
            {'name': f"Person {number}", 'company_id': self.company.id} for number in range(49)]) | self.person
        one, many = self.person.sudo(), people.sudo()
        for group in (one, many):
            indicators._measure(group, self.company, date(2026, 1, 1))
        counts = []
        for group in (one, many):
            self.env.invalidate_all()
            group.mapped('user_id.login')
            before = self.env.cr.sql_log_count
            indicators._measure(group, self.company, date(2026, 1, 1))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
        self.assertLess(counts[1], 60)

    def test_made_once_by_month(self):
        self.person.sudo().job_id = self.env.ref('aftersales.post_technician')
        Sheet = self.env['aftersales.appraisal.sheet'].sudo()
        made = Sheet._make_of_month(self.company)
        self.assertIn(self.person, made.employee_id)
        self.assertEqual({*made.mapped('state')}, {'draft'})
        self.assertFalse(Sheet._make_of_month(self.company), "Each is made once.")

    def test_company_walls(self):
        other = self.env['res.company'].create({'name': "Other"})
        stranger = self.env['hr.employee'].create({'name': "Stranger", 'company_id': other.id})
        sheet = self.env['aftersales.appraisal.sheet'].create({
            'employee_id': stranger.id, 'company_id': other.id, 'month': '2026-01-01', 'template_id': self.template.id})
        with self.assertRaises(AccessError):
            sheet.with_user(self.user_manager).score  # noqa: B018
        self.assertNotIn(sheet, self.Sheet.search([]))
        with self.assertRaises(AccessError):
            sheet.with_user(self.user_manager).action_show()
