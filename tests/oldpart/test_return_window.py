from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.warranty import TODAY, WarrantyCommon


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestReturnWindow(WarrantyCommon):
    """H6: stations return old parts in windows; what was here before one closed and was not sent is late."""

    def test_late_after_the_window(self):
        supplier = self.env['res.partner'].create({'name': "Core Works"})
        order = self._create_order(self._prepare_job((self.disc, 1)))
        values = {'job_id': order.job_ids.id, 'product_id': self.disc.id, 'place': "O-1", 'supplier_id': supplier.id}
        core, sent, scrap = parts = self.env['aftersales.old.part'].create([
            {**values, 'duty': duty} for duty in ('core', 'core', 'scrap')]).with_user(self.user_parts)
        parts.action_hand_in()
        window = self.env['aftersales.return.window'].with_user(self.user_manager).create({
            'name': "Spring", 'date_from': '2026-03-01', 'date_to': '2026-03-15', 'company_id': self.company.id})
        other = window.copy({'name': "Elsewhere", 'date_to': '2026-03-18', 'workshop_ids': [
            (6, 0, self.workshop.copy({'code': 'RW1', 'warehouse_id': self.warehouse.id}).ids)]})
        self.assertFalse(any(parts.mapped('is_window_missed')), "the window is open")
        sent.action_send_back()
        with freeze_time('2026-03-17 04:00:00'):
            later = self.env['aftersales.old.part'].create({**values, 'duty': 'core'}).with_user(self.user_parts)
            later.action_hand_in()
        with freeze_time('2026-03-20 04:00:00'):
            self.env.invalidate_all()
            everything = parts | later
            self.assertEqual(everything.filtered('is_window_missed'), core)
            own = [('id', 'in', everything.ids)]
            self.assertEqual(core.search([*own, ('is_window_missed', '=', True)]), core)
            self.assertEqual(core.search([*own, ('is_window_missed', '=', False)]), everything - core)
            other.workshop_ids = False
            self.env.invalidate_all()
            self.assertEqual(everything.filtered('is_window_missed'), core | later)
            (window | other).action_archive()
            self.env.invalidate_all()
            self.assertFalse(core.search([*own, ('is_window_missed', '=', True)]))
        self.assertTrue(scrap)
        with self.assertRaises(AccessError):
            window.with_user(self.user_parts).name = "Mine"
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            window.date_to = '2026-01-01'
            self.env.flush_all()
