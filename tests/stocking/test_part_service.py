from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.aftersales.models.stocking import aftersales_part_service
from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestPartService(PartsCommon):
    """H7: fill rate, on-time and right-part rate of the parts store, with root causes."""

    def test_rates(self):
        """H7: what was here at once, in time, and right; the transfer says why not; each company its own."""
        order, other = self._create_approved((self.pads, 2)), self._create_approved((self.disc, 2))
        pads, disc = order.line_ids, other.line_ids
        issue, late = self._issue(order), self._issue(other)
        now = fields.Datetime.now()
        disc.sudo()._write({'parts_due': now - timedelta(days=2), 'parts_came_date': now})
        Service = self.env['aftersales.part.service'].with_user(self.user_parts)
        names = ('issued', 'wrong', 'here_rate', 'time_rate', 'right_rate', 'cause')

        def read(line):
            self.env.flush_all()
            self.env.invalidate_all()
            return [Service.search([('line_id', '=', line.id)])[name] for name in names]

        self.assertEqual(read(pads), [2, 0, 100, 100, 100, False])
        self.assertEqual(read(disc), [2, 0, 0, 0, 100, False])
        late.aftersales_miss_cause = 'supplier'
        self.assertEqual(read(disc)[-1], 'supplier')
        back = self._return(issue, 1)
        self.assertEqual(read(pads), [2, 0, 100, 100, 100, False], "not needed is not wrong")
        back.aftersales_miss_cause = 'wrong_picked'
        self.assertEqual(read(pads), [2, 1, 100, 100, 0, 'wrong_picked'])
        with self.assertRaises(AccessError):
            Service.with_user(self.user_technician).search([])
        clerk = self.user_parts.copy({
            'company_ids': [self.other_company.id], 'company_id': self.other_company.id, 'login': 'parts.service'})
        self.assertFalse(Service.with_user(clerk).with_context(allowed_company_ids=self.other_company.ids).search(
            [('order_id', '=', order.id)]))

    def test_rare_parts(self):
        """faults P6: what was waited for or came back is looked for among such lines alone, and is the same; of the last days,
        of long ago, and without days. A client's context says nothing."""
        orders = [self._create_approved((part, 2)) for part in (self.pads, self.disc, self.pads)]
        (issue, late, __), now = [self._issue(order) for order in orders], fields.Datetime.now()
        orders[1].line_ids.sudo()._write({'parts_due': now - timedelta(days=2), 'parts_came_date': now})
        self._return(issue, 1).aftersales_miss_cause = 'wrong_picked'
        late.move_ids._write({'date': now - timedelta(days=200)})
        self.env.flush_all()
        Service, found = self.env['aftersales.part.service'].with_user(self.user_parts), set()
        own = [('order_id', 'in', [order.id for order in orders])]
        for rare in ([('here_rate', '=', 0)], [('time_rate', '=', 0), ('cause', '=', False)], [('wrong', '>', 0)],
                     [('right_rate', '=', 0)], [('wrong', '>', 0), ('here_rate', '=', 100)],
                     ['|', ('wrong', '>', 0), ('here_rate', '=', 0)], [('here_rate', '!=', 0)], []):
            for days in ([], [('date', '>=', now - timedelta(days=3))], [('date', '<', now - timedelta(days=100))]):
                with self.subTest(rare=rare, days=days):
                    rows = Service.search([*own, *rare, *days])
                    with patch.object(aftersales_part_service, 'RARE', {}):
                        self.assertEqual(rows, Service.search([*own, *rare, *days]))
                    found.add(len(rows))
        self.assertEqual(found, {0, 1, 2, 3})
        self.assertEqual(len(Service.with_context(aftersales_rare_parts=['waited']).search(own)), 3)
