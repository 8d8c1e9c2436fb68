from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.prints import PrintsCommon

SUNDAY = '2026-03-01 06:00:00'


@tagged('post_install', '-at_install')
class TestPreparation(PrintsCommon):
    """C5, C7: what is laid ready for tomorrow's cars; appointment rate and show rate."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        calendar = cls.company.resource_calendar_id.copy({'tz': 'Asia/Shanghai'})
        cls.workshop.write({'resource_calendar_id': calendar.id, 'bay_ids': [
            fields.Command.create({'name': f"Lift {number}"}) for number in range(3)]})
        cls.technician.resource_calendar_id = calendar
        cls.filter, cls.oil = cls.env['product.product'].create([
            {'name': "Oil filter", 'default_code': 'OF-1', 'type': 'consu', 'is_storable': True},
            {'name': "Rag", 'type': 'consu', 'is_storable': False},
        ])
        cls.env['stock.quant']._update_available_quantity(cls.filter, cls.bin, 3)
        cls.operation = cls.env['aftersales.operation'].create({
            'name': "Oil service", 'code': 'PREP-1', 'hours': 0.5, 'work_class_id': cls.work_class.id,
            'part_ids': [
                fields.Command.create({'product_id': cls.filter.id, 'quantity': 2}),
                fields.Command.create({'product_id': cls.oil.id, 'quantity': 1}),
            ],
        })

    @classmethod
    def _book(cls, count=1, day='2026-03-02', **values):
        Appointment = cls.env['aftersales.appointment'].with_user(cls.user_advisor)
        appointments = Appointment
        for __ in range(count):
            date = fields.Date.to_date(day)
            slot = cls.workshop._find_slots(date, date, hours=0.5, limit=1)[0]
            appointments |= Appointment.create({
                'vehicle_id': cls.vehicle.id, 'workshop_id': cls.workshop.id, 'start': slot['start'],
                'operation_ids': [fields.Command.set(cls.operation.ids)], **values,
            })
        return appointments

    # === PARTS ===#

    @freeze_time(SUNDAY)
    def test_earlier_cars_have_their_parts_first(self):
        first, second = appointments = self._book() | self._book(day='2026-03-03')
        self.assertLess(first.start, second.start)
        rows = appointments._get_parts_to_pick()
        self.assertEqual([(r['product'], r['quantity'], r['free'], r['missing']) for r in rows[first]],
                         [(self.filter, 2, 3, 0), (self.oil, 1, 0, 0)])
        self.assertEqual(rows[second][0]['missing'], 1)
        self.assertEqual(second._get_parts_to_pick()[second][0]['missing'], 1, "also when it is looked at alone")
        self.assertEqual(appointments.mapped('missing_part_count'), [0, 1])

    @freeze_time(SUNDAY)
    def test_everybody_at_the_counter_sees_it(self):
        appointment = self._book(needs_loaner=True)
        for user in (self.user_advisor, self.user_parts, self.user_dispatcher):
            html = appointment.with_user(user).preparation_html
            self.assertIn("OF-1", html)
            self.assertIn("Wants a loaner car", html)

    @freeze_time(SUNDAY)
    def test_declined_work_is_spoken_of(self):
        order = self._receive_approved(self._prepare_job(), self._prepare_job(name="Wiper blades"))
        order.job_ids[1]._decline('phone', reason="Later")
        self.assertIn("Declined before: Wiper blades", self._book().preparation_html)

    @freeze_time(SUNDAY)
    def test_day_costs_the_same_queries(self):
        appointments = self._book(10)
        self.assertFlat(lambda some: some.mapped('preparation_html'), appointments[:1], appointments, slack=2)

    # === PRINT ===#

    @freeze_time(SUNDAY)
    def test_list_by_day(self):
        appointments = self._book(2) | self._book(day='2026-03-03')
        pages = self._render_text('report_preparation', appointments, self.user_parts)
        self.assertEqual(len(pages), 2)
        for fact in ('Preparation List', '03/02/2026', '沪A·PR001', 'Oil service', 'OF-1', 'on shelf: 3.00', 'MISSING 1.00',
                     'Missing for this day', appointments[0].technician_id.name, '08:00'):
            self.assertIn(fact, pages[0], fact)

    # === RATES ===#

    def _get_rates(self, user):
        groups = self.env['aftersales.booking.report'].with_user(user)._read_group(
            [('workshop_id', '=', self.workshop.id)], [],
            ['visits:sum', 'appointed:sum', 'appointment_rate:avg', 'kept:sum', 'missed:sum', 'cancelled:sum', 'show_rate:avg'])
        return groups[0]

    def test_rates(self):
        with freeze_time(SUNDAY):
            kept, missed, cancelled = self._book(3)
            self.cancel(cancelled)
        with freeze_time('2026-03-02 06:00:00'):
            kept.action_arrive()
            kept.order_id.odometer_in = 45000
            kept.order_id.action_receive()
            missed.action_no_show()
            self._create_order(vehicle=self.vehicle_cn).action_receive()
        self.env.flush_all()
        self.assertEqual(self._get_rates(self.user_manager), (2, 1, 50.0, 1, 1, 1, 50.0))
        with self.assertRaises(AccessError):
            self._get_rates(self.user_technician)

    def test_rates_of_another_company(self):
        self._create_order().action_receive()
        self.env.flush_all()
        other = self.other_company
        self.user_manager.write({'company_ids': [fields.Command.set(other.ids)], 'company_id': other.id})
        self.assertFalse(self.env['aftersales.booking.report'].with_user(self.user_manager).search(
            [('workshop_id', '=', self.workshop.id)]))
