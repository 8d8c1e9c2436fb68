import json
from datetime import datetime, time, timedelta

import pytz
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.words import say_day

# What follows where a customer is not content; to suggest something is no complaint.
BAD = {'complaint', 'callback'}


class AftersalesSurveyLetter(models.Model):
    """What customers said in a week, told to a department in writing, kept as it was sent (L3; satisfaction, 6).

    A mark belongs to the department of whose work it judges: of the technicians, or of the advisor. So does what is said
    to such a question; what became a case belongs to the department that is asked about it, too. All the rest is the
    outlet's own, told to whoever leads it. What is counted is what came in during the week, whenever it was said.
    """
    _name = 'aftersales.survey.letter'
    _description = "Customers' Opinions of a Week"
    _inherit = ['aftersales.history.mixin', 'aftersales.system.values.mixin', 'aftersales.log.mixin']
    _order = 'week_start desc, workshop_id, id'
    _rec_names_search = ['department_id.name', 'workshop_id.name']
    _check_company_auto = True
    _mail_post_access = 'read'

    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, readonly=True, index=True, ondelete='restrict')
    week_start = fields.Date(string="Week from", required=True, readonly=True, index=True, help="Its Monday.")
    department_id = fields.Many2one(
        'hr.department', readonly=True, index='btree_not_null', ondelete='restrict', help="Empty: the outlet as a whole.")
    receiver_id = fields.Many2one(
        'res.users', string="Told To", readonly=True, index='btree_not_null',
        help="The head of the department, else of the outlet.")
    lang = fields.Char(string="Language", readonly=True)
    sent_date = fields.Datetime(string="Sent On", readonly=True)
    read_date = fields.Datetime(string="Read On", readonly=True, help="When the receiver said that he has read it.")
    answer_count = fields.Integer(string="Answers (n)", readonly=True)
    bad_count = fields.Integer(string="Not Content (n)", readonly=True, help="Answers that a rule for bad answers spoke of.")
    text_count = fields.Integer(string="Texts (n)", readonly=True)
    content = fields.Text(readonly=True, help="What was counted, as plain values.")
    body = fields.Html(string="What Customers Said", readonly=True, sanitize=False)
    is_mine = fields.Boolean(compute='_compute_is_mine')

    _once = models.UniqueIndex(
        "(workshop_id, week_start, COALESCE(department_id, 0))", "The department was told of this week already.")

    # === COMPUTE METHODS ===#

    @api.depends_context('uid')
    @api.depends('receiver_id')
    def _compute_is_mine(self):
        for letter in self:
            letter.is_mine = letter.receiver_id == self.env.user

    @api.depends_context('lang')
    @api.depends('week_start', 'department_id', 'workshop_id')
    def _compute_display_name(self):
        for letter in self:
            # sudo: what department and outlet are called is no secret
            place = letter.sudo().department_id.name or letter.sudo().workshop_id.name
            letter.display_name = self.env._(
                "Week from %(day)s · %(place)s", day=say_day(self.env, letter._get_bounds()[0], letter._get_tz()),
                place=place) if letter.week_start else place

    # === ACTION METHODS ===#

    def action_read(self):
        """The receiver has read it."""
        for letter in self:
            if letter.receiver_id != self.env.user:
                raise AccessError(self.env._(
                    "%(letter)s was written to %(user)s, who says himself that he has read it.",
                    letter=letter.display_name, user=letter.receiver_id.sudo().name or self.env._("nobody")))
        self.filtered(lambda letter: not letter.read_date).sudo().read_date = fields.Datetime.now()  # sudo: a stamp

    def action_send(self):
        """To whoever leads the department now: it had no head, or has another one."""
        if not self.env.user.has_group('aftersales.group_see_survey'):
            raise AccessError(self.env._("Customer care sends such letters. Ask there."))
        self.check_access('read')
        for letter in self.sudo():  # sudo: letters are the system's; who may send was asked before
            receiver = letter._find_receiver()
            if not receiver:
                raise UserError(self.env._(
                    "%(letter)s: nobody leads the department or the outlet. Enter its manager first.",
                    letter=letter.display_name))
            if receiver == letter.receiver_id and letter.sent_date:
                raise UserError(self.env._(
                    "%(letter)s was sent to %(user)s already.", letter=letter.display_name, user=receiver.name))
            letter.write({'receiver_id': receiver.id, 'lang': receiver.lang, 'read_date': False})
            letter._send()

    @api.readonly
    def action_print(self):
        return self.env.ref('aftersales.action_report_survey_letter').report_action(self, config=False)

    # === WHAT WAS SAID ===#

    @api.model
    def _tell(self, weeks):
        """Write and send the letters of a week.

        :param weeks: dict of outlet: first day of its week
        """
        said = self._sort_by_department(self._read_lines(weeks), weeks)
        letters = self.create([{
            'workshop_id': outlet.id, 'week_start': weeks[outlet], 'department_id': department.id,
            'answer_count': len(found['sheets']), 'text_count': len(found['texts']),
            'bad_count': len(found['sheets'].filtered(lambda sheet: BAD & set(sheet.rule_ids.mapped('action')))),
            'content': json.dumps(self._prepare_letter_content(found), ensure_ascii=False),
        } for (outlet, department), found in said.items()])
        for letter in letters:
            receiver = letter._find_receiver()
            letter.write({'receiver_id': receiver.id, 'lang': receiver.lang or letter.company_id.partner_id.lang})
            letter._send()
        return letters

    @api.model
    def _prepare_letter_content(self, found):
        """Hook: what is kept of what was said, as plain values; rooms that added to ``found`` keep theirs by ``super()``."""
        return {
            'texts': found['texts'],
            'cases': [case.name for case in found['sheets'].raised_complaint_id if case.registered_date],
            'marks': [
                (question.id, len(marks), sum(mark for mark, __ in marks) / len(marks),
                 100 * sum(good for __, good in marks) / len(marks))
                for question, marks in found['marks'].items()],
        }

    @api.model
    def _prepare_found(self):
        """What was said to one department, before anything is known of it."""
        invitations = self.env['aftersales.survey.invitation'].sudo()  # sudo: see _read_lines
        return {'sheets': invitations, 'marks': {}, 'texts': []}

    @api.model
    def _read_lines(self, weeks):
        """Answers that came in during the week of each outlet."""
        domains = []
        for outlet, day in weeks.items():
            start, end = self.new({'workshop_id': outlet.id, 'week_start': day})._get_bounds()
            domains.append(
                Domain('aftersales_invitation_id.workshop_id', '=', outlet.id)
                & Domain('user_input_id.create_date', '>=', start) & Domain('user_input_id.create_date', '<', end))
        # sudo: the letter tells what its receiver may not read one by one
        return self.env['survey.user_input.line'].sudo().search(
            Domain.OR(domains) & Domain('aftersales_invitation_id.state', '=', 'answered'), order='id')

    @api.model
    def _sort_by_department(self, lines, weeks):
        """Hook: what was said to whom; rooms that hear customers on other ways add it by ``super()``.

        :return: dict of (outlet, department): dict of ``sheets``, ``marks`` (question: list of (0-100, satisfied)), ``texts``
        """
        Department, said = self.env['hr.department'].sudo(), {}
        of_users = self._read_departments(lines.aftersales_invitation_id.advisor_id, lines.user_input_id)
        for line in lines:
            invitation, question = line.aftersales_invitation_id, line.question_id
            company, text = invitation.company_id, line.value_text_box or line.value_char_box
            departments = invitation.technician_ids.department_id if question.aftersales_role == 'technician' else (
                of_users.get((invitation.advisor_id, company), Department) if question.aftersales_role else Department)
            if text:
                departments |= invitation.raised_complaint_id.category_id.department_id
            departments = departments.filtered(lambda unit, company=company: unit.company_id in (company, company.browse()))
            for department in departments or [Department]:
                found = said.setdefault((invitation.workshop_id.with_env(self.env), department), self._prepare_found())
                found['sheets'] |= invitation
                if line.aftersales_counts:
                    found['marks'].setdefault(question, []).append((line.aftersales_percent, line.aftersales_is_satisfied))
                if text:
                    found['texts'].append({
                        'day': fields.Datetime.to_string(invitation.answered_date), 'visit': invitation.order_id.name or '',
                        'plate': invitation.license_plate or '', 'question': question.id, 'text': text})
        return said

    @api.model
    def _read_departments(self, users, sheets):
        """:return: dict of (user, company): department"""
        employees = self.env['hr.employee'].sudo().search([  # sudo: where somebody works is no secret
            ('user_id', 'in', users.ids), ('department_id', '!=', False),
            ('company_id', 'in', sheets.aftersales_invitation_id.company_id.ids)])
        return {(employee.user_id, employee.company_id): employee.department_id for employee in employees}

    # === LETTER ===#

    def _find_receiver(self):
        self.ensure_one()
        letter = self.sudo()  # sudo: who leads is no secret
        managers = self.env.ref('aftersales.group_manager').sudo().all_user_ids.sorted('id')
        return (letter.department_id.manager_id.user_id + letter.workshop_id.manager_id + managers).filtered(
            lambda user: user.active and not user.share and letter.company_id in user.company_ids)[:1]

    def _send(self):
        """By e-mail, in the receiver's language; it stays in the log. Where nobody leads anything it waits in the list."""
        self.ensure_one()
        letter = self.with_context(lang=self.lang or self.env.lang)
        self.body = letter._render_body()
        if not self.receiver_id:
            return
        self.sent_date = fields.Datetime.now()
        letter.message_post(
            subject=letter.env._("What customers said: %(letter)s", letter=letter.display_name), body=Markup(letter.body),
            partner_ids=self.receiver_id.partner_id.ids, message_type='comment', subtype_xmlid='mail.mt_note',
            author_id=self.company_id.partner_id.id, email_from=self.company_id.email_formatted,
            email_layout_xmlid='mail.mail_notification_light')

    def _render_body(self):
        return self.env['ir.qweb']._render('aftersales.survey_letter_body', self._prepare_body())

    def _prepare_body(self):
        """What the letter says, in the language of the environment."""
        self.ensure_one()
        content, before, tz = self._get_content(), self._get_marks_before(), self._get_tz()
        numbers = {number for number, *__ in content['marks']} | {text['question'] for text in content['texts']}
        # sudo: what is asked is no secret
        titles = {question.id: question.title for question in self.env['survey.question'].sudo().browse(numbers).exists()}
        start, end = self._get_bounds()
        return {
            'headline': self.env._(
                "What customers said of %(place)s from %(first)s to %(last)s: %(count)s answers, %(bad)s of customers who "
                "were not content.", place=self.sudo().department_id.name or self.sudo().workshop_id.name,
                first=say_day(self.env, start, tz), last=say_day(self.env, end - timedelta(seconds=1), tz),
                count=self.answer_count, bad=self.bad_count),
            'marks': sorted((
                {'name': titles.get(number, ''), 'n': count, 'value': round(mean, 1), 'satisfied': round(satisfied, 1),
                 'last': before.get(number)}
                for number, count, mean, satisfied in content['marks']), key=lambda row: (row['value'], row['name'])),
            'texts': [{**text, 'name': titles.get(text['question'], ''), 'day': say_day(
                self.env, fields.Datetime.to_datetime(text['day']), tz)} for text in content['texts']],
            'cases': content['cases'],
        }

    def _get_content(self):
        self.ensure_one()
        return json.loads(self.content or '{"marks": [], "texts": [], "cases": []}')

    def _get_marks_before(self):
        """What was said a week before, as the department was told then."""
        self.ensure_one()
        former = self.search([
            ('workshop_id', '=', self.workshop_id.id), ('department_id', '=', self.department_id.id),
            ('week_start', '=', self.week_start - timedelta(days=7))], limit=1)
        return {number: round(mean, 1) for number, __, mean, __ in former._get_content()['marks']} if former else {}

    def _get_tz(self):
        self.ensure_one()
        return self.sudo().workshop_id._get_tz()

    def _get_bounds(self):
        """Naive UTC moments at which the week begins and ends, by the outlet's clock."""
        self.ensure_one()
        tz = self._get_tz()
        return tuple(
            tz.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
            for day in (self.week_start, self.week_start + timedelta(days=7)))
