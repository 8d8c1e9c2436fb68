from markupsafe import Markup

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.http import request
from odoo.tools import SQL

KEEPERS = 'aftersales.group_manager'
# So many people are told of a survey at once.
MOST_PEOPLE = 5000


class AftersalesStaffSurvey(models.Model):
    """Everybody answers once, and nothing tells who answered what.

    With the survey come as many empty answers as there are people, each with a code. Whoever asks for one gets any of them,
    and his name leaves the list of those who may: no record has both, nor when it was. When the survey is closed, the list
    is emptied and no answer says any more when it was given.
    """
    _inherit = 'aftersales.staff.survey'

    waiting_ids = fields.Many2many(
        'hr.employee', 'aftersales_staff_waiting', 'staff_survey_id', 'employee_id', string="Without a Code So Far",
        readonly=True, copy=False, groups='base.group_system')
    has_paper = fields.Boolean(
        string="Some Have No Login", compute='_compute_has_paper', compute_sudo=True,
        help="Their codes are printed, cut and drawn from a box.")

    def _compute_has_paper(self):
        waiting = self.env['survey.user_input']._read_group(
            [('survey_id', 'in', self.survey_id.ids), ('aftersales_way', '=', 'paper'), ('state', '=', 'new')], ['survey_id'])
        surveys = {survey for survey, in waiting}
        for row in self:
            row.has_paper = row.survey_id in surveys

    # === ACTION METHODS ===#

    def action_answer(self):
        """The questionnaire in a page of its own, without a name; each once."""
        self.ensure_one()
        self.check_access('read')
        if self.state != 'open':
            raise UserError(self.env._("%(survey)s is not open for answers.", survey=self.display_name))
        survey = self.sudo().survey_id  # sudo: questions are read by whoever answers
        code = self._take_code() if survey.access_mode == 'token' else ''  # opened before there were codes
        return {'type': 'ir.actions.act_url', 'url': survey.get_start_url() + code, 'target': 'new'}

    def action_print_codes(self):
        """Codes for those without a login, to be cut and drawn from a box."""
        self.check_access('read')
        if not self.env.su and not self.env.user.has_group(KEEPERS):
            raise AccessError(self.env._("Codes of a staff survey are printed by a manager."))
        for row in self:
            if row.state != 'open' or not row.has_paper:
                raise UserError(self.env._("%(survey)s: no code waits on paper.", survey=row.display_name))
        return self.env.ref('aftersales.action_report_staff_codes').report_action(self)

    # === BUSINESS METHODS ===#

    def _take_code(self):
        """The code of any answer that nobody has, against the name on the list.

        Past the ORM: who wrote, and when, is to stand on neither of them.
        """
        person = self.env['hr.employee'].sudo().search(  # sudo: whether he works here
            [('user_id', '=', self.env.uid), ('company_id', '=', self.company_id.id)], limit=1)
        self.env.flush_all()
        left = self.env.execute_query(SQL(
            "DELETE FROM aftersales_staff_waiting WHERE staff_survey_id = %s AND employee_id = %s RETURNING 1",
            self.id, person.id or 0))
        survey = self.sudo().survey_id  # sudo: see above
        self.sudo().invalidate_recordset(['waiting_ids'])
        if not left:
            if request and request.cookies.get(f'survey_{survey.access_token}'):
                return ''  # the page goes on where he stopped
            raise UserError(self.env._(
                "%(survey)s: you are not on the list of those who may still answer. Each answers once; go on in the browser "
                "in which you began.", survey=self.display_name))
        return f'?answer_token={self._give_answers(survey, 1, "screen", self.env.lang)[0]}'

    def _give_answers(self, survey, count, way, lang=None):
        """:return: the codes of so many answers, taken at random; asked in a language, whatever that of the browser is"""
        return [code for code, in self.env.execute_query(SQL(
            """
            UPDATE survey_user_input SET aftersales_way = %s, lang_id = (SELECT id FROM res_lang WHERE code = %s) WHERE id IN (
                   SELECT id FROM survey_user_input WHERE survey_id = %s AND state = 'new' AND aftersales_way IS NULL
                 ORDER BY random() LIMIT %s FOR UPDATE SKIP LOCKED)
            RETURNING access_token""", way, lang, survey.id, count))]

    def _get_paper_codes(self):
        """:return: the addresses of those answers that wait on paper, in no order"""
        self.ensure_one()
        survey = self.sudo().survey_id  # sudo: see above
        return [f'{survey.get_base_url()}{survey.get_start_url()}?answer_token={code}' for code, in self.env.execute_query(SQL(
            "SELECT access_token FROM survey_user_input WHERE survey_id = %s AND state = 'new' AND aftersales_way = 'paper' "
            "ORDER BY md5(access_token)", survey.id))]

    def _after_open(self, source):
        surveys = self.sudo()  # sudo: copies of questionnaires and whom they are sent to are the system's
        people = self.env['hr.employee'].sudo().search(  # sudo: who works here
            [('company_id', 'in', surveys.company_id.ids)], limit=MOST_PEOPLE).grouped('company_id')
        for row in surveys:
            asked = people.get(row.company_id, self.env['hr.employee'].sudo())
            row.survey_id = row._copy_questions()
            with_login = asked.filtered('user_id')
            row.write({'asked_count': len(asked), 'waiting_ids': with_login.ids})
            row.survey_id._create_empty_answers(len(asked))
            self.env.flush_all()
            row._give_answers(row.survey_id, len(asked) - len(with_login), 'paper')
            row._tell(with_login.user_id)
        self.env['survey.user_input'].invalidate_model(['aftersales_way'])

    def _copy_questions(self):
        """The questionnaire as it is today, in every language: Odoo's own offers that of who wrote it alone."""
        copy = self.template_id.copy({
            'access_mode': 'token', 'users_login_required': False, 'user_id': False, 'lang_ids': [Command.clear()]})
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE survey_survey AS copied SET title = template.title FROM survey_survey template "
            "WHERE copied.id = %s AND template.id = %s", copy.id, self.template_id.id))
        copy.invalidate_recordset(['title'])
        return copy

    def _tell(self, users):
        for lang, readers in users.grouped('lang').items():
            words = self.with_context(lang=lang)
            title = words.survey_id.title
            self.message_notify(
                partner_ids=readers.partner_id.ids, subject=title, body=Markup("<p>%s <a href='%s'>%s</a></p>") % (
                    words.env._("Please answer; nobody sees who said what:"),
                    f'/odoo/staff-surveys/{self.id}', title))

    def _after_closed(self, source):
        """Nobody answers any more, and what might tell who did goes: the list of names, and the times of answers."""
        surveys = self.sudo().survey_id  # sudo: see above
        surveys.active = False
        copies = tuple(surveys.ids) or (0,)
        self.env.flush_all()
        self.env.cr.execute(SQL("DELETE FROM aftersales_staff_waiting WHERE staff_survey_id IN %s", tuple(self.ids)))
        self.env.cr.execute(SQL(
            "DELETE FROM survey_user_input WHERE survey_id IN %s AND state = 'new'", copies))
        self.env.cr.execute(SQL(
            """
            UPDATE survey_user_input SET aftersales_way = NULL, lang_id = NULL, start_datetime = NULL, end_datetime = NULL,
                   create_date = %(now)s, write_date = %(now)s, create_uid = %(system)s, write_uid = %(system)s
             WHERE survey_id IN %(surveys)s""", now=fields.Datetime.now(), system=SUPERUSER_ID, surveys=copies))
        self.env.cr.execute(SQL(
            "UPDATE survey_user_input_line SET create_date = %(now)s, write_date = %(now)s, create_uid = %(system)s, "
            "write_uid = %(system)s WHERE survey_id IN %(surveys)s",
            now=fields.Datetime.now(), system=SUPERUSER_ID, surveys=copies))
        self.env.invalidate_all()
