from odoo import api, fields, models
from odoo.exceptions import UserError


class SurveyQuestion(models.Model):
    """A question of satisfaction: its scale gives its answers, its factor says what it is about."""
    _inherit = 'survey.question'

    aftersales_code = fields.Char(
        string="Code", index='btree_not_null', help="By which files of third parties and rules name the question.")
    aftersales_scale_id = fields.Many2one(
        'aftersales.survey.scale', string="Scale", index='btree_not_null', ondelete='restrict',
        help="Gives the question its answers.")
    aftersales_factor_id = fields.Many2one(
        'aftersales.survey.factor', string="CSI Factor", index='btree_not_null', ondelete='restrict',
        domain="[('kind', '=', 'csi')]")
    aftersales_indicator_id = fields.Many2one(
        'aftersales.survey.factor', string="Indicator", index='btree_not_null', ondelete='restrict',
        domain="[('kind', '=', 'indicator')]")
    aftersales_role = fields.Selection(
        selection=[('advisor', "Service Advisor"), ('technician', "Technician"), ('booking', "Booking Agent")],
        string="About", help="Whose work the mark is about; a technician sees the mean of his own.")
    aftersales_spoken = fields.Text(
        string="Spoken", translate=True, help="The question as it is asked on the phone; the title where it is empty.")
    aftersales_joins_visit = fields.Boolean(
        string="Asked with the Visit", help="Of a booked visit this question is asked together with those about the visit.")
    aftersales_is_overall = fields.Boolean(
        string="Overall", help="The stars that the customer gave for his visit are the answer to this question.")

    _aftersales_code_unique = models.UniqueIndex(
        '(survey_id, aftersales_code) WHERE aftersales_code IS NOT NULL',
        "Two questions of one survey have the same code. Choose another code.")

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        questions = super().create(vals_list)
        questions.filtered('aftersales_scale_id')._fill_from_scale()
        return questions

    def write(self, vals):
        changed = self.browse()
        if 'aftersales_scale_id' in vals:
            changed = self.filtered(lambda question: question.aftersales_scale_id.id != vals['aftersales_scale_id'])
            changed._check_not_answered()
        result = super().write(vals)
        changed._fill_from_scale()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        self.filtered(lambda question: question.survey_id.aftersales_kind)._check_not_answered()

    # === BUSINESS METHODS ===#

    def _fill_from_scale(self):
        """The levels of the scale as answers; other answers go."""
        for question in self.filtered(lambda question: question.aftersales_scale_id and len(
                question.aftersales_scale_id.level_ids.filtered('is_mark')) < 2):
            raise UserError(self.env._(
                "The scale %(scale)s needs at least two levels, each with a mark of its own.",
                scale=question.aftersales_scale_id.name))
        self.suggested_answer_ids.unlink()
        self.env['survey.question.answer'].create([{
            'question_id': question.id, 'sequence': level.sequence, 'value': level.name, 'aftersales_level_id': level.id,
        } for question in self for level in question.aftersales_scale_id.level_ids])

    def _check_not_answered(self):
        """
        :raises UserError: naming the question, when an answer to it is kept
        """
        # sudo: an answer that the user may not see is one all the same
        answered = self.env['survey.user_input.line'].sudo().search(
            [('question_id', 'in', self.ids)], limit=1).question_id
        if answered:
            raise UserError(self.env._(
                "“%(question)s” was answered already: it stays with its scale. Copy the survey and change the copy.",
                question=answered.title))

    def _asks_to_recommend(self):
        """From 0 to 10: only such a scale tells promoters from detractors."""
        self.ensure_one()
        return self.question_type == 'scale' and (self.scale_min, self.scale_max) == (0, 10)

    def _get_spoken(self):
        """The question as it is asked on the phone."""
        self.ensure_one()
        return self.aftersales_spoken or self.title
