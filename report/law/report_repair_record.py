from odoo import models


class ReportRepairRecord(models.AbstractModel):
    """The repair record the law asks for, with all its parts, signed by both (Order 43, art. 17)."""

    _name = 'report.aftersales.report_repair_record'
    _inherit = ['aftersales.print.mixin']
    _description = "Repair Record under the Law"

    _print_model = 'aftersales.order'

    def _get_print_lang(self, doc):
        return doc._get_lang()

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_content(self, doc):
        jobs = doc.job_ids.filtered(lambda job: job.problem_id.is_quality and job._is_live())
        jobs = jobs or doc.job_ids.filtered(lambda job: job._is_live())
        start, stop = jobs._get_repair_period()
        return {
            'address': doc.workshop_id._get_print_address(), 'jobs': jobs, 'start': start, 'stop': stop,
            'tows': jobs.line_ids.filtered(lambda line: line.line_type in ('fee', 'sublet')), 'reliefs': doc.relief_ids,
        }
