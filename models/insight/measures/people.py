from odoo import api, models

from ..sides import Measure, Side


class AftersalesIndicator(models.Model):
    """How the hours of people were used, and whether there are enough of them."""
    _inherit = 'aftersales.indicator'

    @api.model
    def _get_hours(self, span, *domain):
        """Clocked and ended; breaks are no hours at work."""
        return Side('aftersales.time.entry', [
            ('stop', '!=', False), ('pause_reason', '!=', 'break'), *domain, *span.within('start')], 'hours:sum')

    @api.model
    def _get_job_hours(self, span):
        return self._get_hours(span).narrowed(('job_id', '!=', False))

    @api.model
    def _measure_attended(self, span):
        return Measure(self._get_hours(span))

    @api.model
    def _measure_utilisation(self, span):
        return Measure(self._get_job_hours(span), self._get_hours(span))

    @api.model
    def _measure_efficiency(self, span):
        return Measure(self._get_finished_jobs(span)._replace(value='flat_rate_hours:sum'), self._get_job_hours(span))

    @api.model
    def _measure_productivity(self, span):
        return Measure(self._get_finished_jobs(span)._replace(value='flat_rate_hours:sum'), self._get_hours(span))

    @api.model
    def _measure_people_short(self, span):
        return Measure(Side('aftersales.staffing.check', [('month', '=', span.first)], 'short_count:sum'))

    @api.model
    def _measure_training(self, span):
        invited = Side('aftersales.training.participant', [
            ('session_id.state', '=', 'held'), ('attendance', '!=', 'excused'), *span.within('training_day', True),
        ], outlet='session_id.workshop_id')
        return Measure(invited.narrowed(('attendance', '=', 'present')), invited)

    @api.model
    def _measure_training_hours(self, span):
        return Measure(Side('aftersales.training.participant', [
            ('session_id.state', '=', 'held'), ('attendance', '=', 'present'), *span.within('training_day', True),
        ], 'hours:sum', 'session_id.workshop_id'))
