from odoo.tools import SQL

from odoo.addons.aftersales.tests.dealership.people import PeopleOf
from odoo.addons.aftersales.tests.dealership.planning import BoardCommon


class InsightCommon(PeopleOf, BoardCommon):
    """A month made by hand: two orders delivered, and a little of all else, at the outlet on the 18th of November."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Indicator = cls.env['aftersales.indicator']
        cls.Figure = cls.env['aftersales.indicator.figure'].with_user(cls.user_manager)
        cls.env.flush_all()
        cls._make_orders()
        cls._make_care()
        cls._make_house()
        cls.env.invalidate_all()

    @classmethod
    def _insert(cls, table, rows):
        """Records of the past as they lie in the database."""
        for row in rows:
            cls.env.cr.execute(SQL(
                "INSERT INTO %s (%s) VALUES %s", SQL.identifier(table),
                SQL(", ").join(SQL.identifier(name) for name in row), tuple(row.values())))

    @classmethod
    def _update(cls, record, **values):
        cls.env.cr.execute(SQL(
            "UPDATE %s SET %s WHERE id = %s", SQL.identifier(record._table),
            SQL(", ").join(SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items()), record.id))

    @classmethod
    def _make_orders(cls):
        at = {'company_id': cls.company.id, 'workshop_id': cls.workshop.id}
        cls._update(
            cls.order, state='delivered', received_date='2026-11-10 08:00:00', delivered_date='2026-11-12 08:00:00',
            ready_date='2026-11-12 07:00:00', promise_first_date='2026-11-12 06:00:00', amount_untaxed=1000.0,
            currency_rate=1.0, invoice_status='to_invoice')
        cls._update(
            cls.order_2, state='delivered', received_date='2026-11-11 08:00:00', delivered_date='2026-11-15 08:00:00',
            ready_date='2026-11-14 07:00:00', promise_first_date='2026-11-14 09:00:00', amount_untaxed=500.0,
            currency_rate=1.0, invoice_status='invoiced')
        cls._update(
            cls.job, state='passed', done_date='2026-11-12 06:30:00', flat_rate_hours=3.0, comeback_count=1, rework_count=1,
            amount_untaxed=1000.0, settlement='claim')
        cls._update(
            cls.job_2, state='passed', done_date='2026-11-14 06:30:00', flat_rate_hours=2.0, comeback_count=0, rework_count=0,
            amount_untaxed=500.0, settlement='internal')
        cls.env.cr.execute("DELETE FROM aftersales_inspection WHERE job_id IN %s", [(cls.job.id, cls.job_2.id)])
        cls.env.cr.execute("DELETE FROM aftersales_order_line WHERE job_id IN %s", [(cls.job.id, cls.job_2.id)])
        cls._insert('aftersales_order_line', [
            {'job_id': job.id, 'order_id': job.order_id.id, 'company_id': cls.company.id, 'line_type': kind, 'name': kind,
             'price_subtotal': amount, 'quantity': 1, 'sequence': 10, 'product_id': cls.part.id,
             'product_uom_id': cls.part.uom_id.id,
             'part_urgency': 'normal', 'price_unit': amount}
            for job, kind, amount in (
                (cls.job, 'labour', 600), (cls.job, 'part', 300), (cls.job, 'sublet', 100), (cls.job_2, 'labour', 400),
                (cls.job_2, 'fee', 100))])
        cls._insert('aftersales_inspection', [
            {**at, 'job_id': cls.job.id, 'order_id': cls.order.id, 'state': state, 'stage': stage,
             'date': f'2026-11-12 0{hour}:00:00'}
            for hour, (state, stage) in enumerate((
                ('fail', 'self'), ('pass', 'self'), ('fail', 'final'), ('pass', 'final'), ('pass', 'final')))])
        cls._insert('aftersales_hold', [
            {**at, 'order_id': cls.order.id, 'kind': kind, 'start': '2026-11-11 00:00:00', 'stop': f'2026-11-11 0{hours}:00:00',
             'hours': hours} for kind, hours in (('parts', 5), ('parts', 3), ('approval', 4))])
        cls._insert('aftersales_time_entry', [
            {**at, 'employee_id': cls.technician.id, 'job_id': job, 'start': f'2026-11-12 0{since}:00:00',
             'stop': f'2026-11-12 0{until}:00:00', 'hours': until - since, 'pause_reason': reason, 'source': 'clock',
             'service_class': 'a' if job else None}
            for job, since, until, reason in (
                (cls.job.id, 0, 4, 'finished'), (None, 4, 5, 'no_work'), (None, 5, 6, 'break'))])
        cls._insert('aftersales_appointment', [
            {**at, 'name': f'T{number}', 'state': state, 'channel': channel, 'start': '2026-11-10 08:00:00', 'order_id': order}
            for number, (state, channel, order) in enumerate((
                ('arrived', 'phone', cls.order.id), ('no_show', 'phone', None), ('cancelled', 'phone', None),
                ('arrived', 'walk_in', None)))])

    @classmethod
    def _make_care(cls):
        at = {'company_id': cls.company.id, 'workshop_id': cls.workshop.id}
        rule = cls.env['aftersales.followup.rule'].search([], limit=1)
        partner, other = cls.vehicle.owner_id.id, cls.vehicle_2.owner_id.id
        if other == partner:
            other = cls.env['res.partner'].create({'name': "Other Owner"}).id
        cls._insert('aftersales_followup', [
            {**at, 'rule_id': rule.id, 'partner_id': other if state == 'planned' else partner, 'state': state,
             'channel': 'call', 'anchor_date': f'2026-10-0{number + 1}',
             'due_date': '2026-11-05', 'late_date': '2026-11-07', 'is_done': int(state == 'done'), 'is_on_time': on_time,
             'is_reached': reached, 'is_booked': booked}
            for number, (state, on_time, reached, booked) in enumerate((
                ('done', 1, 1, 1), ('done', 0, 1, 0), ('no_answer', 0, 0, 0), ('planned', 0, 0, 0), ('superseded', 0, 0, 0)))])
        cls._insert('aftersales_complaint', [
            {**at, 'name': f'K{number}', 'subject': "Noise", 'story': "Noise", 'kind': kind, 'state': state,
             'channel': 'phone', 'severity': 'low', 'received_date': '2026-11-02 01:00:00',
             'registered_date': '2026-11-02 02:00:00', 'closed_date': closed, 'is_closed_late': late,
             'reopened_count': again, 'is_safety': safety}
            for number, (kind, state, closed, late, again, safety) in enumerate((
                ('complaint', 'closed', '2026-11-04 02:00:00', False, 0, True),
                ('complaint', 'unfounded', '2026-11-08 02:00:00', True, 1, False),
                ('complaint', 'received', None, False, 0, False), ('complaint', 'cancelled', None, False, 0, True),
                ('suggestion', 'received', None, False, 0, False)))])
        cls._insert('aftersales_renewal', [
            {**at, 'vehicle_id': cls.vehicle.id, 'partner_id': partner, 'state': state, 'due_date': day,
             'decided_date': '2026-11-03', 'premium': premium}
            for day, state, premium in (
                ('2026-11-10', 'renewed', 3000.0), ('2026-11-12', 'elsewhere', None), ('2026-11-20', 'sold', None))])
        cls.env.cr.execute("DELETE FROM aftersales_customer_value WHERE company_id = %s", [cls.company.id])
        cls._insert('aftersales_customer_value', [
            {**at, 'partner_id': partner, 'status': 'active'}, {**at, 'partner_id': other, 'status': 'risk'}])
        cls.env.cr.execute("DELETE FROM aftersales_value_count WHERE company_id = %s", [cls.company.id])
        cls._insert('aftersales_value_count', [
            {**at, 'partner_id': customer, 'customer_id': customer, 'visits': 1, 'counted_day': day}
            for customer, day in ((partner, '2025-02-10'), (partner, '2026-11-12'), (other, '2026-11-15'))])

    @classmethod
    def _make_house(cls):
        at = {'company_id': cls.company.id, 'workshop_id': cls.workshop.id}
        user = cls.user_manager.id
        cls._insert('aftersales_incident', [
            {**at, 'reporter_id': user, 'name': "U1", 'state': 'open', 'subject': "Fire", 'kind': 'fire',
             'date': '2026-11-03 02:00:00'}])
        cls._insert('aftersales_risk', [
            {**at, 'user_id': user, 'name': "R", 'area': 'safety', 'probability': '5', 'effect': '5', 'treatment': 'reduce',
             'rating': rating, 'active': True, 'start_date': '2026-01-01'} for rating in ('high', 'low')])
        cls._insert('aftersales_action', [
            {**at, 'user_id': user, 'name': "A", 'state': state, 'kind': 'corrective', 'due_date': '2026-11-09'}
            for state in ('done', 'effective', 'open', 'cancelled')])
        cls._insert('aftersales_staffing_check', [
            {**at, 'job_id': cls.env.ref('aftersales.post_advisor').id, 'staffing_basis': 'visits', 'month': '2026-11-01',
             'short_count': 1.5}])

    def _measure(self, month='2026-11-18'):
        """What the outlet's figures come to: dict of code: (value, count, words)."""
        self.workshop._measure_figures()
        return {figure.indicator_id.code: figure for figure in self.env['aftersales.indicator.figure'].search([
            ('workshop_id', '=', self.workshop.id), ('month', '=', f'{month[:7]}-01')])}
