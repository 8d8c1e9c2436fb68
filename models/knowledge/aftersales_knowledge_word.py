import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .words import MARK, fold, speaks_of

BETWEEN = re.compile('[,;，；、\n]+')


class AftersalesKnowledgeWord(models.Model):
    """Words that mean the same, in whatever language: who asks by one of them finds what is written with another (M3)."""
    _name = 'aftersales.knowledge.word'
    _inherit = ['aftersales.setup.mixin']
    _description = "Words That Mean the Same"
    _order = 'name, id'

    name = fields.Char(string="Words", required=True, max_length=400, help="With commas: noise, rattle, 异响, 噪音")

    # === CONSTRAINT METHODS ===#

    @api.constrains('name')
    def _check_name(self):
        for group in self:
            if len(group._get_words()) < 2:
                raise ValidationError(self.env._(
                    "“%(words)s”: enter at least two words that mean the same, with a comma between them.",
                    words=group.name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        groups = super().create(vals_list)
        groups._read_articles_again()
        return groups

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {'name', 'active'}:
            self._read_articles_again()
        return result

    def unlink(self):
        result = super().unlink()
        self._read_articles_again()
        return result

    # === BUSINESS METHODS ===#

    def _get_words(self):
        self.ensure_one()
        return sorted({fold(word).strip() for word in BETWEEN.split(self.name or '') if word.strip()})

    @api.model
    def _get_groups(self):
        """:return: {mark of a group: its words}"""
        # sudo: what words mean is nobody's secret
        return {f'{MARK}{group.id}': group._get_words() for group in self.sudo().search([], limit=5000)}

    @api.model
    def _mark(self, text, groups):
        """The marks of the groups that a folded ``text`` speaks of."""
        return [mark for mark, words in groups.items() if any(speaks_of(text, word) for word in words)]

    def _read_articles_again(self):
        """What articles are found by follows at once."""
        # sudo: all articles, whoever may read them
        articles = self.env['aftersales.bulletin'].sudo().with_context(active_test=False).search([], limit=100000)
        self.env.add_to_compute(articles._fields['words_first'], articles)
        self.env.add_to_compute(articles._fields['words_rest'], articles)
