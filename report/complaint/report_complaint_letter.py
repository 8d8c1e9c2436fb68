from odoo import models


class ReportComplaintLetter(models.AbstractModel):
    """What the customer was told, as a letter on paper in his language: the text as it was kept, nothing beside it."""
    _name = 'report.aftersales.report_complaint_letter'
    _inherit = ['aftersales.print.mixin']
    _description = "Letter about a Complaint"

    _print_model = 'aftersales.complaint.letter'

    def _get_print_lang(self, doc):
        complaint = doc.complaint_id
        return complaint.company_id.partner_id.lang if doc.kind == 'authority' else complaint._get_letter_lang()

    def _get_print_tz(self, doc):
        return doc.complaint_id._get_tz().zone

    def _prepare_pages(self, docs):
        """Of a call there is no letter."""
        return super()._prepare_pages(docs.filtered('is_written'))

    def _prepare_content(self, doc):
        complaint = doc.complaint_id
        return {
            'complaint': complaint,
            'address': complaint.workshop_id._get_print_address() if complaint.workshop_id else complaint.company_id.partner_id,
        }
