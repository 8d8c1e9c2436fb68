from datetime import timedelta

from odoo import Command, api, models


class AftersalesDemo(models.AbstractModel):
    """What people learn beside trainings: a mentor and his apprentice, learning goals, a contest with its awards, the survey
    of the staff of last year (M2).
    """
    _inherit = 'aftersales.demo'

    @api.model
    def _load_growth(self):
        company = self._ref('company_shanghai')
        today = company._get_today()
        self._load_mentorings(company, today)
        Goal = self.env['aftersales.learning.goal']
        own = self._as(Goal, 'technician', company).create([
            {'company_id': company.id, 'employee_id': self._ref('employee_technician').id, 'way': 'course',
             'name': "High voltage, stage 2", 'learnt_for': "More electric cars come in",
             'due_date': today + timedelta(days=90)},
            {'company_id': company.id, 'employee_id': self._ref('employee_technician').id, 'way': 'own',
             'name': "Read wiring diagrams faster"}])
        own[1].note = "Twenty diagrams done"
        own[1].action_reach()
        self._load_contest(company, today)
        self._load_staff_survey(company, today)

    def _load_mentorings(self, company, today):
        Mentoring = self._as(self.env['aftersales.mentoring'], 'trainer', company)
        __, done = Mentoring.create([{
            'company_id': company.id, 'mentor_id': self._ref('employee_tech_ma').id,
            'apprentice_id': self._ref('employee_technician').id, 'start_date': today - timedelta(days=40),
            'stop_date': today + timedelta(days=50), 'goals': "Works alone on high-voltage batteries",
            'line_ids': [
                Command.create({'name': "Switches off and secures", 'is_reached': True, 'note': "Sure of it"}),
                Command.create({'name': "Measures insulation", 'is_reached': True}),
                Command.create({'name': "Changes a module", 'due_date': today + timedelta(days=30)})],
        }, {
            'company_id': company.id, 'mentor_id': self._ref('employee_technician').id,
            'apprentice_id': self._ref('employee_tech_qian').id, 'start_date': today - timedelta(days=200),
            'stop_date': today - timedelta(days=110), 'goals': "Brakes and chassis",
            'line_ids': [Command.create({'name': "Bleeds brakes", 'is_reached': True})],
            'result': "Works alone on brakes; book voucher for the mentor"}])
        self._as(done, 'technician', company).action_sign_off()

    def _load_contest(self, company, today):
        contest = self._as(self.env['aftersales.contest'], 'trainer', company).create({
            'company_id': company.id, 'workshop_id': self._ref('workshop_shanghai').id, 'name': "Diagnostician of the year",
            'date': today - timedelta(days=30), 'discipline': "Diagnosis", 'jury': "Head of the outlet and the trainer",
            'contest_tasks': "Three cars, three faults, forty minutes each", 'place_ids': [
                Command.create({'employee_id': self._ref(f'employee_{name}').id, 'score': score, 'prize': prize})
                for name, score, prize in (
                    ('tech_ma', 92, "Oscilloscope"), ('technician', 85.5, "Book voucher"), ('tech_qian', 85.5, False))]})
        contest.action_hold()
        self._as(self.env['aftersales.award'], 'manager', company).create([
            {'company_id': company.id, 'employee_id': self._ref('employee_tech_ma').id, 'kind': 'title',
             'name': "Diagnostician of the year", 'reason': "First of three in the contest", 'contest_id': contest.id,
             'date': contest.date},
            {'company_id': company.id, 'employee_id': self._ref('employee_technician').id, 'kind': 'mentor',
             'name': "Good mentor", 'reason': "His apprentice works alone after three months", 'amount': 300,
             'date': today - timedelta(days=100)}])

    def _load_staff_survey(self, company, today):
        Survey = self._as(self.env['aftersales.staff.survey'], 'manager', company)
        self._load_terms(self.env['ir.model.data'].sudo().search([
            ('module', '=', 'aftersales'), ('name', '=like', 'survey\\_staff%')]).mapped('complete_name'))
        last = Survey.create({'company_id': company.id, 'plan_year': today.year - 1})
        last.action_open()
        questions = last.sudo().survey_id.question_ids.sorted('sequence')
        for number, answer in enumerate(last.sudo().survey_id.user_input_ids[:7]):
            for place, question in enumerate(questions):
                if question.question_type == 'scale':
                    value = 6 + (number + place) % 5 if question.scale_max == 10 else 3 + (number + place) % 3
                    answer._save_lines(question, str(value))
                else:
                    answer._save_lines(question, ("More lamps at the lifts", "A quieter room for breaks")[number % 2])
            answer._mark_done()
        last.measures = "Lamps for every lift until spring"
        last.action_close()
        Survey.create({'company_id': company.id, 'until_date': today + timedelta(days=21)}).action_open()
