from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

ATTENDANCE = [('invited', "Invited"), ('present', "Present"), ('absent', "Did Not Come"), ('excused', "Excused")]
RESULTS = [('open', "Not Known Yet"), ('passed', "Passed"), ('failed', "Not Passed")]
# What a certificate that was given rests on.
GROUNDS = frozenset({'session_id', 'employee_id', 'attendance', 'theory_score', 'practical_score'})


class AftersalesTrainingParticipant(models.Model):
    """Somebody at a training: whether he came, what he scored, what he got for it (M2)."""
    _name = 'aftersales.training.participant'
    _description = "Participant of a Training"
    _inherit = ['aftersales.system.values.mixin']
    _order = 'training_day desc, session_id.id desc, id'
    _rec_name = 'employee_id'
    _rec_names_search = ['employee_id', 'course_id']
    _check_company_auto = True

    session_id = fields.Many2one('aftersales.training.session', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='session_id.company_id', store=True, index=True, precompute=True)
    course_id = fields.Many2one(related='session_id.course_id', string="Course", store=True, index=True, precompute=True)
    training_day = fields.Date(related='session_id.training_day', string="Day", store=True, index=True)
    session_state = fields.Selection(related='session_id.state', string="Status")
    hours = fields.Float(compute='_compute_hours', store=True, help="Hours of those who came.")
    employee_id = fields.Many2one(
        'hr.employee', string="Participant", required=True, index=True, check_company=True, ondelete='restrict')
    attendance = fields.Selection(ATTENDANCE, required=True, default='invited')
    signed_date = fields.Datetime(string="Signed In At", readonly=True, copy=False)
    signed_user_id = fields.Many2one(
        'res.users', string="Signed In By", readonly=True, copy=False, index='btree_not_null',
        help="Whose login the screen had.")
    answer_id = fields.Many2one(
        'survey.user_input', string="Test Answers", readonly=True, copy=False, index='btree_not_null',
        groups='base.group_system')
    has_questions = fields.Boolean(related='course_id.has_questions')
    theory_score = fields.Float(
        string="Theory (%)", compute='_compute_theory_score', store=True, readonly=False, copy=False, bounds=(0.0, 100.0),
        aggregator='avg', help="0: not known yet.")
    practical_score = fields.Float(
        string="Practice (%)", copy=False, bounds=(0.0, 100.0), aggregator='avg', help="0: not known yet.")
    result = fields.Selection(RESULTS, compute='_compute_result', store=True, index=True)
    given_id = fields.Many2one(
        'hr.employee.skill', string="Skill or Certificate Given", readonly=True, copy=False, index='btree_not_null',
        ondelete='set null')
    given_until = fields.Date(related='given_id.valid_to', string="Valid Until")
    note = fields.Char(max_length=300)

    _one_seat = models.UniqueIndex('(session_id, employee_id)', "This person is on the list already.")

    # === COMPUTE METHODS ===#

    @api.depends('attendance', 'session_id.hours')
    def _compute_hours(self):
        for row in self:
            row.hours = row.session_id.hours if row.attendance == 'present' else 0.0

    @api.depends('answer_id.state', 'answer_id.scoring_percentage')
    def _compute_theory_score(self):
        """Answers that were handed in count; until then what was there before."""
        for row in self:
            answer = row.sudo().answer_id  # sudo: answers are read by whoever keeps surveys; here only the score
            row.theory_score = answer.scoring_percentage if answer.state == 'done' else row.theory_score

    @api.depends(
        'attendance', 'theory_score', 'practical_score', 'session_id.theory_min', 'session_id.practical_min',
        'session_id.state', 'answer_id.state')
    def _compute_result(self):
        """Passed is who came and reached what was asked for, once the session was held."""
        for row in self:
            session = row.session_id
            is_answered = row.sudo().answer_id.state == 'done'  # sudo: as above
            known = [
                (not session.theory_min or row.theory_score or is_answered, row.theory_score >= session.theory_min),
                (not session.practical_min or row.practical_score, row.practical_score >= session.practical_min)]
            if session.state != 'held' or row.attendance != 'present':
                row.result = 'open'
            elif all(is_known and is_reached for is_known, is_reached in known):
                row.result = 'passed'
            else:
                row.result = 'failed' if any(is_known and not is_reached for is_known, is_reached in known) else 'open'

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._check_may_join()
        rows.sudo()._give_skills()  # sudo: skills follow from results
        return rows

    def write(self, vals):
        if vals.keys() & GROUNDS:
            self._check_nothing_given()
        result = super().write(vals)
        if vals.keys() & GROUNDS or 'answer_id' in vals:
            self.sudo()._give_skills()  # sudo: skills follow from results
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        for row in self:
            if row.session_id.state == 'held' and not self.env.su:
                raise UserError(self.env._(
                    "%(session)s was held: its list stays as it is.", session=row.session_id.display_name))

    # === ACTION METHODS ===#

    def action_sign_in(self):
        """He is here: tapped by himself, or on the screen of whoever plans the training; twice is once."""
        self.check_access('read')
        may_sign_others = self.env.user.has_group('aftersales.group_train')
        for row in self:
            session = row.session_id
            # sudo: whose row it is
            if not may_sign_others and row.employee_id.sudo().user_id != self.env.user:
                raise AccessError(self.env._("Everybody signs in for himself, or on the screen of the trainer."))
            if row.attendance == 'present':
                continue
            if session.state != 'planned':
                raise UserError(self.env._(
                    "%(session)s is not planned any more. Ask who organises it.", session=session.display_name))
            if session.training_day > session.company_id._get_today():
                raise UserError(self.env._("%(session)s has not begun yet.", session=session.display_name))
            # sudo: the stamps are the button's
            row.sudo().write({
                'attendance': 'present', 'signed_date': fields.Datetime.now(), 'signed_user_id': self.env.uid})

    def action_take_test(self):
        """The questions of the course on the participant's own screen; again, if he has not passed."""
        self.ensure_one()
        self.check_access('read')
        row = self.sudo()  # sudo: the questions belong to whoever keeps surveys
        survey = row.course_id.survey_id
        if not survey or row.employee_id.user_id != self.env.user:
            raise AccessError(self.env._("Everybody answers the questions of his own test."))
        if row.attendance != 'present' or row.result == 'passed':
            raise UserError(self.env._(
                "%(course)s: the test is for those who were there and have not passed yet.", course=row.course_id.name))
        if row.answer_id.state not in ('new', 'in_progress'):
            row.answer_id = survey._create_answer(user=self.env.user, check_attempts=False)
        return {'type': 'ir.actions.act_url', 'url': row.answer_id.get_start_url(), 'target': 'new'}

    # === BUSINESS METHODS ===#

    def _check_may_join(self):
        for row in self:
            if row.session_id.state == 'cancelled':
                raise UserError(self.env._(
                    "%(session)s is cancelled. Plan it again first.", session=row.session_id.display_name))
        self.session_id._check_seats()

    def _check_nothing_given(self):
        for row in self:
            if row.given_id:
                raise UserError(self.env._(
                    "%(person)s has got %(skill)s for it. Take that back before the result is changed.",
                    person=row.employee_id.sudo().name, skill=row.given_id.display_name))  # sudo: names are no secret
