from odoo import fields, models


class SurveyQuestion(models.Model):
    _inherit = 'survey.question'

    aftersales_is_cured = fields.Boolean(
        string="First-Time Fix", help="Whether the fault was cured at the first visit: shown beside what came back.")
