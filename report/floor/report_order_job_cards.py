from odoo import models


class ReportOrderJobCards(models.AbstractModel):
    """The cards of all live jobs of the orders."""

    _name = 'report.aftersales.report_order_job_cards'
    _inherit = ['report.aftersales.report_job_card']
    _description = 'Job Cards of Orders'

    _print_model = 'aftersales.order'

    def _prepare_pages(self, docs):
        jobs = docs.job_ids.filtered(lambda job: job._is_live())
        place = {order: index for index, order in enumerate(docs)}
        return super()._prepare_pages(jobs.sorted(lambda job: (place[job.order_id], job.sequence, job.id)))
