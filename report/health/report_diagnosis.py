from odoo import models


class ReportDiagnosis(models.AbstractModel):
    """Diagnosis sheet (诊断单): cause and advice in words, for the customer who goes away, too (D2, E1)."""

    _name = 'report.aftersales.report_diagnosis'
    _inherit = ['aftersales.order.print.mixin']
    _description = 'Diagnosis Sheet'

    def _prepare_content(self, doc):
        """Declined work stands on it, as its price and what happens without it are what he takes along."""
        return {
            'address': doc.workshop_id._get_print_address(),
            'rows': [
                {'number': number, 'job': job, 'texts': job._get_diagnosis_texts()}
                for number, job in doc._get_numbered_jobs() if job._is_live() or job.approval == 'declined'],
            'advice': doc._get_delivery_advice(),
        }
