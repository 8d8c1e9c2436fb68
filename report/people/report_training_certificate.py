from odoo import models


class ReportTrainingCertificate(models.AbstractModel):
    """Says that somebody has passed a training; a page for each who has."""
    _name = 'report.aftersales.report_training_certificate'
    _inherit = ['aftersales.print.mixin']
    _description = "Certificate of a Training"

    _print_model = 'aftersales.training.participant'

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone()

    def _prepare_pages(self, docs):
        return super()._prepare_pages(docs.filtered(lambda row: row.result == 'passed'))

    def _prepare_content(self, doc):
        return {'address': doc.company_id.partner_id}
