from odoo import models


class ReportRepairRecord(models.AbstractModel):
    """The repair record the law asks for, with all its parts, signed by both (Order 43, art. 17)."""

    _name = 'report.aftersales.report_repair_record'
    _inherit = ['aftersales.order.print.mixin']
    _description = "Repair Record under the Law"

    def _prepare_pages(self, docs):
        # What a page reads of its order is read for all of them at once.
        docs._get_statute_parts_of_records()
        docs.job_ids.fault_code_ids.mapped('code')
        return super()._prepare_pages(docs)

    def _prepare_content(self, doc):
        jobs = doc.job_ids.filtered(lambda job: job.problem_id.is_quality and job._is_live())
        jobs = jobs or doc.job_ids.filtered(lambda job: job._is_live())
        start, stop = jobs._get_repair_period()
        return {
            **super()._prepare_content(doc), 'jobs': jobs, 'start': start, 'stop': stop,
            'tows': jobs.line_ids.filtered(lambda line: line.line_type in ('fee', 'sublet')), 'reliefs': doc.relief_ids,
        }
