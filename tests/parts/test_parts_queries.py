from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestPartsQueries(PartsCommon):
    """What is shown costs the same for 1 as for 50; what is done grows by what it writes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_in_stock(cls.pads, 200)
        cls.orders = cls.env['aftersales.order'].with_user(cls.user_advisor)
        for index in range(50):
            parts = [(cls.pads, 1), (cls.disc, 1)]
            cls.orders |= cls._create_approved(*parts) if index % 2 else cls._create_order(cls._prepare_job(*parts))

    def _assert_flat(self, records, function):
        # The last ones: with parts here and parts missing.
        self.assertFlat(function, records[-4:], records, slack=3, warm_up=records)

    def test_order_list(self):
        orders = self.orders.with_user(self.user_parts)
        self._assert_flat(orders, lambda records: records.web_read({
            'name': {}, 'parts_state': {}, 'picking_count': {}, 'license_plate': {}}))

    def test_part_lines(self):
        lines = self.orders.line_ids.with_user(self.user_parts)
        self._assert_flat(lines, lambda records: records.web_read({
            'parts_state': {}, 'parts_expected_date': {}, 'qty_reserved': {}, 'qty_issued': {},
            'technician_id': {'fields': {'display_name': {}}}, 'promise_date': {}, 'license_plate': {},
        }))

    def test_transfer_list(self):
        pickings = self.orders.picking_ids.with_user(self.user_parts)
        self._assert_flat(pickings, lambda records: records.web_read({
            'aftersales_license_plate': {}, 'aftersales_order_id': {'fields': {'display_name': {}}},
            'aftersales_vehicle_id': {'fields': {'display_name': {}}},
            'aftersales_receiver_id': {'fields': {'display_name': {}}}, 'state': {},
        }))

    def test_comparing_an_unchanged_order(self):
        self._assert_flat(self.orders, lambda records: records._sync_parts())

    def test_approving_many_orders(self):
        """20 orders in one call: at most half of what 20 calls take."""
        def create(count):
            orders = self.env['aftersales.order'].with_user(self.user_advisor)
            for __ in range(count):
                orders |= self._create_order(self._prepare_job((self.pads, 1)))
            orders.action_receive()
            return orders
        create(1).job_ids._approve('phone')
        single, batch = create(1), create(20)
        alone = self.count_queries(single.job_ids._approve, 'phone')
        together = self.count_queries(batch.job_ids._approve, 'phone')
        self.assertLessEqual(together / 20, alone / 2, f"{alone} queries for 1 order, {together} for 20")
