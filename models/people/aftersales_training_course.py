from odoo import api, fields, models
from odoo.exceptions import ValidationError

WAYS = [
    ('class', "In Class"), ('job', "On the Job"), ('online', "Online"), ('outside', "Outside the House"),
    ('meeting', "Sharing Meeting"), ('contest', "Contest"),
]


class AftersalesTrainingCourse(models.Model):
    """What is taught: for which posts, how it is tested, and the skill or certificate that whoever passes gets (M2)."""
    _name = 'aftersales.training.course'
    _description = "Training Course"
    _inherit = ['aftersales.setup.mixin', 'aftersales.log.mixin']
    _order = 'code, name, id'
    _rec_names_search = ['name', 'code']

    name = fields.Char(required=True, translate=True, tracking=True, max_length=120)
    code = fields.Char(max_length=20, index='btree_not_null')
    kind_id = fields.Many2one(
        'aftersales.training.kind', string="Kind", required=True, index=True, ondelete='restrict', tracking=True)
    company_id = fields.Many2one('res.company', index='btree_not_null', help="Empty: for all companies.")
    way = fields.Selection(WAYS, string="Way of Teaching", required=True, default='class', tracking=True)
    post_ids = fields.Many2many('hr.job', 'aftersales_training_course_post_rel', string="For Posts")
    hours = fields.Float(default=2.0, bounds=(0.0, 500.0), tracking=True)
    content = fields.Html(string="Content and Material", translate=True)

    theory_min = fields.Integer(
        string="Theory at Least (%)", bounds=(0, 100), tracking=True, help="0: there is no written test.")
    practical_min = fields.Integer(
        string="Practice at Least (%)", bounds=(0, 100), tracking=True, help="0: nothing has to be shown in practice.")
    survey_id = fields.Many2one(
        'survey.survey', string="Questions of the Test", index='btree_not_null', ondelete='restrict',
        domain="[('scoring_type', '!=', 'no_scoring')]", groups='aftersales.group_manager',
        help="Participants answer them on their own screen, and the score is taken over. Empty: the trainer enters it.")
    has_questions = fields.Boolean(compute='_compute_has_questions', compute_sudo=True)

    skill_type_id = fields.Many2one(
        'hr.skill.type', string="Gives", index='btree_not_null', ondelete='restrict', tracking=True,
        help="Empty: the course gives neither a skill nor a certificate.")
    skill_id = fields.Many2one(
        'hr.skill', string="Skill or Certificate", index='btree_not_null', ondelete='restrict', tracking=True,
        domain="[('skill_type_id', '=', skill_type_id)]")
    skill_level_id = fields.Many2one(
        'hr.skill.level', string="Level Given", ondelete='restrict', tracking=True, index='btree_not_null',
        domain="[('skill_type_id', '=', skill_type_id)]")
    valid_months = fields.Integer(
        string="Valid for (Months)", bounds=(0, 240), tracking=True, help="0: it does not end.")
    effect_months = fields.Integer(
        string="Effect Checked After (Months)", default=3, bounds=(0, 12), help="0: the effect is not looked at.")
    session_ids = fields.One2many('aftersales.training.session', 'course_id', string="Sessions")
    session_count = fields.Integer(compute='_compute_session_count')
    course_mark = fields.Float(
        string="Mark", compute='_compute_course_mark', compute_sudo=True, digits=(16, 1),
        help="Average of 5 of all participants who have said what they think of it.")

    _code_unique = models.UniqueIndex('(company_id, code)', "Another course has this code already.")

    # === COMPUTE AND CONSTRAINT METHODS ===#

    @api.depends('survey_id')
    def _compute_has_questions(self):
        for course in self:
            course.has_questions = bool(course.survey_id)

    @api.depends('session_ids')
    def _compute_session_count(self):
        counts = dict(self.env['aftersales.training.session']._read_group(
            [('course_id', 'in', self.ids)], ['course_id'], ['__count']))
        for course in self:
            course.session_count = counts.get(course._origin, 0)

    @api.depends('session_ids.participant_ids.training_mark')
    @api.depends_context('allowed_company_ids')
    def _compute_course_mark(self):
        marks = self.env['aftersales.training.participant']._average_marks('course_id', self.ids, [
            ('company_id', 'in', self.env.companies.ids)])
        for course in self:
            course.course_mark = marks.get(course._origin.id, (0, 0.0))[1]

    @api.constrains('skill_type_id', 'skill_id', 'skill_level_id')
    def _check_skill(self):
        for course in self:
            kind = course.skill_type_id
            if kind and (course.skill_id.skill_type_id != kind or course.skill_level_id.skill_type_id != kind):
                raise ValidationError(self.env._(
                    "%(course)s: choose the skill and the level of %(kind)s that whoever passes gets.",
                    course=course.name, kind=kind.name))

    @api.onchange('skill_type_id')
    def _onchange_skill_type_id(self):
        if self.skill_id.skill_type_id != self.skill_type_id:
            self.skill_id = self.skill_type_id.skill_ids if len(self.skill_type_id.skill_ids) == 1 else False
        if self.skill_level_id.skill_type_id != self.skill_type_id:
            self.skill_level_id = self.skill_type_id.skill_level_ids.sorted('level_progress')[-1:]

    # === ACTION METHODS ===#

    def action_view_sessions(self):
        """The sessions of these courses."""
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_training_sessions'),
            'domain': [('course_id', 'in', self.ids)], 'context': {'default_course_id': self[:1].id}}
