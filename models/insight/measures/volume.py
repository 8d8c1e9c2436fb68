from odoo import api, models

from ..sides import Measure, Side


class AftersalesIndicator(models.Model):
    """How much came, and how much was done."""
    _inherit = 'aftersales.indicator'

    @api.model
    def _get_received(self, span):
        return Side('aftersales.order', [('state', 'not in', ('draft', 'cancelled')), *span.within('received_date')])

    @api.model
    def _get_delivered(self, span):
        return Side('aftersales.order', [('state', '=', 'delivered'), *span.within('delivered_date')])

    @api.model
    def _get_finished_jobs(self, span):
        return Side('aftersales.job', [('state', 'in', ('done', 'passed')), *span.within('done_date')])

    @api.model
    def _measure_visits(self, span):
        return Measure(self._get_received(span))

    @api.model
    def _measure_delivered(self, span):
        return Measure(self._get_delivered(span))

    @api.model
    def _measure_jobs(self, span):
        return Measure(self._get_finished_jobs(span))

    @api.model
    def _measure_sold_hours(self, span):
        return Measure(self._get_finished_jobs(span)._replace(value='flat_rate_hours:sum'))

    @api.model
    def _measure_hours_per_job(self, span):
        jobs = self._get_finished_jobs(span)
        return Measure(jobs._replace(value='flat_rate_hours:sum'), jobs)

    @api.model
    def _measure_appointments(self, span):
        return Measure(Side('aftersales.appointment', [('state', '!=', 'cancelled'), *span.within('start')]))

    @api.model
    def _measure_enquiries(self, span):
        return Measure(Side('aftersales.enquiry', [('state', '!=', 'cancelled'), *span.within('date')]))

    @api.model
    def _measure_rescues(self, span):
        return Measure(Side('aftersales.rescue', [('state', '!=', 'cancelled'), *span.within('call_date')]))
