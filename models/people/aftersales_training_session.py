from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

STATES = [('planned', "Training Planned"), ('held', "Training Held"), ('cancelled', "Cancelled")]


class AftersalesTrainingSession(models.Model):
    """A course on a day: who teaches, who is invited, who came, what they scored, what it cost (M2)."""
    _name = 'aftersales.training.session'
    _description = "Training Session"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin', 'aftersales.batch.mixin', 'mail.activity.mixin',
    ]
    _order = 'start desc, id desc'
    _rec_names_search = ['course_id', 'place']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'planned': dict.fromkeys(('held', 'cancelled')),
        'held': {},
        'cancelled': {'planned': None},
    }

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='planned', index=True, tracking=True)
    course_id = fields.Many2one(
        'aftersales.training.course', string="Course", required=True, index=True, ondelete='restrict', check_company=True,
        tracking=True)
    kind_id = fields.Many2one(related='course_id.kind_id', string="Kind", store=True, index=True, precompute=True)
    is_for_customers = fields.Boolean(related='kind_id.is_for_customers')
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True, ondelete='restrict')
    start = fields.Datetime(string="Begins", required=True, index=True, tracking=True)
    hours = fields.Float(
        compute='_compute_from_course', store=True, readonly=False, precompute=True, bounds=(0.0, 500.0))
    training_day = fields.Date(
        string="Day", compute='_compute_training_day', store=True, index=True, help="By the company's clock.")
    place = fields.Char(string="Training Place", max_length=120, tracking=True)
    user_id = fields.Many2one(
        'res.users', string="Organised By", required=True, index=True, default=lambda self: self.env.user, tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    trainer_id = fields.Many2one(
        'hr.employee', string="Trainer", index='btree_not_null', check_company=True, ondelete='restrict', tracking=True)
    outside_trainer = fields.Char(max_length=120, help="Who teaches, where it is nobody of the house.")
    seat_count = fields.Integer(string="Seats", bounds=(0, 1000), help="0: as many as come.")
    guest_count = fields.Integer(string="Guests", bounds=(0, 10000), help="Customers who came.")
    theory_min = fields.Integer(
        string="Theory at Least (%)", compute='_compute_from_course', store=True, precompute=True, readonly=False,
        bounds=(0, 100))
    practical_min = fields.Integer(
        string="Practice at Least (%)", compute='_compute_from_course', store=True, precompute=True, readonly=False,
        bounds=(0, 100))
    currency_id = fields.Many2one(related='company_id.currency_id')
    cost = fields.Monetary(groups='aftersales.group_train', tracking=True, help="Fees, material, room, travel.")
    minutes = fields.Text(max_length=8000, help="What was taught and asked.")

    participant_ids = fields.One2many('aftersales.training.participant', 'session_id', string="Participants")
    invited_count = fields.Integer(string="Invited", compute='_compute_participant_counts', compute_sudo=True)
    present_count = fields.Integer(string="Present", compute='_compute_participant_counts', compute_sudo=True)
    passed_count = fields.Integer(string="Passed", compute='_compute_participant_counts', compute_sudo=True)
    is_mine = fields.Boolean(string="I Am Invited", compute='_compute_is_mine', search='_search_is_mine')

    effect_due_date = fields.Date(
        string="Effect Checked Until", readonly=True, copy=False, help="When it can be seen whether it has helped.")
    effect_note = fields.Text(
        string="Effect", copy=False, max_length=4000, help="Rework, satisfaction, hours of the participants before and after.")
    effect_date = fields.Date(string="Effect Looked at On", readonly=True, copy=False)

    # === COMPUTE AND CONSTRAINT METHODS ===#

    @api.depends('course_id', 'start', 'company_id')
    def _compute_training_day(self):
        zones = {company: company._get_clock_zone() for company in self.company_id}
        for session in self:
            session.training_day = session.start and fields.Datetime.context_timestamp(
                session.with_context(tz=zones.get(session.company_id) or 'UTC'), session.start).date()

    @api.depends('course_id')
    def _compute_from_course(self):
        """As the course says when the session is planned; what the course asks for later counts for later sessions."""
        for session in self:
            session.hours = session.course_id.hours
            session.theory_min = session.course_id.theory_min
            session.practical_min = session.course_id.practical_min

    @api.depends('participant_ids.attendance', 'participant_ids.result')
    def _compute_participant_counts(self):
        rows = self.env['aftersales.training.participant']._read_group(
            [('session_id', 'in', self.ids)], ['session_id', 'attendance', 'result'], ['__count'])
        for session in self:
            own = [row for row in rows if row[0] == session._origin]
            session.invited_count = sum(count for *__, count in own)
            session.present_count = sum(count for __, attendance, __, count in own if attendance == 'present')
            session.passed_count = sum(count for *__, result, count in own if result == 'passed')

    @api.depends('participant_ids.employee_id')
    @api.depends_context('uid')
    def _compute_is_mine(self):
        # sudo: one's own invitation
        mine = self.env['aftersales.training.participant'].sudo().search([
            ('session_id', 'in', self.ids), ('employee_id.user_id', '=', self.env.uid)]).session_id
        for session in self:
            session.is_mine = session._origin in mine

    @api.model
    def _search_is_mine(self, operator, value):
        if operator != 'in':
            return NotImplemented
        # sudo: one's own invitation
        mine = self.env['aftersales.training.participant'].sudo()._search([('employee_id.user_id', '=', self.env.uid)])
        return [('id', 'in' if True in value else 'not in', mine.subselect('session_id'))]

    @api.depends('course_id', 'training_day')
    def _compute_display_name(self):
        for session in self:
            session.display_name = ' · '.join(filter(None, [
                session.course_id.name, session.training_day and fields.Date.to_string(session.training_day)]))

    @api.constrains('seat_count', 'participant_ids')
    def _check_seats(self):
        for session in self:
            if session.seat_count and session.invited_count > session.seat_count:
                raise ValidationError(self.env._(
                    "%(session)s has %(seats)s seats and %(people)s people are invited. Plan a second session.",
                    session=session.display_name, seats=session.seat_count, people=session.invited_count))

    # === BUSINESS METHODS ===#

    def _get_effect_due_date(self):
        self.ensure_one()
        months = self.course_id.effect_months
        return months and self.participant_ids and self.training_day + relativedelta(months=months)
