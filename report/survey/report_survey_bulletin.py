from odoo import models

from odoo.addons.aftersales.models.survey.insight.aftersales_survey_bulletin import FEW


class ReportSurveyBulletin(models.AbstractModel):
    """What customers said in a quarter, in figures and bars, what is concluded, and what is done about it (L3)."""
    _name = 'report.aftersales.report_survey_bulletin'
    _inherit = ['aftersales.print.mixin']
    _description = "Satisfaction Report"

    _print_model = 'aftersales.survey.bulletin'

    def _prepare_content(self, doc):
        return {
            'company': doc.company_id,
            'address': doc.workshop_id._get_print_address() if doc.workshop_id else doc.company_id.partner_id,
            'figures': doc._get_figures(), 'actions': doc._prepare_actions(), 'few': FEW,
        }
