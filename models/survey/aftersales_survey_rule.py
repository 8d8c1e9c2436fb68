from odoo import api, fields, models
from odoo.exceptions import ValidationError

# From what asks for nothing to what asks for most.
ACTIONS = [('none', "Nothing"), ('suggestion', "Suggestion"), ('callback', "Call Back"), ('complaint', "Complaint")]


class AftersalesSurveyRule(models.Model):
    """What becomes of an answer: a call back, a complaint, a suggestion, or nothing (L3).

    Of each answer the first rule that fits counts; a complaint takes along whatever the other answers ask for.
    """
    _name = 'aftersales.survey.rule'
    _description = "Rule for Answers"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    survey_id = fields.Many2one(
        'survey.survey', string="Questionnaire", index='btree_not_null', ondelete='cascade',
        domain="[('aftersales_kind', '!=', False)]", help="Empty: all of them.")
    question_id = fields.Many2one(
        'survey.question', index='btree_not_null', ondelete='cascade',
        domain="[('survey_id.aftersales_kind', '!=', False), ('is_page', '=', False)]",
        help="Empty: all that are answered on this scale.")
    scale_id = fields.Many2one(
        'aftersales.survey.scale', index='btree_not_null', ondelete='restrict', help="Empty: whatever the scale.")
    comparison = fields.Selection(
        [
            ('<=', "at most"), ('=', "is"), ('>=', "at least"), ('nps', "recommends at most"), ('words', "text has one of"),
            ('text', "any text"),
        ], required=True, default='<=')
    value = fields.Integer(bounds=(0, 10), help="A mark, or 0 to 10 of how likely the customer recommends us.")
    words = fields.Char(help="Words in any language, with commas between.")
    action = fields.Selection(ACTIONS, required=True, default='callback')
    hours = fields.Integer(string="Within Hours", default=24, bounds=(1, 720), help="So soon the customer is called back.")
    owner = fields.Selection(
        [('care', "Customer Care"), ('manager', "Manager")], string="Whose", required=True, default='care')
    severity = fields.Selection(
        [('general', "General"), ('serious', "Serious"), ('critical', "Critical")], required=True, default='general',
        help="Of the complaint that it becomes.")
    category_id = fields.Many2one(
        'aftersales.complaint.category', index='btree_not_null', ondelete='restrict',
        help="Of the complaint that it becomes; Other where it is empty.")

    @api.constrains('comparison', 'words', 'question_id', 'scale_id')
    def _check_complete(self):
        for rule in self:
            if rule.comparison == 'words' and not rule._get_words():
                raise ValidationError(self.env._("Rule “%(rule)s”: enter the words it looks for.", rule=rule.name))
            if rule.comparison in ('<=', '=', '>=') and not (rule.question_id or rule.scale_id):
                raise ValidationError(self.env._(
                    "Rule “%(rule)s”: a mark says something on its scale only. Choose the scale or the question.",
                    rule=rule.name))

    # === BUSINESS METHODS ===#

    def _get_words(self):
        self.ensure_one()
        return [word.strip().lower() for word in (self.words or '').replace('，', ',').split(',') if word.strip()]

    def _fits(self, line):
        """Whether the rule speaks of ``line``, an answer."""
        self.ensure_one()
        question = line.question_id
        if (self.survey_id and self.survey_id != line.survey_id) or (self.question_id and self.question_id != question):
            return False
        if self.scale_id and self.scale_id != question.aftersales_scale_id:
            return False
        if self.comparison in ('text', 'words'):
            text = (line.value_text_box or line.value_char_box or '').strip().lower()
            return bool(text) and (self.comparison == 'text' or any(word in text for word in self._get_words()))
        if self.comparison == 'nps':
            return question._asks_to_recommend() and line.value_scale <= self.value
        if not line.aftersales_counts or line.answer_type == 'scale':
            return False
        mark = line.aftersales_mark
        return {'<=': mark <= self.value, '=': mark == self.value, '>=': mark >= self.value}[self.comparison]

    def _find(self, lines):
        """What has to be done about ``lines``, all answers of one customer.

        :return: the rules that fit, each once, what asks for most first
        """
        ranks = [action for action, __ in ACTIONS]
        found = self.browse()
        for line in lines:
            found |= next((rule for rule in self if rule._fits(line)), self.browse())
        return found.sorted(lambda rule: -ranks.index(rule.action))
