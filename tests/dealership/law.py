from datetime import timedelta

from freezegun import freeze_time

from odoo.fields import Command, Datetime

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


class LawCommon(OrderCommon):
    """A dealer in China and cars sold on 2 March 2026, with repairs of faults of quality."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = 'Asia/Shanghai'
        cls.workshop.resource_calendar_id.tz = 'Asia/Shanghai'
        cls.company.country_id = cls.env.ref('base.cn')
        cls.workshop.manager_id = cls.user_manager
        cls.warranty = cls.env.ref('aftersales.pay_type_warranty')
        cls.vehicles.write({'sale_date': '2026-03-02', 'sale_price': 200000})
        cls.law = cls.env.ref('aftersales.statute_cn_2021')
        cls.kinds = {kind.code: kind for kind in cls.env['aftersales.statute.fault.kind'].search([])}
        cls.env.flush_all()

    @classmethod
    def _bring(cls, date, vehicle=None, odometer=2000, **job_vals):
        """The car comes with a fault: an order with a free job, received."""
        with freeze_time(date):
            order = cls._create_orders(
                vehicle_id=(vehicle or cls.vehicle).id, odometer_in=odometer, job_ids=[Command.create({
                    'operation_id': cls.operation.id, 'pay_type_id': cls.warranty.id, 'payer_id': cls.insurer.id,
                    'technician_id': cls.technician.id, **job_vals})])
            order.line_ids.filtered(lambda line: line.line_type == 'part').unlink()
            cls.receive(order)
            cls.env.flush_all()
        return order

    @classmethod
    def _finish(cls, order, date):
        """The work is done, checked, and the car goes home."""
        with freeze_time(date):
            cls.inspect(cls.work(order))
            cls.env.flush_all()
            cls.deliver(order)
            cls.env.flush_all()
        return order

    @classmethod
    def _repair(cls, date, hours=3, vehicle=None, odometer=2000, **job_vals):
        order = cls._bring(date, vehicle, odometer, **job_vals)
        return cls._finish(order, Datetime.to_datetime(date) + timedelta(hours=hours))

    @classmethod
    def _repair_often(cls, count, vehicle=None, **job_vals):
        """As many repairs of one fault, a month between them."""
        return cls.env['aftersales.order'].union(*(
            cls._repair(f'2026-{4 + number:02d}-06 01:00:00', vehicle=vehicle, odometer=2000 + 500 * number, **job_vals)
            for number in range(count)))

    def _get_standing(self, code, vehicle=None, now='2026-11-02 02:00:00'):
        vehicle = vehicle or self.vehicle
        with freeze_time(now):
            standings = vehicle._get_statute_standing()[vehicle]
        return next(standing for rule, standing in standings if rule.code == code)
