from odoo import models

from odoo.addons.aftersales.report.base.codes import draw_bar_code, draw_qr_code


class ReportJobCard(models.AbstractModel):
    """What the technician takes to the car: the work, the parts and where they lie, room for findings (E1, E5)."""

    _name = 'report.aftersales.report_job_card'
    _inherit = ['aftersales.print.mixin']
    _description = 'Job Card'

    _print_model = 'aftersales.job'

    def _prepare_pages(self, docs):
        lang = self._get_print_lang(docs)
        jobs = docs.with_context(lang=lang)
        jobs.line_ids._fetch_names()
        bins = jobs._get_print_bins()
        numbers = {job: number for order in jobs.order_id for number, job in order._get_numbered_jobs()}
        return [{
            'doc': job,
            'lang': lang,
            'tz': job.env.context['tz'],
            'address': job.workshop_id._get_print_address(),
            'number': numbers[job],
            'facts': job._get_print_facts(),
            'waiting': job._is_authorised() and job.line_ids.filtered(lambda line: line._is_waiting_answer()),
            **self._prepare_lines(job, bins),
            'bar_code': draw_bar_code(job.order_id.name),
            'qr_code': draw_qr_code(job._get_print_url()),
        } for job in (job.with_context(tz=self._get_print_tz(job)) for job in jobs)]

    def _prepare_lines(self, job, bins):
        """What is to be done: of an approved job, what the customer has said yes to."""
        lines = job._get_sold_lines()
        if job._is_authorised():
            lines = lines.filtered(lambda line: line._is_authorised())
        return {
            'labour': lines.filtered(lambda line: line.line_type == 'labour'),
            'parts': [(line, bins.get(line, '')) for line in lines.filtered(lambda line: line.line_type == 'part')],
            'others': lines.filtered(
                lambda line: line.line_type == 'sublet' or (line.line_type == 'fee' and not job.menu_id)),
        }
