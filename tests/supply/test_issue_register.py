from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestIssueRegister(PartsCommon):
    """H2, parts 12: what was handed out, by which document, of which class, by and to whom, old part due."""

    def _get_rows(self, *domain, user=None):
        action = self.env.ref('aftersales.action_issue_register')
        return self.env['stock.move'].with_user(user or self.user_parts).search([*safe_eval(action.domain), *domain])

    def test_what_it_says(self):
        """H2: a row a part that was handed out; what only waits has none; what came back is told apart."""
        order, other = self._create_approved((self.pads, 2), (self.disc, 1)), self._create_approved((self.pads, 1))
        self.pads.product_tmpl_id.aftersales_old_part_rule = 'maker'
        picking = self._issue(order, {self.pads: 2, self.disc: 0})
        row = self._get_rows(('aftersales_order_id', 'in', (order | other).ids))
        self.assertEqual((row.product_id, row.quantity, row.reference), (self.pads, 2, picking.name))
        self.assertEqual((row.aftersales_service_class, row.aftersales_keeper_id), ('a', self.user_parts))
        self.assertEqual((row.aftersales_technician_id, row.aftersales_old_part_due), (self.technician, True))
        self.assertEqual(row.aftersales_part_number, self.pads.default_code)
        returned = self._return(picking, 1)
        search = etree.fromstring(self.env.ref('aftersales.stock_move_view_search_register').arch_db)
        for name, found in (('issued', picking), ('returned', returned), ('class_a', picking | returned)):
            domain = safe_eval(search.xpath(f"//filter[@name='{name}']")[0].get('domain'))
            with self.subTest(name):
                self.assertEqual(self._get_rows(('aftersales_order_id', '=', order.id), *domain).picking_id, found)
        for name in search.xpath("//filter[starts-with(@name, 'group_')]/@context"):
            field = safe_eval(name)['group_by']
            with self.subTest(field):
                groups = self.env['stock.move'].with_user(self.user_parts)._read_group(
                    [('id', 'in', row.ids)], [field], ['__count'])
                self.assertEqual([count for *__, count in groups], [1])

    def test_old_part(self):
        """H6: where no rule, no claim and no wish asks for it, no old part is due."""
        order = self._create_approved((self.disc, 1))
        self.assertFalse(order.line_ids._is_old_part_due())
        order.sudo().old_parts_wish = 'return'
        self.assertTrue(order.line_ids._is_old_part_due())

    def test_queries(self):
        """P8: the register asks as much for one part as for many."""
        one, many = self._create_approved((self.pads, 1)), self._create_approved(*[(self.pads, 1)] * 6)
        for order in (one, many):
            self._issue(order)
        self.env.flush_all()
        self.assertFlat(lambda moves: moves.with_user(self.user_parts).read(
            ['aftersales_keeper_id', 'aftersales_service_class', 'aftersales_old_part_due', 'aftersales_part_number']),
            one.line_ids.move_ids, many.line_ids.move_ids, slack=1)
