from datetime import timedelta

from odoo import api, fields, models

# How content the twenty are who answered: mark of every question on a scale of five, and what they added.
ANSWERED = [
    (5, "Friendly and quick, thank you."), (5, ""), (4, ""), (5, ""), (4, "A coffee machine would be nice."),
    (5, ""), (4, ""), (5, "Lin Xiaoyu explained everything."), (4, ""), (3, ""), (5, ""), (4, ""), (5, ""), (4, ""), (5, ""),
    (4, ""), (5, ""), (3, "I waited half an hour at the counter."), (4, ""), (1, "The noise is still there, I complain!"),
]
REFUSED = ("No time", "Answers no questions on the phone")


class AftersalesDemo(models.AbstractModel):
    """Customers who were asked how content they are: answered, waiting, refused, and one whose answers became a case."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_surveys(self):
        shanghai = self._ref('company_shanghai')
        orders = self.env['aftersales.order'].search([
            ('company_id', '=', shanghai.id), ('state', '=', 'delivered'), ('survey_invitation_ids', '=', False)],
            order='delivered_date desc, id desc', limit=len(ANSWERED) + 8)
        vals_list = orders._prepare_surveys()
        asked = self.env['aftersales.survey.invitation'].create([{
            **vals, 'method': 'link' if number % 3 else 'phone'} for number, vals in enumerate(vals_list)])
        care = self._ref('user_care')
        for invitation, (mark, text) in zip(asked, ANSWERED):
            by_phone = invitation.method == 'phone'
            answers = self._say_of_visit(invitation, mark, text)
            invitation._answer(answers, invitation.method, interviewer=care if by_phone else None)
        asked.raised_complaint_id.user_id = care
        rest = self._as(asked[len(ANSWERED):], 'care', shanghai)
        for invitation, reason in zip(rest, REFUSED):
            invitation.note_refused(reason)
        for invitation in rest[2:4]:
            invitation.note_not_reached()
        rest[4:].sudo()._set_to_call()
        self._backdate_surveys(asked)
        self._ref('survey_trigger_image').next_date = fields.Date.today() + timedelta(days=45)
        self._draft_bulletin(asked.workshop_id[:1])
        self._tell_opinions(asked)

    def _tell_opinions(self, asked):
        """The letters of last week: to who leads the workshop, and to who leads the outlet."""
        outlet, Department = asked.workshop_id[:1], self.env['hr.department']
        for name, role, people in (
                ("Workshop", 'user_dispatcher', asked.technician_ids),
                ("Reception", 'user_advisor', asked.advisor_id.employee_ids)):
            unit = Department.search([('company_id', '=', outlet.company_id.id), ('name', '=', name)], limit=1)
            unit.manager_id = self._ref(role).employee_ids.filtered(
                lambda employee: employee.company_id == outlet.company_id)[:1]
            people.filtered(lambda employee: employee.company_id == outlet.company_id).department_id = unit
        answered = asked.filtered('answered_date')
        self._backdate(answered.user_input_ids, {
            sheet: sheet.aftersales_invitation_id.answered_date for sheet in answered.user_input_ids}, 'create_date')
        outlet._tell_opinions()

    def _draft_bulletin(self, outlet):
        """The report of the quarter that runs, with what is done about its weakest point."""
        bulletin = self._as(self.env['aftersales.survey.bulletin'], 'manager', outlet.company_id).create({
            'company_id': outlet.company_id.id, 'workshop_id': outlet.id, 'period_start': fields.Date.today(),
            'conclusion': "Customers are content with the work, less so with how the price is explained."})
        self._as(self.env['aftersales.action'], 'inspector', outlet.company_id).create({
            'name': "Explain each line of the estimate before work begins", 'kind': 'improvement',
            'bulletin_id': bulletin.id, 'workshop_id': outlet.id, 'user_id': self._ref('user_advisor').id})

    def _say_of_visit(self, invitation, mark, text):
        """The same mark for every question, one less for the price; texts for the last one."""
        answers = {}
        for question in invitation._get_asked_questions():
            scale = question.aftersales_scale_id
            if scale:
                wanted = scale.best if mark >= 4 or mark >= scale.best else scale.worst if mark < 3 else mark
                if scale.code == 'yes':
                    wanted = scale.best if mark > 2 else scale.worst
                if scale.code == 'five':
                    wanted = max(mark - int(question.aftersales_code == 'B10' and mark > 4), 1)
                answers[question.id] = question.suggested_answer_ids.filtered(
                    lambda answer, wanted=wanted: answer.aftersales_level_id.is_mark
                    and answer.aftersales_level_id.mark == wanted)[:1].id
            elif question.question_type == 'scale':
                answers[question.id] = {5: 10, 4: 8, 3: 7}.get(mark, 2)
            elif question.aftersales_code == 'B19':
                answers[question.id] = text
        return answers

    def _backdate_surveys(self, asked):
        """As they would have been asked, the day after each visit."""
        now = fields.Datetime.now()
        days = {invitation: min(invitation.order_id.delivered_date + timedelta(days=1), now) for invitation in asked}
        self._backdate(asked, days, 'asked_date')
        answered = asked.filtered('answered_date')
        self._backdate(answered, {
            invitation: min(days[invitation] + timedelta(hours=5), now) for invitation in answered}, 'answered_date')
        for sheet in answered.user_input_ids:
            sheet.end_datetime = sheet.aftersales_invitation_id.answered_date
