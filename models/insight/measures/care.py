from odoo import api, models

from ..sides import Measure, Side


class AftersalesIndicator(models.Model):
    """Whether customers were called as planned, and what came of it."""
    _inherit = 'aftersales.indicator'

    @api.model
    def _get_calls(self, span):
        return Side('aftersales.followup', [
            ('state', 'not in', ('superseded', 'cancelled')), *span.within('due_date', True)])

    @api.model
    def _measure_calls_planned(self, span):
        return Measure(self._get_calls(span))

    @api.model
    def _measure_calls_done(self, span):
        calls = self._get_calls(span)
        return Measure(calls.narrowed(('state', '=', 'done')), calls)

    @api.model
    def _measure_calls_on_time(self, span):
        calls = self._get_calls(span).narrowed(('state', '=', 'done'))
        return Measure(calls.narrowed(('is_on_time', '=', 1)), calls)

    @api.model
    def _measure_calls_reached(self, span):
        calls = self._get_calls(span).narrowed(('state', 'in', ('done', 'refused', 'no_answer', 'wrong_number')))
        return Measure(calls.narrowed(('is_reached', '=', 1)), calls)

    @api.model
    def _measure_calls_booked(self, span):
        calls = self._get_calls(span).narrowed(('state', '=', 'done'))
        return Measure(calls.narrowed(('is_booked', '=', 1)), calls)
