from odoo import models


class ReportAssessment(models.AbstractModel):
    """The sheet of a round: what the insurer is asked for panel by panel, and what he has approved of it (E11)."""
    _name = 'report.aftersales.report_assessment'
    _inherit = ['aftersales.print.mixin']
    _description = "Assessment Sheet"

    _print_model = 'aftersales.assessment'

    def _get_print_lang(self, doc):
        return doc.accident_id.insurer_id.lang or super()._get_print_lang(doc)

    def _get_print_tz(self, doc):
        return doc.accident_id.workshop_id._get_tz().zone

    def _prepare_content(self, doc):
        return {
            'address': doc.accident_id.workshop_id._get_print_address(),
            'round': doc._get_round_name(),
            'lines': doc.line_ids,
        }
