from odoo import api, fields, models
from odoo.exceptions import AccessError

from .survey_survey import STAFF

KEEPERS = 'aftersales.group_manager'


class AftersalesStaffSurvey(models.Model):
    """The yearly survey of the staff (员工满意度): a copy of the questionnaire that everybody answers without a name.

    Who answered what is kept nowhere (``aftersales_staff_survey_asking.py``); results stand once it is closed, of questions
    that at least five people answered (``aftersales.staff.result``).
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

    def action_view_results(self):
        """What the staff says, question by question."""
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_staff_results'),
            'domain': [('staff_survey_id', 'in', self.ids)], 'context': {}}
