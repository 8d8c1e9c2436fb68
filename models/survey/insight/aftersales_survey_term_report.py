from odoo import api, fields, models
from odoo.tools import SQL


class AftersalesSurveyTermReport(models.Model):
    """How often customers speak of what: a row a text and topic, however often the word stands in it (satisfaction, 6)."""
    _name = 'aftersales.survey.term.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "What Customers Speak of"
    _newest_field = 'date'
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'term_id'

    date = fields.Datetime(readonly=True)
    term_id = fields.Many2one('aftersales.survey.term', string="Topic", readonly=True)
    is_negative = fields.Boolean(string="Displeasure", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    invitation_id = fields.Many2one('aftersales.survey.invitation', string="Survey of a Customer", readonly=True)
    question_id = fields.Many2one('survey.question', string="Question", readonly=True)
    text = fields.Text(string="Said", readonly=True)
    texts = fields.Integer(string="Texts (n)", readonly=True)

    @property
    def _table_query(self):
        """A row has a number of its own for each pair; topics are few."""
        return SQL("""
            SELECT line.id::bigint * 4096 + term.id %% 4096 AS id, inv.answered_date AS date, term.id AS term_id,
                   term.is_negative, inv.company_id, inv.workshop_id, inv.id AS invitation_id, line.question_id,
                   COALESCE(line.value_text_box, line.value_char_box) AS text, 1 AS texts
              FROM survey_user_input_line line
              JOIN aftersales_survey_invitation inv ON inv.id = line.aftersales_invitation_id
              JOIN aftersales_survey_term term
                ON term.active AND COALESCE(line.value_text_box, line.value_char_box) ~* term.pattern
             WHERE inv.state = 'answered' AND line.answer_type IN ('text_box', 'char_box')
        """)

    @api.readonly
    def action_view_invitation(self):
        return self.invitation_id._get_form_action(self.invitation_id)
