from odoo import fields, models
from odoo.exceptions import AccessError, UserError

EFFECT_TASK = 'aftersales.mail_activity_training_effect'


class AftersalesTrainingSession(models.Model):
    """From the plan to what was held, and to whether it has helped (M2)."""
    _inherit = 'aftersales.training.session'

    # === ACTION METHODS ===#

    def action_hold(self):
        """It was held: who has passed gets the skill or certificate now, who passes a test later gets it then."""
        self._transition('held')

    def action_cancel(self):
        self._transition('cancelled')

    def action_plan_again(self):
        self._transition('planned')

    def action_sign_in(self):
        """Whoever is logged in is here."""
        self.check_access('read')
        # sudo: one's own row
        mine = self.env['aftersales.training.participant'].sudo().search([
            ('session_id', 'in', self.ids), ('employee_id.user_id', '=', self.env.uid)])
        if not mine and self:
            raise UserError(self.env._(
                "You are not invited to %(session)s. Ask who organises it.", session=self[0].display_name))
        mine.with_env(self.env).action_sign_in()

    def action_open_sign_in(self):
        """The screen that goes round: everybody taps his own name."""
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_training_sign_in'),
            'domain': [('session_id', '=', self.id)], 'context': {}}

    def action_invite(self):
        """Invite whoever holds one of the course's posts and has not passed it yet, as far as there are seats."""
        self.check_access('write')
        self._check_planned_yet()
        courses, companies = self.course_id, self.company_id
        # sudo: posts are personnel data
        people = self.env['hr.employee'].sudo().search([
            ('company_id', 'in', companies.ids), ('job_id', 'in', courses.post_ids.ids)], limit=5000)
        Participant = self.env['aftersales.training.participant']
        passed = set(Participant._read_group([
            ('course_id', 'in', courses.ids), ('employee_id', 'in', people.ids), ('result', '=', 'passed')],
            ['course_id', 'employee_id']))
        vals_list = []
        for session in self:
            course, invited = session.course_id, session.participant_ids.employee_id
            own = people.filtered(lambda person, session=session, course=course, invited=invited: (
                person.company_id == session.company_id and person.job_id in course.post_ids
                and person not in invited and (course, person) not in passed))
            if session.seat_count:
                own = own[:max(session.seat_count - session.invited_count, 0)]
            vals_list += [{'session_id': session.id, 'employee_id': person.id} for person in own[:500]]
        Participant.create(vals_list)

    def action_check_effect(self):
        """Somebody looked at what it has helped; the task is done."""
        self.check_access('write')
        for session in self:
            if session.state != 'held':
                raise UserError(self.env._("%(session)s was not held yet.", session=session.display_name))
            if not (session.effect_note or '').strip():
                raise UserError(self.env._(
                    "%(session)s: write down what has changed since.", session=session.display_name))
            # sudo: the stamp is the system's, whosever task it was
            session.sudo().effect_date = session.company_id._get_today()
        self.sudo().activity_unlink([EFFECT_TASK])

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _check_planned_yet(self):
        for session in self:
            if session.state != 'planned':
                raise UserError(self.env._(
                    "%(session)s is not planned any more. Reload the page.", session=session.display_name))

    def _check_transition(self, target):
        """Who plans training says what became of it."""
        if self and not self.env.su and not self.env.user.has_group('aftersales.group_train'):
            raise AccessError(self.env._("Whoever plans training says whether it was held."))
        return super()._check_transition(target)

    def _check_held(self):
        for session in self:
            if session.training_day > session.company_id._get_today():
                raise UserError(self.env._(
                    "%(session)s has not begun yet.", session=session.display_name))
            if not (session.guest_count if session.is_for_customers else session.present_count):
                raise UserError(self.env._(
                    "%(session)s: nobody has signed in. Let those who came sign in, or cancel it.",
                    session=session.display_name))

    def _check_planned(self):
        """Planned again as it was."""

    def _check_cancelled(self):
        """Nothing was given for it yet."""

    def _after_held(self, source):
        """Whoever did not come was absent; results count; the effect is looked at later."""
        # sudo: what follows is the system's
        sessions = self.sudo()
        sessions.participant_ids.filtered(lambda row: row.attendance == 'invited').attendance = 'absent'
        sessions.participant_ids._give_skills()
        tasks = {}
        for session in sessions:
            session.effect_due_date = session._get_effect_due_date()
            if session.effect_due_date:
                words = session.with_context(lang=session.user_id.lang)
                tasks[session] = {
                    'user_id': session.user_id.id, 'date_deadline': fields.Date.to_string(session.effect_due_date),
                    'summary': words.env._("Has it helped? %(course)s", course=words.course_id.name)}
        sessions._create_tasks(EFFECT_TASK, tasks)
