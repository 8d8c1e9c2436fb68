from odoo import api, fields, models


class SurveyUserInputLine(models.Model):
    """An answer with its mark, as scale and words were when it was given."""
    _name = 'survey.user_input.line'
    _inherit = ['survey.user_input.line', 'aftersales.kept.link.mixin']

    aftersales_invitation_id = fields.Many2one(
        related='user_input_id.aftersales_invitation_id', string="Survey of a Customer", store=True,
        index='btree_not_null')
    aftersales_level_id = fields.Many2one(
        'aftersales.survey.level', string="Level", readonly=True, index='btree_not_null', ondelete='restrict')
    aftersales_counts = fields.Boolean(string="Counts", readonly=True, help="Off for “does not apply” and for texts.")
    aftersales_mark = fields.Integer(string="Mark", readonly=True, aggregator='avg')
    aftersales_percent = fields.Float(
        string="Satisfaction", readonly=True, digits=(5, 1), aggregator='avg', help="From 0 (worst) to 100 (best).")
    aftersales_is_satisfied = fields.Boolean(string="Satisfied", readonly=True)
    aftersales_is_stars = fields.Boolean(
        string="From the Stars", readonly=True, help="The customer gave it as stars, by the message after the delivery.")

    aftersales_answer = fields.Char(string="Said", compute='_compute_aftersales_answer')

    @api.depends('aftersales_level_id.name', 'answer_type')
    @api.depends_context('lang')
    def _compute_aftersales_answer(self):
        for line in self:
            line.aftersales_answer = line._get_words()

    def _get_words(self):
        """The answer in words."""
        self.ensure_one()
        if self.aftersales_level_id:
            return self.aftersales_level_id.name
        if self.answer_type == 'numerical_box':
            return f'{self.value_numerical_box:g}'
        return str(self._get_answer_value() or 0)
