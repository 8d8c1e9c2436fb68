from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestDayReport(OrderCommon):
    """A6, E6: the day is handed in by the head of the workshop and countersigned by the manager."""

    def _open(self, user, **values):
        today = self.company._get_today()
        return self.env['aftersales.daily.report'].with_user(user).create({
            'date_from': today, 'date_to': today, 'workshop_ids': [(6, 0, self.workshop.ids)], **values})

    def test_hand_in_and_countersign(self):
        with self.assertRaises(AccessError):
            self._open(self.user_technician).action_hand_in()
        with self.assertRaisesRegex(UserError, "one day and one outlet"):
            self._open(self.user_dispatcher, date_from='2026-01-01').action_hand_in()
        action = self._open(self.user_dispatcher).action_hand_in()
        report = self.env['aftersales.day.report'].browse(action['res_id']).with_user(self.user_dispatcher)
        self.assertEqual((report.state, report.is_intact, report.handed_id), ('handed', True, self.user_dispatcher))
        self.assertIn(self.technician.name, report.figures_html)
        self.assertIn(self.user_manager, report.sudo().activity_ids.user_id)
        for refused in (report.action_countersign, lambda: report.write({'remark': "Mine"})):
            with self.assertRaises(AccessError):
                refused()
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self._open(self.user_dispatcher).action_hand_in()
        manager = report.with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "why it is sent back"):
            manager.action_return()
        manager.remark = "Two clocks are missing"
        manager.action_return()
        again = self._open(self.user_dispatcher).action_hand_in()
        other = manager.browse(again['res_id'])
        other.action_countersign()
        self.assertEqual((other.state, other.seen_id, bool(other.sudo().activity_ids)), ('seen', self.user_manager, False))
        with self.assertRaisesRegex(UserError, "stays as it is"):
            other.remark = "Later"
        with self.assertRaises(UserError):
            other.sudo().date = '2026-01-01'
        with self.assertRaises(AccessError):
            other.with_user(self.user_other_advisor).read(['date'])

    def test_nobody_countersigns_his_own(self):
        own = self._open(self.user_manager).action_hand_in()
        with self.assertRaisesRegex(UserError, "does not countersign"):
            self.env['aftersales.day.report'].with_user(self.user_manager).browse(own['res_id']).action_countersign()
