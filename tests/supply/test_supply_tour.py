from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.tour import TourCommon


@tagged('post_install', '-at_install')
class TestSupplyTour(TourCommon):
    """H2, H9: at the window, at the counter and at the dispatcher's desk, clicked by those whose step it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pads.default_code = 'BP-SCAN'

    def _tour(self, path, name, user):
        self.start_tour(path, name, login=user.login)
        self.env.invalidate_all()

    def _create_waiting(self):
        order = self._create_order(Command.create({
            'operation_id': self.operation.id, 'technician_id': self.technician.id}), done=False)
        order.job_ids.with_user(self.user_advisor)._approve('phone', signatory="Chen Min")
        return order

    def test_window(self):
        """H2: scanned, issued by one click, signed; the second as a card."""
        order = self._create_waiting()
        self._tour('/odoo/parts-window', 'aftersales_parts_window', self.user_parts)
        self.assertEqual((order.parts_state, order.picking_ids.is_signed), ('issued', True))
        other = self._create_waiting()
        self._tour('/odoo/parts-window', 'aftersales_parts_window_cards', self.user_parts)
        self.assertEqual(other.parts_state, 'issued')

    def test_walk_in(self):
        """H9: a walk-in customer has his part after four clicks."""
        before = self._get_stock()
        self._tour('/odoo/counter-sales', 'aftersales_walk_in', self.user_parts)
        sale = self.env['aftersales.counter.sale'].search([('company_id', '=', self.company.id)])
        self.assertEqual((sale.state, sale.line_ids.product_id), ('handed', self.pads))
        self.assertEqual(self._get_stock(), before - 1)

    def test_special_orders(self):
        """H2: the dispatcher refuses one with a reason and approves the other."""
        turbo, gearbox = self.env['product.product'].create([
            {'name': name, 'type': 'consu', 'is_storable': True, 'list_price': 9000, 'standard_price': 5000}
            for name in ("Turbo", "Gearbox")])
        order = self._create_order(self._job(
            Command.create({'product_id': turbo.id}), Command.create({'product_id': gearbox.id})), done=False)
        order.job_ids.with_user(self.user_advisor)._approve('phone', signatory="Chen Min")
        self._tour('/odoo/special-orders', 'aftersales_special_orders', self.user_dispatcher)
        self.assertEqual(order.line_ids.mapped('part_approval'), ['approved', 'refused'])
