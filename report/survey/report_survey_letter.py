from odoo import models
from odoo.tools import format_date


class ReportSurveyLetter(models.AbstractModel):
    """What customers said in a week, on paper, as it was sent: for the board of the department."""
    _name = 'report.aftersales.report_survey_letter'
    _inherit = ['aftersales.print.mixin']
    _description = "Customers' Opinions of a Week"

    _print_model = 'aftersales.survey.letter'

    def _get_print_lang(self, doc):
        return doc.lang or super()._get_print_lang(doc)

    def _get_print_tz(self, doc):
        return doc._get_tz().zone

    def _prepare_content(self, doc):
        return {
            'company': doc.company_id, 'address': doc.workshop_id._get_print_address(),
            'number': format_date(doc.env, doc.week_start)}
