from datetime import timedelta

from odoo import fields, models

from .visits import STATES


class AftersalesDemo(models.AbstractModel):
    """Dates of what happened."""

    _inherit = 'aftersales.demo'

    def _set_dates_of_visits(self, visits, slots):
        """Orders and jobs get the times of the work; after delivery they are locked."""
        now = fields.Datetime.now()
        last_visits = {order.vehicle_id: order for order, row in visits if row['state'] in STATES}
        for order, row in visits:
            work = {job: slots[job] for job in order.job_ids if job in slots}
            if not work:
                continue
            for job, (start, stop) in work.items():
                job.started_date = min(start, now)
                if job.done_date:
                    job.done_date = min(stop, now)
            order.started_date = min(start for start, _stop in work.values())
            ready = min(max(stop for _start, stop in work.values()) + timedelta(minutes=25), now)
            if order.ready_date:
                order.ready_date = ready
            if row['state'] == 'delivered':
                leaving = self._get_opening(int(row['day']) - int(row['stay'])) + timedelta(
                    hours=7, minutes=int(row['vehicle']) * 23 % 55)
                delivered = max(leaving, ready + timedelta(minutes=30))
                order.delivered_date = delivered
                # Deliveries are recorded after all check-ins: no reading below a later one.
                if order == last_visits[order.vehicle_id]:
                    order.odometer_out = order.odometer_in + 4
                if 'late' in row['flags']:
                    self._change_promise(order, delivered)

    def _change_promise(self, order, delivered):
        change = self.env['aftersales.promise.change'].create({
            'order_id': order.id,
            'new_date': delivered + timedelta(minutes=20),
            'reason': self.env._("The part came a day later than announced; the customer was called."),
            'user_id': order.user_id.id,
        })
        change.date = order.promise_first_date - timedelta(hours=2)

    def _set_dates_of_traces(self, visits):
        """What the steps left behind, dated as the steps were."""
        created, asked = {}, {}
        for order, row in visits:
            arrival = self._get_arrival(row)
            created[order] = arrival - timedelta(minutes=10)
            asked.update(dict.fromkeys(order.authorisation_ids, arrival + timedelta(minutes=15)))
            for hold in order.hold_ids:
                hold.start = order.started_date or arrival
            for reading in self.env['fleet.vehicle.odometer'].search([('aftersales_order_id', '=', order.id)], order='id'):
                leaving = reading.source == 'delivery' and order.delivered_date
                reading.date = fields.Date.to_date(leaving or arrival)
            services = self.env['aftersales.service.record'].search([('order_id', '=', order.id)])
            if services:
                services.date = fields.Date.to_date(order.delivered_date)
        self._backdate(self.env['aftersales.order'].union(*created), created, 'create_date')
        self._backdate_answers(asked)
        self._wait_for_parts(visits)

    def _wait_for_parts(self, visits):
        """What was delivered late had waited for a part."""
        for order, row in visits:
            if row['state'] == 'delivered' and 'late' in row['flags']:
                sent = self._get_arrival(row) + timedelta(hours=1)
                self.env['aftersales.hold'].create({
                    'order_id': order.id,
                    'job_id': order.job_ids[:1].id,
                    'kind': 'parts',
                    'note': self.env._("Ordered from the maker's parts store."),
                    'start': sent,
                    'stop': sent + timedelta(hours=20 + order.id % 9),
                })
