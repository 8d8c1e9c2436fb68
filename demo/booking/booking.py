from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.aftersales.demo.base.tools import OUTLETS

# Of ten cars of the past, so many came by appointment.
BOOKED_OF_TEN = 6
MISSED_DAYS = (3, 9, 16, 24, 33)
VISITORS = [
    {
        'contact_name': 'He Yan (何燕)', 'phone': '+86 139 1800 7712', 'license_plate': '沪B·H7712',
        'vehicle_note': 'White Lavida of 2016',
    },
    {
        'contact_name': 'Shen Bo (沈波)', 'phone': '+86 137 5810 4431', 'license_plate': '浙A·S4431',
        'vehicle_note': 'Grey Camry',
    },
]


class AftersalesDemo(models.AbstractModel):
    """The appointments behind the visits of the past, and those of today and the next two weeks."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_capacity(self):
        """The team works in the opening hours; the apprentice is planned for half of his."""
        for outlet in OUTLETS:
            company = self._ref(f'company_{outlet}')
            self.env['hr.employee'].search([('company_id', '=', company.id)]).write({
                'resource_calendar_id': self._ref(f'calendar_{outlet}').id, 'tz': 'Asia/Shanghai'})
        self._ref('employee_manager').aftersales_availability = 0
        self._ref('employee_tech_dai').aftersales_availability = 50

    @api.model
    def _load_appointments(self):
        self._load_past_appointments()
        visitors = iter(VISITORS)
        for outlet in OUTLETS:
            company = self._ref(f'company_{outlet}')
            rows = [row for row in self._read_csv('booking/appointments.csv') if row['outlet'] == outlet]
            for row in rows:
                self._book_row(company, row, {} if row['vehicle'] else next(visitors))

    # === COMING ===#

    def _book_row(self, company, row, visitor):
        flags = row['flags'].split()
        workshop = self._as(self._ref(f"workshop_{row['outlet']}"), 'advisor', company)
        work = self._ref(row['work'])
        day = workshop._get_local_day(fields.Datetime.now()) + timedelta(days=int(row['day']))
        operations = work if work._name == 'aftersales.operation' else work.line_ids.operation_id
        slots = workshop._find_slots(
            day, day, hours=sum(operations.mapped('hours')), skill=operations.skill_id[:1], is_waiter='waits' in flags)
        if not slots:
            return
        appointment = self._as(self.env['aftersales.appointment'], 'advisor', company).create({
            'workshop_id': workshop.id,
            'state': 'draft' if 'draft' in flags else 'booked',
            'start': slots[min(int(row['slot']), len(slots) - 1)]['start'],
            'vehicle_id': self._ref(f"vehicle_{row['vehicle']}").id if row['vehicle'] else False,
            'operation_ids' if work._name == 'aftersales.operation' else 'menu_ids': [Command.set(work.ids)],
            'channel': row['channel'],
            'is_waiter': 'waits' in flags,
            'needs_loaner': 'loaner' in flags,
            'concern': row['concern'],
            **visitor,
        })
        if 'confirmed' in flags:
            appointment.action_confirm()
        if 'cancelled' in flags:
            appointment.cancel_reason = self.env._("Business trip")
            appointment.action_cancel()

    # === PAST ===#

    def _load_past_appointments(self):
        """Most cars came by appointment, some customers did not come."""
        orders = self.env['aftersales.order'].search([('received_date', '!=', False)], order='id')
        booked = orders.filtered(lambda order: order.id * 7 % 10 < BOOKED_OF_TEN)
        rows = [self._prepare_past(order.workshop_id, order.vehicle_id, order.received_date, order) for order in booked]
        for outlet in OUTLETS:
            workshop = self._ref(f'workshop_{outlet}')
            seen = self.env['fleet.vehicle'].search(
                [('is_customer_vehicle', '=', True)], limit=len(MISSED_DAYS), order='id desc')
            rows += [
                self._prepare_past(workshop, vehicle, self._get_opening(days) + timedelta(minutes=30 * vehicle.id % 300))
                for vehicle, days in zip(seen, MISSED_DAYS, strict=False)
            ]
        appointments = self.env['aftersales.appointment'].with_context(tracking_disable=True).create([
            vals for vals, __ in rows])
        for appointment, (__, order) in zip(appointments, rows, strict=True):
            self._set_past(appointment, order)
        appointments.invalidate_recordset()

    def _prepare_past(self, workshop, vehicle, moment, order=None):
        start = moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
        operations = order.job_ids.operation_id if order else self._ref('operation_t20')
        vals = {
            'state': 'draft',
            'workshop_id': workshop.id,
            'vehicle_id': vehicle.id,
            'start': start,
            'channel': ('phone', 'portal', 'phone', 'web', 'counter')[vehicle.id % 5],
            'is_waiter': vehicle.id % 6 == 0,
            'operation_ids': [Command.set(operations.ids)],
            'menu_ids': [Command.set(order.job_ids.menu_id.ids if order else [])],
            'concern': order.concern if order else False,
            'user_id': (order.user_id if order else workshop.advisor_ids[:1]).id,
        }
        return vals, order

    def _set_past(self, appointment, order):
        """What happened then cannot be booked any more: it is written as it was."""
        job = order.job_ids.filtered('technician_id')[:1] if order else self.env['aftersales.job']
        appointment.flush_recordset()
        self.env.cr.execute(SQL(
            """
            UPDATE aftersales_appointment
               SET state = %s, order_id = %s, technician_id = %s, bay_id = %s, create_date = start - interval '3 days'
             WHERE id = %s
            """,
            'arrived' if order else 'no_show', order.id if order else None,
            job.technician_id.id or None, job.bay_id.id or None, appointment.id,
        ))
