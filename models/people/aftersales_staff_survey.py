from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .survey_survey import STAFF

KEEPERS = 'aftersales.group_manager'
# So many people are told of a survey at once.
MOST_PEOPLE = 5000


class AftersalesStaffSurvey(models.Model):
    """The yearly survey of the staff (员工满意度): a copy of the questionnaire that everybody answers without a name.

    Who answered what is kept nowhere (``survey.user_input``); results stand once it is closed, of questions that at least
    five people answered (``aftersales.staff.result``).
    """
    _name = 'aftersales.staff.survey'
    _description = "Staff Survey"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin']
    _order = 'plan_year desc, id desc'
    _rec_name = 'plan_year'
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _transitions = {'draft': {'open': KEEPERS}, 'open': {'closed': KEEPERS}, 'closed': {}}

    state = fields.Selection(
        [('draft', "Survey in Preparation"), ('open', "Survey Runs"), ('closed', "Survey Closed")],
        string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    plan_year = fields.Integer(
        string="Year", required=True, bounds=(2000, 2100), default=lambda self: self.env.company._get_today().year,
        aggregator=False)
    until_date = fields.Date(string="To Be Answered Until", tracking=True)
    template_id = fields.Many2one(
        'survey.survey', string="Questionnaire", required=True, index=True, ondelete='restrict',
        domain=[('survey_type', '=', STAFF)], groups=KEEPERS,
        default=lambda self: self.env.ref('aftersales.survey_staff', raise_if_not_found=False))
    survey_id = fields.Many2one(
        'survey.survey', string="Survey of the Year", readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        groups='base.group_system')
    asked_count = fields.Integer(string="People Asked", readonly=True, copy=False)
    answer_count = fields.Integer(string="Answers Given", compute='_compute_answer_count', compute_sudo=True)
    answer_rate = fields.Float(
        string="Answered (%)", compute='_compute_answer_count', compute_sudo=True, digits=(5, 1))
    measures = fields.Text(string="What We Make of It", max_length=4000, tracking=True)

    _one_a_year = models.UniqueIndex('(company_id, plan_year)', "There is a staff survey of this year already.")

    @api.depends('survey_id.user_input_ids.state', 'asked_count')
    def _compute_answer_count(self):
        counts = dict(self.env['survey.user_input']._read_group(
            [('survey_id', 'in', self.survey_id.ids), ('state', '=', 'done')], ['survey_id'], ['__count']))
        for row in self:
            row.answer_count = counts.get(row.survey_id, 0)
            row.answer_rate = 100.0 * row.answer_count / row.asked_count if row.asked_count else 0.0

    @api.depends('plan_year', 'company_id')
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.plan_year} · {row.company_id.name or ''}"

    # === CRUD METHODS ===#

    def write(self, vals):
        if 'template_id' in vals and self.filtered(lambda row: row.state != 'draft'):
            raise AccessError(self.env._("A survey that was opened keeps its questions."))
        return super().write(vals)

    # === ACTION METHODS ===#

    def action_open(self):
        """From now on everybody may answer; he is told so."""
        self._claim_for_update()
        self._transition('open')

    def action_close(self):
        """Nobody answers any more; the results stand."""
        self._claim_for_update()
        self._transition('closed')

    def action_answer(self):
        """The questionnaire in a page of its own, without a name."""
        self.ensure_one()
        self.check_access('read')
        if self.state != 'open':
            raise UserError(self.env._("%(survey)s is not open for answers.", survey=self.display_name))
        survey = self.sudo().survey_id  # sudo: questions are read by whoever answers
        return {'type': 'ir.actions.act_url', 'url': survey.get_start_url(), 'target': 'new'}

    def action_view_results(self):
        """What the staff says, question by question."""
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_staff_results'),
            'domain': [('staff_survey_id', 'in', self.ids)], 'context': {}}

    # === BUSINESS METHODS ===#

    def _after_open(self, source):
        for row in self.sudo():  # sudo: copies of questionnaires and whom it is sent to are the system's
            row.survey_id = row.template_id.copy({
                'title': row.template_id.title, 'access_mode': 'public', 'users_login_required': False, 'user_id': False})
            people = self.env['hr.employee'].sudo().search(  # sudo: who works here
                [('company_id', '=', row.company_id.id)], limit=MOST_PEOPLE)
            row.asked_count = len(people)
            for lang, users in people.user_id.grouped('lang').items():
                words = row.with_context(lang=lang)
                title = words.survey_id.title
                row.message_notify(
                    partner_ids=users.partner_id.ids, subject=title, body=Markup("<p>%s <a href='%s'>%s</a></p>") % (
                        words.env._("Please answer; nobody sees who said what:"), row.survey_id.get_start_url(), title))

    def _after_closed(self, source):
        self.sudo().survey_id.active = False  # sudo: see above
