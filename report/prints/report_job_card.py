from odoo import models

from .codes import draw_bar_code, draw_qr_code


class ReportJobCard(models.AbstractModel):
    """What the technician takes to the car: the work, the parts and where they lie, room for findings (E1, E5)."""

    _name = 'report.aftersales.report_job_card'
    _inherit = ['aftersales.print.mixin']
    _description = 'Job Card'

    _print_model = 'aftersales.job'

    def _prepare_pages(self, docs):
        lang = self._get_print_lang(docs)
        jobs = docs.with_context(lang=lang)
        bins = jobs._get_print_bins()
        numbers = {job: number for order in jobs.order_id for number, job in order._get_numbered_jobs()}
        return [{
            'doc': job,
            'lang': lang,
            'address': job.workshop_id._get_print_address(),
            'number': numbers[job],
            'labour': job.line_ids.filtered(lambda line: line.line_type == 'labour'),
            'parts': [
                (line, bins.get(line, '')) for line in job.line_ids.filtered(lambda line: line.line_type == 'part')
            ],
            'others': job.line_ids.filtered(lambda line: line.line_type in ('sublet', 'fee')),
            'bar_code': draw_bar_code(job.order_id.name),
            'qr_code': draw_qr_code(job._get_print_url()),
        } for job in jobs]
