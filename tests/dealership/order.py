from odoo.fields import Command

from odoo.addons.aftersales.tests.dealership.outlet import WorkshopCommon


class OrderCommon(WorkshopCommon):
    """Cars with owners, and orders made by the advisor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vehicles = cls.vehicle | cls.vehicle_2
        cls.workshop.rate_ids.unlink()
        cls.env['aftersales.labour.rate'].create({
            'workshop_id': cls.workshop.id,
            'pay_type_id': cls.env.ref('aftersales.pay_type_customer').id,
            'rate': 100.0,
        })

    @classmethod
    def _prepare_order_vals(cls, **values):
        return {
            'vehicle_id': cls.vehicle.id,
            'workshop_id': cls.workshop.id,
            'odometer_in': 12000,
            'job_ids': [Command.create({'operation_id': cls.operation.id})],
            **values,
        }

    @classmethod
    def _create_orders(cls, count=1, user=None, **values):
        return cls.env['aftersales.order'].with_user(user or cls.user_advisor).create([
            cls._prepare_order_vals(**values) for __ in range(count)
        ])

    @classmethod
    def _receive_approved(cls, count=1, **values):
        return cls.approve(cls.receive(cls._create_orders(count, **values)), signatory='Chen Jing')

    def _pass(self, orders):
        """Work on all jobs and have them passed by the inspector."""
        self.inspect(self.work(orders))
