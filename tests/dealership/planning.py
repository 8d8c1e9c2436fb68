from freezegun import freeze_time

from odoo.fields import Command, Datetime

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


class BoardCommon(OrderCommon):
    """An outlet open from 8 to 12 and 13 to 17 (UTC), on a Wednesday at 7."""
    _now = '2026-11-18 07:00:00'
    _days = range(5)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls._now:
            cls.startClassPatcher(freeze_time(cls._now))
        cls.calendar = cls.env['resource.calendar'].create({
            'name': 'Test hours',
            'tz': 'UTC',
            'company_id': cls.company.id,
            'attendance_ids': [Command.clear()] + [
                Command.create({
                    'name': half, 'dayofweek': str(day), 'hour_from': start, 'hour_to': stop, 'day_period': half})
                for day in cls._days for half, start, stop in (('morning', 8, 12), ('afternoon', 13, 17))
            ],
        })
        cls.workshop.resource_calendar_id = cls.calendar
        # Work whose parts are not here has no place in a plan.
        cls.env['stock.quant']._update_available_quantity(cls.part, cls.warehouse.lot_stock_id, 1000)
        cls.technicians = cls.technician | cls.technician_2
        cls.technicians.write({'resource_calendar_id': cls.calendar.id, 'tz': 'UTC'})
        cls.bay, cls.bay_2 = cls.workshop.bay_ids
        cls.internal = cls.env.ref('aftersales.pay_type_internal')
        cls.order, cls.order_2 = cls._receive_jobs(2)
        cls.job, cls.job_2 = cls.order.job_ids, cls.order_2.job_ids

    @classmethod
    def _receive_jobs(cls, count, jobs=1):
        """Orders whose jobs need nobody's approval."""
        # The manager's: nobody pays for them.
        orders = cls._create_orders(count, user=cls.user_manager, user_id=cls.user_advisor.id, job_ids=[
            Command.create({'operation_id': cls.operation.id, 'pay_type_id': cls.internal.id}) for __ in range(jobs)])
        return cls.receive(orders.with_user(cls.user_advisor))

    @classmethod
    def _at(cls, hour, minute=0, day=18):
        return Datetime.to_datetime(f'2026-11-{day} {hour:02}:{minute:02}:00')

    def _plan(self, job, start, stop, **values):
        job.with_user(self.user_dispatcher).write({
            'planned_start': self._at(start), 'planned_stop': self._at(stop), **values})

    def _see(self, job):
        """What a board shows of a job's plan."""
        card = job.with_user(self.user_dispatcher)._prepare_board_cards()[job]
        return {name: card[name] for name in ('start', 'stop', 'technician', 'bay')}

    def _drop(self, job, user=None, seen=None, **plan):
        for name in ('start', 'stop'):
            if plan.get(name):
                plan[name] = Datetime.to_string(plan[name])
        return job.with_user(user or self.user_dispatcher).plan_on_board(plan, seen or self._see(job))
