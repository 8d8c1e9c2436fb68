from odoo import models


class ReportEstimate(models.AbstractModel):
    """What the customer may choose instead, and what the estimate comes to with each choice."""

    _inherit = 'report.aftersales.report_estimate'

    def _prepare_content(self, doc):
        jobs = doc.job_ids.filtered('has_alternatives')
        return {
            **super()._prepare_content(doc),
            'choices': [
                {'job': job, 'alternatives': alternatives}
                for job in jobs if (alternatives := job._get_offered_alternatives())
            ],
        }
