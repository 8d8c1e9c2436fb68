import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# A word of fewer signs than these would be found in others: Chinese ones have two at least.
SHORTEST = 2
MOST_WORDS = 100


class AftersalesSurveyTerm(models.Model):
    """What customers speak of, by the words they say it with, in any language (satisfaction, 6: word list of texts).

    Chinese has no blanks between its words: it is not cut into words, those of the list are looked for.
    """
    _name = 'aftersales.survey.term'
    _inherit = ['aftersales.setup.mixin', 'aftersales.system.values.mixin', 'mail.thread']
    _description = "Topic of Customers' Texts"
    _order = 'name, id'

    name = fields.Char(string="Topic", required=True, translate=True, tracking=True)
    words = fields.Text(
        required=True, tracking=True, max_length=2000,
        help="One a line, or with commas between. A word of letters is found with its endings, Chinese wherever it stands.")
    pattern = fields.Char(compute='_compute_pattern', store=True, help="What the database looks for.")
    is_negative = fields.Boolean(string="Displeasure", tracking=True, help="Whoever says it is not content.")

    @api.depends('words')
    def _compute_pattern(self):
        for term in self:
            term.pattern = '|'.join(self._prepare_word(word) for word in term._get_words()) or False

    @api.constrains('words')
    def _check_words(self):
        for term in self:
            words = term._get_words()
            if not words or len(words) > MOST_WORDS or any(len(word) < SHORTEST for word in words):
                raise ValidationError(self.env._(
                    "“%(topic)s”: enter up to %(most)s words, each of two signs at least.", topic=term.name, most=MOST_WORDS))

    def _get_words(self):
        self.ensure_one()
        return list(dict.fromkeys(filter(None, (word.strip() for word in re.split(r'[\n,，、;；]', self.words or '')))))

    @api.model
    def _prepare_word(self, word):
        """The word as a pattern of PostgreSQL: letters begin a word, whatever else stands anywhere."""
        plain = ''.join(sign if sign.isalnum() or sign == ' ' else f'\\{sign}' for sign in word)
        return f'\\m{plain}' if word[0].isascii() and word[0].isalnum() else plain
