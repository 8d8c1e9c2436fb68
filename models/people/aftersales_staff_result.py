from odoo import api, fields, models
from odoo.tools import SQL

# Of fewer answers nothing is shown: who said it could be guessed.
LEAST_ANSWERS = 5


class AftersalesStaffResult(models.Model):
    """What the staff says to each question of a survey that is closed; nothing of fewer than five answers."""
    _name = 'aftersales.staff.result'
    _description = "Result of a Staff Survey"
    _inherit = ['aftersales.analysis.mixin']
    _auto = False
    _order = 'staff_survey_id desc, sequence, id'
    _rec_name = 'question'
    _depends = {
        'aftersales.staff.survey': ['state', 'survey_id', 'company_id', 'plan_year'],
        'survey.question': ['survey_id', 'sequence', 'is_page', 'scale_max'],
        'survey.user_input': ['state'],
        'survey.user_input.line': ['question_id', 'user_input_id', 'skipped', 'value_scale', 'value_text_box'],
    }

    staff_survey_id = fields.Many2one('aftersales.staff.survey', string="Staff Survey", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    plan_year = fields.Integer(string="Year", readonly=True, aggregator=None)
    question_id = fields.Many2one('survey.question', string="Question Asked", readonly=True, groups='base.group_system')
    question = fields.Char(compute='_compute_question', compute_sudo=True)
    sequence = fields.Integer(readonly=True, aggregator=None)
    answers = fields.Integer(string="Answers (n)", readonly=True, aggregator=None)
    mean = fields.Float(string="Mean", digits=(5, 2), readonly=True, aggregator='avg', help="Of at least five answers.")
    highest = fields.Integer(string="Of at Most", readonly=True, aggregator=None)
    words = fields.Text(string="In Their Words", readonly=True, help="In no order, of at least five answers.")

    @api.depends('question_id')
    @api.depends_context('lang')
    def _compute_question(self):
        for row in self:
            row.question = row.question_id.title

    @property
    def _table_query(self):
        return SQL("""
            SELECT question.id, survey.id AS staff_survey_id, survey.company_id, survey.plan_year,
                   question.id AS question_id, question.sequence, question.scale_max AS highest,
                   COUNT(line.id) AS answers,
                   CASE WHEN COUNT(line.id) >= %(least)s THEN AVG(line.value_scale) END AS mean,
                   CASE WHEN COUNT(line.value_text_box) >= %(least)s
                        THEN STRING_AGG(line.value_text_box, E'\\n\\n' ORDER BY MD5(line.value_text_box)) END AS words
              FROM aftersales_staff_survey survey
              JOIN survey_question question ON question.survey_id = survey.survey_id AND question.is_page IS NOT TRUE
         LEFT JOIN (survey_user_input_line line
                    JOIN survey_user_input answer ON answer.id = line.user_input_id AND answer.state = 'done')
                ON line.question_id = question.id AND line.skipped IS NOT TRUE
             WHERE survey.state = 'closed'
          GROUP BY question.id, survey.id""", least=LEAST_ANSWERS)
