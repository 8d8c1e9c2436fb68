from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.models.appraisal.aftersales_appraisal_indicator import MEASURES, SHARES
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
        cls._set_job(
            f"state = 'done', technician_id = {cls.person.id}, done_date = '2026-01-15 04:00:00', flat_rate_hours = 4.5, "
            "rework_count = 0")
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
    def _set_job(cls, values):
        cls.job.flush_recordset()
        cls.env.cr.execute(f'UPDATE aftersales_job SET {values} WHERE id = %s', [cls.job.id])
        cls.env.invalidate_all()

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
        self.assertEqual([self._line(code).actual_text for code in ('MARKS', 'REWORK', 'SOLD')], ["no data", '0.00', '45.00'])
        self.assertEqual(self.sheet.weight_known, 75)
        self.assertAlmostEqual(self.sheet.score, (25 * 50 + 15 * 90 / 95 * 100 + 10 * 100 + 20 * 100 + 5 * 0) / 75, 1)
        self.assertFalse(self.sheet.bonus_amount)

    def _add_by_hand(self):
        indicator = self.env['aftersales.appraisal.indicator'].create({'code': "TIDY", 'name': "Tidiness", 'better': 'less'})
        self.template.sudo().line_ids = [Command.create({'indicator_id': indicator.id, 'weight': 5, 'target': 2})]
        self.sheet.action_measure()
        return self._line('TIDY')

    def test_by_hand_counts_once_it_is_entered(self):
        line = self._add_by_hand()
        line.actual = 4.0
        self.assertEqual((line.has_figure, line.attainment, line.points), (True, 50.0, 2.5))
        self.assertEqual(self.sheet.weight_known, 80)
        self.template.sudo().point_amount = 10
        self.sheet.action_measure()
        self.assertEqual(self._line('TIDY').actual, 4.0, "What was entered by hand stays.")
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
        """All that is counted, and the part of it; the clock of a sold hour stands beside the job that sells it."""
        def opened(action):
            return self.env[action['res_model']].with_user(self.user_manager).search(action['domain'])
        sold = self._line('SOLD')
        self.assertEqual(opened(sold.action_view_part()), self.job)
        self.assertEqual(sum(opened(sold.action_view_records()).mapped('hours')), 10)
        self.assertEqual(sum(opened(self._line('EFF').action_view_records()).mapped('hours')), 5)
        self.assertFalse(opened(self._line('BACK').action_view_part()))
        self._set_job('comeback_count = 1, rework_count = 2')
        for code in ('BACK', 'REWORK'):
            self.assertEqual(opened(self._line(code).action_view_part()), self.job)
        self.assertEqual(len(opened(self._line('TRAIN').action_view_records())), 1)
        self.assertFalse(opened(self._line('TRAIN').action_view_part()), "He did not come.")
        for line in self.sheet.line_ids.filtered(lambda line: line.measure != 'hand'):
            opened(line.action_view_records())
        with self.assertRaisesRegex(UserError, "by hand"):
            self._add_by_hand().action_view_records()
        with self.assertRaisesRegex(UserError, "no share"):
            self._line('MARKS').action_view_part()

    def _make_every_measure(self, measures):
        return self.env['aftersales.appraisal.indicator'].create([
            {'code': f"X-{measure}", 'name': measure, 'measure': measure} for measure in measures])

    def test_every_part_can_be_opened(self):
        every = self._make_every_measure(SHARES)
        template = self.template.sudo().copy({'job_id': self.env.ref('aftersales.post_engineer').id, 'line_ids': [
            Command.create({'indicator_id': one.id, 'weight': 1, 'target': 1}) for one in every]})
        sheet = self._create_sheet(self.person, template_id=template.id, month='2026-02-01')
        self.assertEqual({*sheet.line_ids.mapped('measure')}, SHARES)
        for line in sheet.line_ids:
            for action in (line.action_view_records(), line.action_view_part()):
                self.env[action['res_model']].sudo().search_count(action['domain'])

    def test_hours_of_the_jobs_that_sell_them(self):
        """A job begun in December and finished in January brings its December hours with it."""
        self.env['aftersales.time.entry'].create({
            'employee_id': self.person.id, 'job_id': self.job.id, 'start': '2025-12-30 01:00:00',
            'stop': '2025-12-30 06:00:00', 'pause_reason': 'finished'})
        self.sheet.action_measure()
        self.assertEqual((self._line('EFF').words, self._line('SOLD').words), ('4.5 / 10 × 100', '4.5 / 15 × 100'))

    def test_names_of_the_day_stay(self):
        self._show()
        indicator, post = self._line('SOLD').indicator_id.sudo(), self.sheet.job_id.sudo()
        before = (self._line('SOLD').name, self._line('SOLD').formula, self.sheet.post_name)
        self.assertEqual(before, (indicator.name, indicator.formula, post.name))
        indicator.write({'name': "Hours", 'formula': "Otherwise"})
        post.name = "Fitter"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((self._line('SOLD').name, self._line('SOLD').formula, self.sheet.post_name), before)

    def test_without_a_target_nothing_counts(self):
        self.template.sudo().line_ids.filtered(lambda line: line.indicator_id.code == 'SOLD').target = 0
        self.sheet.action_measure()
        line = self._line('SOLD')
        self.assertEqual((line.actual, line.is_counted, line.points, self.sheet.weight_known), (45.0, False, 0.0, 50))

    def test_head_of_an_outlet(self):
        """He is measured by what everybody of his outlets did."""
        head = self.env['hr.employee'].create({
            'name': "Head", 'company_id': self.company.id, 'aftersales_workshop_ids': [Command.set(self.workshop.ids)]})
        self._set_job('rework_count = 1')
        sheet = self._create_sheet(head, template_id=self.env.ref('aftersales.appraisal_template_manager').id)
        rework = self._line('OUTREWORK', sheet)
        self.assertEqual((rework.actual, rework.count), (100.0, 1))
        action = rework.action_view_part()
        self.assertEqual(self.env[action['res_model']].search(action['domain']), self.job)
        self.assertFalse(self._line('OUTRESULT', sheet).is_counted)

    def test_shown_to_the_person(self):
        own = self._show()
        self.assertEqual(self.sheet.activity_ids.user_id, self.user_technician)
        own.action_agree()
        self.assertFalse(self.sheet.activity_ids)

    def test_deduction_is_entered_by_hand(self):
        """What the month of complaints says is a suggestion: the bonus follows what whoever appraises enters."""
        self.template.sudo().point_amount = 10
        self.sheet.action_measure()
        bonus = self.sheet.bonus_amount
        self.sheet.sudo().suggested_deduction = 50
        self.assertEqual(self.sheet.bonus_amount, bonus)
        self.sheet.deduction = 30
        self.assertAlmostEqual(self.sheet.bonus_amount, bonus - 30)
        with self.assertRaisesRegex(UserError, "why it is deducted"):
            self.sheet.action_show()
        self.sheet.deduction_reason = "CP-1, agreed with HR"
        own = self._show()
        self.assertEqual(own.deduction, 30)
        with self.assertRaises(AccessError):
            own.suggested_deduction  # noqa: B018
        with self.assertRaises(UserError):
            own.deduction = 0

    def test_sheets_of_a_person(self):
        person = self.person.with_user(self.user_manager)
        action = person.action_view_appraisals()
        self.assertEqual(
            (person.aftersales_appraisal_count, self.Sheet.search_count(action['domain'])), (1, 1))

    def test_month_is_over_everywhere(self):
        Template = self.env['aftersales.appraisal.template']
        for now, month in (('2026-03-01 10:00:00', date(2026, 1, 1)), ('2026-03-02 00:30:00', date(2026, 2, 1))):
            with freeze_time(now):
                self.assertEqual(Template._get_last_month(), month)

    def test_every_measure_of_many_people(self):
        """Whatever is measured takes the same queries for one and for fifty people."""
        indicators = self._make_every_measure(name for name, __ in MEASURES if name != 'hand').sudo()
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
        self.assertLess(counts[1], 150)

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
