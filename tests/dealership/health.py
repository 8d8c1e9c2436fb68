from base64 import b64encode

from odoo.fields import Command

from odoo.addons.aftersales.tests.dealership.order import OrderCommon

# A red dot of one pixel.
PIXEL = (
    b'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=='
)
# What a film that a browser records begins with.
FILM = b64encode(b'\x1aE\xdf\xa3\x93B\x82\x84webm' + bytes(range(256)) * 8)


class HealthCommon(OrderCommon):
    """A template with judged and measured items for the test cars, and cars in the house."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.area = cls.env['aftersales.health.area'].create({'name': "Brakes"})
        cls.pads_operation = cls.operation.copy({'name': "Front pads, both sides", 'code': 'TST-PADS'})
        cls.pads, cls.lamp, cls.fluid, cls.belt = cls.env['aftersales.health.item'].create([
            {
                'name': "Pads front left", 'area_id': cls.area.id, 'sequence': 1, 'kind': 'measured', 'unit': 'mm',
                'limit_soon': 4, 'limit_urgent': 2.5,
                'recommendation_ids': [Command.create({'operation_id': cls.pads_operation.id})],
            },
            {
                'name': "Brake light", 'area_id': cls.area.id, 'sequence': 2,
                'phrase_ids': [
                    Command.create({'name': "One brake light is out.", 'result': 'urgent'}),
                    Command.create({'name': "The lens is cracked.", 'result': 'soon'}),
                ],
            },
            {
                'name': "Brake fluid", 'area_id': cls.area.id, 'sequence': 3, 'kind': 'measured', 'unit': '%',
                'direction': 'higher', 'limit_soon': 2, 'limit_urgent': 3,
            },
            {'name': "Drive belt", 'area_id': cls.area.id, 'sequence': 4},
        ])
        cls.template = cls.env['aftersales.health.template'].create({
            'name': "Test car", 'model_ids': [Command.set(cls.model_a.ids)],
            'item_ids': [Command.set((cls.pads + cls.lamp + cls.fluid + cls.belt).ids)],
        })
        cls.env['stock.quant']._update_available_quantity(
            cls.part, cls.workshop.warehouse_id.lot_stock_id, 500)
        cls.order = cls._receive_order()

    @classmethod
    def _receive_order(cls, vehicle=None, **values):
        return cls.receive(cls._create_orders(vehicle_id=(vehicle or cls.vehicle).id, **values))

    def _check(self, order=None, user=None):
        """A check of the order as its technician opens it."""
        return self.env['aftersales.health.check'].with_user(user or self.user_technician).create({
            'order_id': (order or self.order).id})

    def _line(self, check, item):
        return check.line_ids.filtered(lambda line: line.item_id == item)

    def _finish_check(self, check, pads=1.5):
        """Pads worn to ``pads`` mm, all else in order."""
        self._line(check, self.pads).value = pads
        self._line(check, self.fluid).value = 1.0
        check.action_all_ok()
        check.action_done()
        return check

    def _close(self, order):
        """Do what was ordered and hand the car back."""
        order.job_ids.filtered(lambda job: job.approval == 'pending')._approve('phone')
        self.deliver(self.inspect(self.work(self.issue(order))))
