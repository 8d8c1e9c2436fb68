from odoo import api, models

from ..sides import Measure, Side


class AftersalesIndicator(models.Model):
    """What customers complained of, and how it was settled."""
    _inherit = 'aftersales.indicator'

    @api.model
    def _get_complaints(self, span, field='registered_date'):
        return Side('aftersales.complaint', [
            ('kind', '=', 'complaint'), ('state', '!=', 'cancelled'), *span.within(field)])

    @api.model
    def _get_closed_complaints(self, span):
        return self._get_complaints(span, 'closed_date')

    @api.model
    def _measure_complaints(self, span):
        return Measure(self._get_complaints(span))

    @api.model
    def _measure_complaint_rate(self, span):
        """Of a thousand orders that were delivered."""
        return Measure(self._get_complaints(span), self._get_delivered(span))

    @api.model
    def _measure_complaints_closed(self, span):
        return Measure(self._get_closed_complaints(span))

    @api.model
    def _measure_complaints_in_time(self, span):
        closed = self._get_closed_complaints(span)
        return Measure(closed.narrowed(('is_closed_late', '=', False)), closed)

    @api.model
    def _measure_complaint_days(self, span):
        closed = self._get_closed_complaints(span).narrowed(('registered_date', '!=', False))
        return Measure(closed._replace(value=('registered_date', 'closed_date')), closed)

    @api.model
    def _measure_complaints_again(self, span):
        closed = self._get_closed_complaints(span)
        return Measure(closed.narrowed(('reopened_count', '>', 0)), closed)

    @api.model
    def _measure_complaints_unfounded(self, span):
        closed = self._get_closed_complaints(span)
        return Measure(closed.narrowed(('state', '=', 'unfounded')), closed)

    @api.model
    def _measure_complaint_cost(self, span):
        return Measure(Side('aftersales.complaint.report', [
            ('complaint_id', '!=', False), *span.within('date', True)], 'cost_net:sum'))
