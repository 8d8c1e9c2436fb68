from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestIssueType(PartsCommon):

    def test_every_warehouse_has_its_type(self):
        """H2: warehouses that were there before the module have the type, and new ones get it."""
        missing = self.env['stock.warehouse'].with_context(active_test=False).search(
            [('aftersales_issue_type_id', '=', False)])
        self.assertFalse(missing)
        issue_type = self.warehouse.aftersales_issue_type_id
        self.assertEqual(issue_type.code, 'outgoing')
        self.assertEqual(issue_type.warehouse_id, self.warehouse)
        self.assertEqual(issue_type.default_location_src_id, self.warehouse.lot_stock_id)
        self.assertEqual(issue_type.default_location_dest_id.usage, 'customer')
        self.assertEqual(issue_type.return_picking_type_id, self.warehouse.in_type_id)
        self.assertEqual(issue_type.sequence_id.prefix, 'PST/ISS/')
        self.assertEqual(issue_type.barcode, 'PSTISS')

    def test_missing_types_are_made_once(self):
        Type = self.env['stock.picking.type']
        self.warehouse.aftersales_issue_type_id = False
        count = Type.search_count([])
        self.env['stock.warehouse']._create_missing_issue_types()
        self.assertTrue(self.warehouse.aftersales_issue_type_id)
        self.env['stock.warehouse']._create_missing_issue_types()
        self.assertEqual(Type.search_count([]), count + 1)

    def test_type_follows_its_warehouse(self):
        self.warehouse.code = 'NEW'
        self.assertEqual(self.issue_type.sequence_id.prefix, 'NEW/ISS/')
        self.assertEqual(self.issue_type.barcode, 'NEWISS')
        empty = self.env['stock.warehouse'].create({'name': 'Empty Store', 'code': 'EMP'})
        empty.active = False
        self.assertFalse(empty.aftersales_issue_type_id.active)
        empty.active = True
        self.assertTrue(empty.aftersales_issue_type_id.active)

    def test_copied_warehouse_gets_its_own_type(self):
        copied = self.warehouse.copy({'name': 'Second Store', 'code': 'SEC'})
        self.assertTrue(copied.aftersales_issue_type_id)
        self.assertNotEqual(copied.aftersales_issue_type_id, self.issue_type)

    def test_new_company_gets_its_own_use_location(self):
        company = self.env['res.company'].create({'name': 'Second Dealer'})
        location = company.aftersales_own_use_location_id
        self.assertEqual(location.company_id, company)
        self.assertEqual(location.usage, 'customer')
