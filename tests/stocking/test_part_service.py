from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

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
