
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

LONGEST = 2000
HIGHEST = 100_000


class AftersalesSurveyInvitation(models.Model):
    """What the customer said: kept once, with the mark of each answer as it was that day."""
    _inherit = 'aftersales.survey.invitation'

    user_input_ids = fields.One2many('survey.user_input', 'aftersales_invitation_id', string="Answer Sheets", readonly=True)
    answer_ids = fields.One2many('survey.user_input.line', 'aftersales_invitation_id', string="Answers", readonly=True)
    answered_date = fields.Datetime(string="Answered On", readonly=True, copy=False, index='btree_not_null')
    score = fields.Float(
        string="Score", readonly=True, copy=False, digits=(5, 1), bounds=(0, 100), aggregator='avg',
        help="Mean of all marks, each as 0 (worst) to 100 (best).")
    recommends = fields.Integer(
        string="Recommends", readonly=True, copy=False, bounds=(-1, 10), default=-1, aggregator=None,
        help="0 to 10; -1 where the question was not answered.")
    comment = fields.Text(string="Said", readonly=True, copy=False)

    # === QUESTIONS ===#

    def _get_stars(self):
        """The stars that the customer gave for the visit already: he is not asked for them twice.

        :rtype: int
        """
        self.ensure_one()
        rating = self.order_id and self.order_id.sudo()._get_visit_rating()  # sudo: whoever asks may know
        return int(rating.rating) if rating and rating.consumed else 0

    def _get_questions(self):
        """What is asked, in order; of a booked visit the booking first. SUDOED: questions are the house's own.

        :rtype: survey.question
        """
        self.ensure_one()
        invitation = self.sudo()
        return self._list_questions(invitation.survey_id, invitation.joined_survey_id)

    @api.model
    def _list_questions(self, survey, joined_survey):
        questions = joined_survey.question_ids.filtered('aftersales_joins_visit') + survey.question_ids
        return questions.filtered(lambda question: not question.is_page and question.question_type in self._get_kinds())

    @api.model
    def _get_kinds(self):
        """Types of core's questions that are asked here."""
        return ('simple_choice', 'scale', 'text_box', 'char_box', 'numerical_box')

    def _get_asked_questions(self):
        """Without what the stars say already."""
        questions = self._get_questions()
        return questions.filtered(lambda question: not question.aftersales_is_overall) if self._get_stars() else questions

    def _prepare_questions(self):
        """What a page or screen shows, in the language of the environment.

        :return: list of dicts ``id``, ``title``, ``spoken``, ``page``, ``type``, ``levels`` (value, label, key)
        """
        self.ensure_one()
        return [{
            'id': question.id, 'title': question.title, 'spoken': question._get_spoken(),
            'page': question.page_id.title or '', 'type': question.question_type,
            'levels': self._prepare_levels(question),
        } for question in self._get_asked_questions()]

    def _prepare_levels(self, question):
        if question.question_type == 'scale':
            return [
                {'value': value, 'label': str(value), 'key': str(value) if value < 10 else ''}
                for value in range(question.scale_min, question.scale_max + 1)]
        return [{
            'value': answer.id, 'label': answer.aftersales_level_id.name or answer.value,
            'key': answer.aftersales_level_id.key or '',
        } for answer in question.suggested_answer_ids]

    # === ANSWERS ===#

    def _answer(self, answers, method, interviewer=None, moment=None):
        """Keep what the customer said, once: by whatever device he sends it second, nothing is changed.

        :param answers: dict of question's id: answer's id, number or text; what is none of the question's is left out
        :param method: how he was asked
        :param interviewer: who of the house wrote it down, if not the customer himself
        :param moment: when he said it, if not just now
        :return: False when there was an answer already, or its time is over
        :raises UserError: when nothing is answered
        """
        self.ensure_one()
        self._claim_for_update()
        is_own, now = not interviewer and method != 'third', fields.Datetime.now()
        if self.state not in (('open',) if is_own else ('open', 'lapsed', 'skipped')) or (
                is_own and self.expiry_date and self.expiry_date <= now):
            return False
        invitation = self.sudo()  # sudo: answers are the system's; callers checked who speaks
        lines = invitation._read_answers(answers)
        if not lines:
            raise UserError(self.env._("Answer one question at least."))
        stars = invitation._get_stars()
        if stars:
            lines += invitation._prepare_overall(stars)
        sheets = invitation._create_sheets(lines, moment or now)
        invitation.write({
            'state': 'answered', 'answered_date': moment or now, 'method': method, 'is_reached': True,
            'interviewer_id': interviewer and interviewer.id, 'call_from': False, 'skip_reason': False,
            'is_unasked': invitation.is_unasked or invitation.state == 'skipped',
            **invitation._prepare_score_vals(sheets.user_input_line_ids)})
        if is_own and not stars:
            invitation._give_stars(sheets.user_input_line_ids)
        invitation._follow_up(sheets.user_input_line_ids)
        return True

    def _read_answers(self, answers):
        """What of ``answers`` is an answer to a question that is asked.

        :return: list of (question, values of core's line)
        """
        lines = []
        for question in self._get_asked_questions():
            vals = self._read_answer(question, answers.get(question.id))
            if vals:
                lines.append((question, vals))
        return lines

    def _read_answer(self, question, value):
        if question.question_type == 'simple_choice':
            answer = question.suggested_answer_ids.filtered(lambda answer: answer.id == value)
            return answer and self._prepare_mark_vals(answer)
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= HIGHEST
        if question.question_type == 'scale':
            if not is_number or value != int(value) or not question.scale_min <= value <= question.scale_max:
                return None
            span = question.scale_max - question.scale_min
            return {
                'answer_type': 'scale', 'value_scale': int(value), 'aftersales_mark': int(value),
                'aftersales_percent': 100 * (value - question.scale_min) / span,
                'aftersales_is_satisfied': value >= question.scale_max - 1}
        if question.question_type == 'numerical_box':
            return {'answer_type': 'numerical_box', 'value_numerical_box': value} if (
                is_number and value >= 0) else None
        text = value.strip()[:LONGEST] if isinstance(value, str) else ''
        kind = question.question_type
        return {'answer_type': kind, f'value_{kind}': text} if text else None

    @api.model
    def _prepare_mark_vals(self, answer):
        """The answer with the mark of its level, as it is today."""
        level = answer.aftersales_level_id
        scale = level.scale_id
        counts = bool(level.is_mark and scale.best > scale.worst)
        return {
            'answer_type': 'suggestion', 'suggested_answer_id': answer.id, 'aftersales_level_id': level.id,
            'aftersales_counts': counts, 'aftersales_mark': level.mark if counts else 0,
            'aftersales_percent': min(max(scale._to_hundred(level.mark), 0), 100) if counts else 0,
            'aftersales_is_satisfied': counts and level.mark >= scale.satisfied_from,
        }

    def _prepare_overall(self, stars):
        """The stars as the answer to how the visit was overall."""
        lines = []
        for question in self._get_questions().filtered('aftersales_is_overall'):
            answer = question.suggested_answer_ids.filtered(
                lambda answer: answer.aftersales_level_id.is_mark and answer.aftersales_level_id.mark == stars)[:1]
            if answer:
                lines.append((question, {**self._prepare_mark_vals(answer), 'aftersales_is_stars': True}))
        return lines

    def _create_sheets(self, lines, moment):
        """One of core's sheets for each questionnaire."""
        by_survey = {}
        for question, vals in lines:
            by_survey.setdefault(question.survey_id, []).append({**vals, 'question_id': question.id, 'skipped': False})
        return self.env['survey.user_input'].create([{
            'survey_id': survey.id, 'aftersales_invitation_id': self.id, 'partner_id': self.partner_id.id, 'state': 'done',
            'start_datetime': min(self.asked_date, moment), 'end_datetime': moment,
            'user_input_line_ids': [Command.create(vals) for vals in rows],
        } for survey, rows in by_survey.items()])

    def _prepare_score_vals(self, lines):
        marks = lines.filtered('aftersales_counts').mapped('aftersales_percent')
        asked = lines.filtered(lambda line: line.question_id._asks_to_recommend())[:1]
        texts = [line.value_text_box or line.value_char_box for line in lines]
        return {
            'score': sum(marks) / len(marks) if marks else 0,
            'recommends': asked.value_scale if asked else -1,
            'comment': '\n'.join(filter(None, texts)) or False,
        }

    def _give_stars(self, lines):
        """What the customer himself said of the whole visit are its stars: the message asks for them no more."""
        overall = lines.filtered(lambda line: line.question_id.aftersales_is_overall and line.aftersales_counts)[:1]
        order = self.order_id
        if overall and order.state == 'delivered' and not order._get_visit_rating().consumed:
            order._rate_visit(min(max(overall.aftersales_mark, 1), 5))

    # === WORDS ===#

    def _describe_answers(self):
        """Questions and answers as text, to be copied elsewhere."""
        self.ensure_one()
        return '\n'.join(
            f'{line.question_id.title}: {line._get_words()}' for line in self.sudo().answer_ids)
