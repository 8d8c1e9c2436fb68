from datetime import datetime, time, timedelta

import pytz

from odoo import Command, api, fields, models

# code, name, kind, hours, theory, practice, skill, months
COURSES = [
    ('HV-2', "High voltage, stage 2", 'maker', 16, 80, 75, 'hv', 24),
    ('REC-1', "Active reception, and how to listen", 'reception', 3, 0, 70, None, 0),
    ('CASE', "Hard cases of the quarter", 'cases', 2, 0, 0, None, 0),
    ('CAR-U', "How to use your car in winter", 'customers', 2, 0, 0, None, 0),
]


class AftersalesDemo(models.AbstractModel):
    """Training of the house: the year's plan, a session that was held with its certificates, others to come; a certificate
    that ends in three weeks (M1, M2).
    """
    _inherit = 'aftersales.demo'

    @api.model
    def _load_people(self):
        company = self._ref('company_shanghai')
        self._ref('workshop_shanghai').trainer_id = self._ref('user_trainer')
        courses = {row[0]: self._load_course(company, *row) for row in COURSES}
        self._as(self.env['aftersales.training.plan'], 'trainer', company).create({
            'company_id': company.id, 'note': "High voltage first: two of three visits will be electric next year."})
        self._load_sessions(company, courses)
        self._load_posts(company)
        self._ref('work_class_high_voltage').certificate_id = self._ref('skill_hv')
        self._ref('tech_ma_skill_air').valid_to = company._get_today() + timedelta(days=21)

    def _load_posts(self, company):
        """Who holds which post, and what one of them asks for; the inspector goes away for long and has handed over."""
        for login, post in (
                ('advisor', 'advisor'), ('technician', 'technician'), ('tech_ma', 'technician'), ('tech_qian', 'technician'),
                ('parts', 'parts'), ('claims', 'claims'), ('dispatcher', 'dispatcher'), ('inspector', 'inspector'),
                ('trainer', 'trainer'), ('manager', 'manager'), ('care', 'care')):
            employee = self._ref(f'employee_{login}')
            employee.write({'job_id': self._ref(f'post_{post}').id, 'job_title': employee.job_title})
        self._ref('post_technician').job_skill_ids = [Command.create({
            'skill_type_id': self._ref('skill_type_certificate').id, 'skill_id': self._ref(f'skill_{skill}').id,
            'skill_level_id': self._ref('skill_level_certified').id}) for skill in ('hv', 'air')]
        self._as(self.env['aftersales.handing.over.wizard'], 'manager', company).create({
            'employee_id': self._ref('employee_inspector').id, 'successor_id': self._ref('employee_dispatcher').id,
            'hand_over_reason': 'away', 'things': "Key of the archive\nAccess to the maker's portal"}).action_apply()

    def _load_course(self, company, code, name, kind, hours, theory, practice, skill, months):
        return self._as(self.env['aftersales.training.course'], 'trainer', company).create({
            'code': code, 'name': name, 'kind_id': self._ref(f'training_kind_{kind}').id, 'hours': hours,
            'theory_min': theory, 'practical_min': practice, 'valid_months': months,
            'skill_type_id': skill and self._ref('skill_type_certificate').id,
            'skill_id': skill and self._ref(f'skill_{skill}').id,
            'skill_level_id': skill and self._ref('skill_level_certified').id})

    def _load_sessions(self, company, courses):
        outlet = self._ref('workshop_shanghai')
        today = outlet._get_local_day(fields.Datetime.now())

        def at_nine(days):
            start = outlet._get_tz().localize(datetime.combine(today + timedelta(days=days), time(9)))
            return start.astimezone(pytz.utc).replace(tzinfo=None)
        Session = self._as(self.env['aftersales.training.session'], 'trainer', company)
        shared = {
            'company_id': company.id, 'workshop_id': outlet.id, 'place': "Training room",
            'trainer_id': self._ref('employee_trainer').id}
        held = Session.create({
            **shared, 'course_id': courses['HV-2'].id, 'start': at_nine(-12), 'cost': 4800,
            'outside_trainer': "Training centre of the maker", 'seat_count': 8, 'participant_ids': [
                Command.create({'employee_id': self._ref(f'employee_{name}').id})
                for name in ('tech_ma', 'tech_qian', 'technician')]})
        held.participant_ids.action_sign_in()
        held.participant_ids[0].write({'theory_score': 91, 'practical_score': 88})
        held.participant_ids[1].write({'theory_score': 64, 'practical_score': 80})
        held.participant_ids[2].write({'theory_score': 72, 'practical_score': 82})
        held.action_hold()
        self._as(held.participant_ids[2], 'technician', company)._keep_feedback({
            'mark_content': 5, 'mark_level': 4, 'mark_teacher': 5, 'mark_examples': 4, 'mark_use': 5},
            "More time at the car, less on the slides")
        Session.create([
            {**shared, 'course_id': courses['REC-1'].id, 'start': at_nine(5), 'seat_count': 6,
             'participant_ids': [Command.create({'employee_id': self._ref('employee_advisor').id})]},
            {**shared, 'course_id': courses['CASE'].id, 'start': at_nine(9), 'participant_ids': [
                Command.create({'employee_id': self._ref(f'employee_{name}').id}) for name in ('technician', 'tech_ma')]},
            {**shared, 'course_id': courses['CAR-U'].id, 'start': at_nine(20)},
        ])
