from datetime import timedelta

from odoo import fields, models

from odoo.addons.aftersales.demo.order.visits import STATES


class AftersalesDemo(models.AbstractModel):
    """Dates of what happened, and the invoices."""

    _inherit = 'aftersales.demo'

    # === DATES ===#

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
        created, asked, checked = {}, {}, {}
        for order, row in visits:
            arrival = self._get_arrival(row)
            created[order] = arrival - timedelta(minutes=10)
            asked.update(dict.fromkeys(order.authorisation_ids, arrival + timedelta(minutes=15)))
            for job in order.job_ids:
                checked.update(dict.fromkeys(
                    job.inspection_ids.filtered('date'), (job.done_date or arrival) + timedelta(minutes=15)))
            issued = order.picking_ids.filtered(lambda picking: picking.state == 'done')
            if issued:
                moment = order.started_date or arrival
                issued.move_ids.write({'date': moment})
                issued.move_line_ids.write({'date': moment})
                issued.write({'date_done': moment})
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
        self._backdate(self.env['aftersales.inspection'].union(*checked), checked, 'date')

    # === INVOICES ===#

    def _invoice(self, company, visits):
        """The accountant invoices what left the house, except this week's, and books what was paid."""
        rows = dict(visits)
        orders = self.env['aftersales.order'].union(*(
            order for order, row in visits if row['state'] == 'delivered' and int(row['day']) > 5))
        invoices = self._as(orders, 'accountant', company)._create_invoices()
        paid = {}
        for invoice in invoices:
            sources = invoice.sudo().aftersales_order_ids
            date = max(sources.mapped('delivered_date')).date()
            invoice.invoice_date = date
            if not invoice.invoice_payment_term_id:
                invoice.invoice_date_due = date
            if all('paid' in rows[order.with_env(orders.env)]['flags'] for order in sources):
                paid.setdefault(date, []).append(invoice.id)
        invoices.action_post()
        self._date_messages(invoices.sudo(), orders)
        Register = self._as(self.env['account.payment.register'], 'accountant', company)
        for date, ids in paid.items():
            Register.with_context(active_model='account.move', active_ids=ids).create({
                'payment_date': date,
                'group_payment': False,
            })._create_payments()

    def _date_messages(self, invoices, orders):
        """The notes that invoice and order have of each other are as old as the delivery."""
        accountant = self._ref('user_accountant').partner_id
        moments = {}
        for invoice in invoices:
            moment = max(invoice.aftersales_order_ids.mapped('delivered_date'))
            moments.update(dict.fromkeys(invoice.message_ids, moment))
        for order in orders:
            notes = order.message_ids.filtered(lambda message: message.author_id == accountant)
            moments.update(dict.fromkeys(notes, order.delivered_date))
        self._backdate(self.env['mail.message'].union(*moments), moments, 'date')
