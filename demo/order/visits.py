from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.aftersales.demo.base.tools import OUTLETS

STATES = ('received', 'in_progress', 'quality_check', 'ready', 'delivered')
PAY_TYPES = ('warranty', 'recall', 'insurance', 'contract', 'goodwill', 'internal', 'rework')
# What nobody pays for is given by the manager, not by the advisor.
GIVEN_TYPES = ('goodwill', 'rework')
CHANNELS = ('phone', 'message')
# The outlets open at 9 and close at 17 in China, which has one time zone.
OPENING, CLOSING = 1, 9


class AftersalesDemo(models.AbstractModel):
    """Two months of visits, as ``workshop/visits.csv`` tells them: orders that went through the hands of
    the advisor, the parts clerk, technicians, the inspector and the accountant.

    Each step is taken for all orders of an outlet at once, then the dates are set back to when it happened.
    """

    _inherit = 'aftersales.demo'

    @api.model
    def _load_visits(self):
        findings = {row['code']: row for row in self._read_csv('order/findings.csv')}
        rows = self._read_csv('order/visits.csv')
        for outlet in OUTLETS:
            visits = sorted(
                (row for row in rows if row['outlet'] == outlet), key=lambda row: int(row['day']), reverse=True,
            )
            self._live_visits(self._ref(f'company_{outlet}'), visits, findings)

    def _live_visits(self, company, rows, findings):
        orders = self._create_orders(company, rows, findings)
        visits = list(zip(orders, rows, strict=True))
        past = {
            state: orders.browse([
                order.id for order, row in visits
                if row['state'] in STATES and STATES.index(row['state']) >= STATES.index(state)
            ])
            for state in STATES
        }
        past['received']._transition('received')
        self._answer_jobs(company, visits)
        self._issue_parts(company, past['in_progress'])
        slots = self._work_on_jobs(company, visits)
        self._pass_jobs(company, past['ready'], visits)
        self._set_dates_of_visits(visits, slots)
        self._explain_deliveries(past['delivered'])
        self._as(past['delivered'], 'advisor', company).action_deliver()
        cancelled = orders.browse([order.id for order, row in visits if row['state'] == 'cancelled'])
        self._as(cancelled, 'advisor', company).action_cancel()
        self._set_dates_of_traces(visits)
        self._talk(company, visits)
        self._invoice(company, visits)

    # === HOOKS: WHAT OTHER ROOMS DO TO THE VISITS ===#

    def _issue_parts(self, company, orders):
        """The parts clerk hands out what is complete in the store."""

    def _explain_deliveries(self, orders):
        """What the customers of the past were explained and signed."""

    def _invoice(self, company, visits):
        """The accountant invoices what left the house."""

    # === ORDERS ===#

    def _create_orders(self, company, rows, findings):
        orders = self._as(self.env['aftersales.order'], 'advisor', company).create([
            self._prepare_order(company, row, findings) for row in rows
        ])
        for order, row in zip(orders, rows, strict=True):
            for job, words in self._get_specs(order, row):
                self._adjust_lines(job, words)
        orders = orders.with_env(self.with_company(company).with_context(tracking_disable=True).env)
        for order, row in zip(orders, rows, strict=True):
            if row['state'] in STATES:
                order.received_date = self._get_arrival(row)
        return orders

    def _prepare_order(self, company, row, findings):
        vehicle = self._ref(f"vehicle_{row['vehicle']}")
        flags = row['flags'].split()
        vals = {
            'vehicle_id': vehicle.id,
            'workshop_id': self.env['aftersales.workshop'].search([('company_id', '=', company.id)], limit=1).id,
            'concern': row['concern'],
            'odometer_in': vehicle.last_odometer + 40 + (75 - int(row['day'])) * self._get_daily_km(vehicle),
            'job_ids': [
                Command.create(self._prepare_job(spec.split(), row, findings)) for spec in row['jobs'].split(';')
            ],
        }
        if 'symptom' in flags:
            vals.update(estimate_method='symptom', risk_margin=15)
        if row['state'] in STATES:
            vals['promise_date'] = self._get_promise(row)
        return vals

    def _get_daily_km(self, vehicle):
        return vehicle.average_daily_distance or 30

    def _prepare_job(self, spec, row, findings):
        source, *words = spec
        record = self._ref(source)
        values = self._get_values(words)
        given = set(GIVEN_TYPES) & set(words)
        pay_type = next((word for word in words if word in PAY_TYPES and not given), 'customer')
        finding = findings.get(record.code, {}) if row['state'] not in ('draft', 'cancelled') else {}
        vals = {
            'menu_id' if source.startswith('menu') else 'operation_id': record.id,
            'pay_type_id': self._ref(f'pay_type_{pay_type}').id,
            'concern': row['concern'],
            'cause': finding.get('cause'),
            'correction': finding.get('correction') if row['state'] in ('ready', 'delivered') else False,
        }
        if 'payer' in values:
            vals['payer_id'] = self._ref(values['payer']).id
        vals.update({name: float(values[name]) for name in ('share', 'deductible') if name in values and not given})
        return vals

    def _adjust_lines(self, job, words):
        """A discount, a part the customer brought, what the manager gives; rooms add theirs by ``super()``."""
        values = self._get_values(words)
        for pay_type in set(GIVEN_TYPES) & set(words):
            self._as(job, 'manager', job.company_id).write({
                'pay_type_id': self._ref(f'pay_type_{pay_type}').id, 'share': float(values.get('share', 100))})
        if 'discount' in values:
            job.line_ids.discount = float(values['discount'])
        if 'own' in words:
            job.line_ids.filtered(lambda line: line.line_type == 'part')[:1].part_origin = 'customer'

    def _get_values(self, words):
        return dict(word.split(':') for word in words if ':' in word)

    def _get_specs(self, order, row):
        """The jobs of an order, each with the words that say what became of it."""
        return zip(order.job_ids, (spec.split()[1:] for spec in row['jobs'].split(';')), strict=True)

    # === DAYS ===#

    def _get_opening(self, day):
        return fields.Datetime.now().replace(hour=OPENING, minute=0, second=0) - timedelta(days=day)

    def _get_arrival(self, row):
        """Cars come between opening and noon; those of today came some hours ago, whatever the time is now."""
        day, number = int(row['day']), int(row['vehicle'])
        if day:
            return self._get_opening(day) + timedelta(minutes=number * 17 % 150)
        return fields.Datetime.now() - timedelta(hours=7, minutes=number * 7 % 40)

    def _get_promise(self, row):
        """The evening of the day the car is to leave; in the past for the late ones, ahead for the others."""
        now = fields.Datetime.now()
        promise = self._get_opening(int(row['day']) - int(row['stay'])) + timedelta(hours=CLOSING - OPENING)
        if row['state'] == 'delivered':
            return promise - timedelta(days='late' in row['flags'])
        if 'late' in row['flags']:
            return max(min(promise, now) - timedelta(hours=5), self._get_arrival(row) + timedelta(hours=2))
        return promise if promise > now + timedelta(hours=1) else promise + timedelta(days=1)

    # === ANSWERS ===#

    def _answer_jobs(self, company, visits):
        """What the customers said to each job, asked by the advisor."""
        Job = self._as(self.env['aftersales.job'], 'advisor', company)
        answers = {}
        for order, row in visits:
            if row['state'] not in STATES:
                continue
            for job, words in self._get_specs(order, row):
                if not job._needs_customer_approval() or 'pending' in words:
                    continue
                decision = next((word for word in words if word in ('declined', 'callback')), 'approved')
                channel = next((word for word in words if word in CHANNELS), 'in_person')
                answers.setdefault((decision, channel), []).append(job.id)
        for (decision, channel), ids in answers.items():
            jobs = Job.browse(ids)
            if decision == 'approved':
                jobs._approve(channel)
            elif decision == 'declined':
                jobs._decline(channel, reason=self.env._("Later, at the next service."))
            else:
                jobs._call_back('phone', reason=self.env._("Wants to ask at home first."))

    # === TALK ===#

    def _talk(self, company, visits):
        """What the advisor noted, and still has to do."""
        for order, row in visits:
            order = self._as(order, 'advisor', company)
            moment = self._get_arrival(row) + timedelta(hours=5)
            if 'late' in row['flags'] and row['state'] == 'delivered':
                order.message_post(date=moment, body=self.env._(
                    "Called %(customer)s: the part comes a day later. New time agreed.", customer=order.partner_id.name))
            elif 'waiting' in row['flags']:
                order.message_post(date=moment, body=self.env._(
                    "Part ordered from the maker's store. Told %(customer)s, who needs no replacement car.",
                    customer=order.partner_id.name,
                ))
            if 'callback' in row['jobs']:
                order.activity_schedule(
                    'mail.mail_activity_data_call', user_id=order.user_id.id, date_deadline=fields.Date.today(),
                    summary=self.env._("Ask for the answer to the major service"),
                )
