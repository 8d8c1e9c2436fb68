from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestCounterType(BillingCommon):
    """H9: counter sales leave a warehouse by an operation type of their own."""

    def test_operation_type(self):
        """H9: each warehouse sells over its counter by a type of its own, also those that were there before."""
        warehouse = self.workshop.warehouse_id
        counter = warehouse.aftersales_counter_type_id
        self.assertEqual((counter.code, counter.return_picking_type_id), ('outgoing', warehouse.in_type_id))
        self.assertNotEqual(counter, warehouse.aftersales_issue_type_id)
        self.assertFalse(self.env['stock.warehouse'].with_context(active_test=False).search(
            [('aftersales_counter_type_id', '=', False)]))
        warehouse.code = 'NEW'
        self.assertEqual((counter.sequence_id.prefix, counter.barcode), ('NEW/CTR/', 'NEWCTR'))
        warehouse.aftersales_counter_type_id = False
        self.env['stock.warehouse']._create_missing_counter_types()
        self.assertTrue(warehouse.aftersales_counter_type_id)
