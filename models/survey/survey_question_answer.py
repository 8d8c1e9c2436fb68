from odoo import fields, models


class SurveyQuestionAnswer(models.Model):
    """An answer that a scale gave the question; it is shown in the words of the level, in each language."""
    _inherit = 'survey.question.answer'

    aftersales_level_id = fields.Many2one(
        'aftersales.survey.level', string="Level", index='btree_not_null', ondelete='restrict')
