from odoo.addons.aftersales.tests.dealership.order import OrderCommon

# One black pixel.
PNG = b'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='


class CheckinCommon(OrderCommon):
    """Orders of the advisor with an open check-in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vehicles.fuel_type = 'gasoline'

    @classmethod
    def _create_checkins(cls, count=1, user=None, **values):
        orders = cls._create_orders(count, user=user)
        return cls.env['aftersales.checkin'].with_user(user or cls.user_advisor).create([
            {'order_id': order.id, 'signature': PNG, **values} for order in orders
        ])
