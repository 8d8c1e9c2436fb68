from odoo import api, models

from ..sides import Measure, Side


class AftersalesIndicator(models.Model):
    """Whether work was right the first time."""
    _inherit = 'aftersales.indicator'

    @api.model
    def _measure_first_time_fix(self, span):
        jobs = self._get_finished_jobs(span)
        return Measure(jobs.narrowed(('comeback_count', '=', 0)), jobs)

    @api.model
    def _measure_comebacks(self, span):
        jobs = self._get_finished_jobs(span)
        return Measure(jobs.narrowed(('comeback_count', '>', 0)), jobs)

    @api.model
    def _measure_comebacks_received(self, span):
        """Jobs of cars that came in because of earlier work."""
        return Measure(Side('aftersales.job', [
            ('comeback_of_id', '!=', False), ('state', '!=', 'cancelled'), *span.within('order_id.received_date')]))

    @api.model
    def _measure_rework(self, span):
        jobs = self._get_finished_jobs(span)
        return Measure(jobs.narrowed(('rework_count', '>', 0)), jobs)

    @api.model
    def _get_checks(self, span, *stages):
        return Side('aftersales.inspection', [
            ('state', 'in', ('pass', 'fail')), *([('stage', 'in', stages)] if stages else []), *span.within('date')])

    @api.model
    def _get_failed(self, checks):
        return Measure(checks.narrowed(('state', '=', 'fail')), checks)

    @api.model
    def _measure_checks(self, span):
        return Measure(self._get_checks(span))

    @api.model
    def _measure_checks_failed(self, span):
        return self._get_failed(self._get_checks(span))

    @api.model
    def _measure_self_checks_failed(self, span):
        return self._get_failed(self._get_checks(span, 'self', 'cross'))

    @api.model
    def _measure_final_checks_failed(self, span):
        return self._get_failed(self._get_checks(span, 'final', 'review'))
