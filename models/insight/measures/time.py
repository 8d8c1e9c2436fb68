from odoo import api, fields, models

from ..sides import Measure, Side


class AftersalesIndicator(models.Model):
    """Whether customers came as agreed, and how long they were without their cars."""
    _inherit = 'aftersales.indicator'

    @api.model
    def _measure_booked(self, span):
        visits = Side('aftersales.booking.report', [('kind', '=', 'visit'), *span.within('date')], 'visits:sum')
        return Measure(visits._replace(value='appointed:sum'), visits)

    @api.model
    def _measure_shown(self, span):
        kept = Side('aftersales.appointment', [
            ('channel', '!=', 'walk_in'), ('state', 'in', ('arrived', 'no_show')), *span.within('start')])
        return Measure(kept.narrowed(('state', '=', 'arrived')), kept)

    @api.model
    def _measure_on_time(self, span):
        """The house's promise is kept when the car is ready; when it is fetched is the customer's to say."""
        orders = self._get_delivered(span).narrowed(('promise_first_date', '!=', False), ('ready_date', '!=', False))
        return Measure(orders.narrowed(('is_first_promise_kept', '=', True)), orders)

    @api.model
    def _measure_cycle_days(self, span):
        orders = self._get_delivered(span).narrowed(('received_date', '!=', False))
        return Measure(orders._replace(value=('received_date', 'delivered_date')), orders)

    @api.model
    def _get_ended_holds(self, span, *kinds):
        return Side('aftersales.hold', [
            ('stop', '!=', False), *([('kind', 'in', kinds)] if kinds else []), *span.within('stop')])

    @api.model
    def _measure_waits(self, span):
        return Measure(self._get_ended_holds(span))

    @api.model
    def _measure_wait_hours(self, span):
        holds = self._get_ended_holds(span)
        return Measure(holds._replace(value='hours:sum'), holds)

    @api.model
    def _measure_wait_parts_hours(self, span):
        holds = self._get_ended_holds(span, 'parts')
        return Measure(holds._replace(value='hours:sum'), holds)

    @api.model
    def _measure_wait_answer_hours(self, span):
        holds = self._get_ended_holds(span, 'approval', 'customer', 'insurer')
        return Measure(holds._replace(value='hours:sum'), holds)

    @api.model
    def _get_promises(self, span, *domain):
        """What had to be done by a moment of the time, and was, or is late."""
        return Side('aftersales.promise.report', [
            *domain, *span.within('due'), '|', ('done', '!=', False), ('due', '<', fields.Datetime.now())])

    @api.model
    def _get_kept(self, promises):
        """Each promise that was kept counts as 100: see ``_counted_in_hundreds``."""
        return Measure(promises.narrowed(('kept', '=', 100))._replace(value='kept:sum'), promises)

    @api.model
    def _measure_enquiries_answered(self, span):
        """An enquiry is responded to first, and answered then: it counts once."""
        return self._get_kept(self._get_promises(span, ('document', '=', 'enquiry'), ('promise_step', '=', 'reply')))

    @api.model
    def _measure_promises(self, span):
        return self._get_kept(self._get_promises(span))
