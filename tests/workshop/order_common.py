from odoo.fields import Command

from .common import WorkshopCommon


class OrderCommon(WorkshopCommon):
    """Cars with owners, and orders made by the advisor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env['res.partner'].create({'name': 'Chen Jing', 'phone': '+86 21 5555 0101'})
        cls.insurer = cls.env['res.partner'].create({'name': 'Ping An Insurance', 'is_company': True})
        cls.vehicles = cls.env['fleet.vehicle'].create([{
            'model_id': cls.model_a.id,
            'license_plate': f'沪A·T{index:04}',
            'owner_id': cls.customer.id,
            'company_id': False,
        } for index in range(2)])
        cls.vehicle = cls.vehicles[0]
        cls.workshop.rate_ids.unlink()
        cls.env['aftersales.labour.rate'].create({
            'workshop_id': cls.workshop.id,
            'pay_type_id': cls.env.ref('aftersales.pay_type_customer').id,
            'rate': 100.0,
        })

    def _prepare_order_vals(self, **values):
        return {
            'vehicle_id': self.vehicle.id,
            'workshop_id': self.workshop.id,
            'odometer_in': 12000,
            'job_ids': [Command.create({'operation_id': self.operation.id})],
            **values,
        }

    def _create_orders(self, count=1, user=None, **values):
        return self.env['aftersales.order'].with_user(user or self.user_advisor).create([
            self._prepare_order_vals(**values) for __ in range(count)
        ])

    def _receive_approved(self, count=1, **values):
        orders = self._create_orders(count, **values)
        orders.action_receive()
        orders.job_ids._approve('phone', signatory='Chen Jing')
        return orders

    def _pass(self, orders):
        """Work on all jobs and have them passed by the inspector."""
        jobs = orders.job_ids.filtered(lambda job: job._is_live())
        jobs.with_user(self.user_technician).action_start()
        jobs.with_user(self.user_technician).action_done()
        jobs.with_user(self.user_inspector)._transition('passed')
