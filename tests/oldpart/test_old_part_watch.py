from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.warranty import TODAY, WarrantyCommon


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestOldPartWatch(WarrantyCommon):
    """H6: so many old parts of a key part within so many days call whoever looks into it, once an episode."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order(cls._prepare_job((cls.disc, 1)))

    def _watch(self, **values):
        return self.env['aftersales.old.part.watch'].with_user(self.user_manager).create({
            'product_id': self.disc.id, 'most_parts': 2, 'within_days': 30, 'user_id': self.user_inspector.id, **values})

    def _tag(self, count=1, product=None, days_ago=0, **values):
        parts = self.env['aftersales.old.part'].create([{
            'job_id': self.order.job_ids.id, 'product_id': (product or self.disc).id, 'duty': 'scrap', **values}
            for __ in range(count)])
        self._backdate(parts, days_ago)
        return parts

    def _backdate(self, parts, days):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_old_part SET create_date = %s::timestamp - %s * INTERVAL '1 day' WHERE id IN %s",
            (TODAY, days, tuple(parts.ids)))
        self.env.invalidate_all()

    def test_once_an_episode(self):
        watch = self._watch()
        self._tag()
        self._tag(days_ago=31)
        watch._watch()
        self.assertFalse(watch.alarm_ids)
        self._tag()
        watch._watch()
        alarm = watch.alarm_ids
        self.assertEqual((alarm.product_id, alarm.found_count, alarm.user_id), (self.disc, 2, self.user_inspector))
        self.assertEqual(alarm.activity_ids.user_id, self.user_inspector)
        self.assertIn("2 old parts within 30 days", alarm.activity_ids.summary)
        parts = self._tag()
        watch._watch()
        self.assertEqual(watch.alarm_ids, alarm, "the same episode")
        shown = alarm.with_user(self.user_inspector).action_view_old_parts()
        self.assertEqual(self.env[shown['res_model']].search_count(shown['domain']), 3)
        self._backdate(parts.search([('product_id', '=', self.disc.id)]), 40)
        watch._watch()
        self.assertTrue(alarm.ended_date)
        self._tag(2)
        watch._watch()
        self.assertEqual(len(watch.alarm_ids), 2, "another episode")

    def test_class_and_lot(self):
        """H6: in a class each part is counted for itself; by lot, only those with the same number."""
        kind = self.env['aftersales.part.class'].create({'name': "Motors"})
        part = self.env['aftersales.part.class'].create({'name': "Wheel motors", 'parent_id': kind.id})
        (self.disc | self.pads).product_tmpl_id.aftersales_class_id = part
        watch, by_lot = self._watch(product_id=False, class_id=kind.id), self._watch(is_by_lot=True)
        self._tag(serial_number='L-1')
        self._tag(2, self.pads)
        (watch | by_lot)._watch()
        self.assertEqual(watch.alarm_ids.product_id, self.pads)
        self.assertFalse(by_lot.alarm_ids)
        self._tag(serial_number='L-2')
        by_lot._watch()
        self.assertFalse(by_lot.alarm_ids, "two lots, one each")
        self._tag(serial_number='L-1')
        (watch | by_lot)._watch()
        self.assertEqual(watch.alarm_ids.product_id, self.pads | self.disc)
        self.assertEqual((by_lot.alarm_ids.lot_name, by_lot.alarm_ids.found_count), ('L-1', 2))

    def test_whose_it_is(self):
        """H6: a manager says what is watched; whoever looks into it writes what he found; counts are the system's."""
        watch = self._watch(most_parts=1)
        self._tag()
        watch._watch()
        alarm = watch.alarm_ids.with_user(self.user_inspector)
        alarm.finding = "Bearing of lot 7"
        for change in (
                lambda: watch.with_user(self.user_inspector).write({'within_days': 1}),
                lambda: watch.write({'checked_date': '2026-01-01'}),
                lambda: alarm.write({'found_count': 9}),
                lambda: alarm.with_user(self.user_technician).write({'finding': "Mine"}),
                lambda: alarm.with_user(self.user_manager).unlink()):
            with self.assertRaises(AccessError):
                change()
        with self.assertRaises(ValidationError):
            self._watch(product_id=False)
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._watch()

    def test_night(self):
        """H6: counted once a day; a watch that is archived is left alone."""
        self.env['aftersales.old.part.watch'].search([]).sudo().checked_date = '2026-03-02'
        watch, retired = self._watch(most_parts=1), self._watch(most_parts=1, product_id=self.pads.id)
        retired.active = False
        self._tag()
        self._tag(product=self.pads)
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_watch_old_parts').method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((len(watch.alarm_ids), str(watch.checked_date)), (1, '2026-03-02'))
        self.assertFalse(retired.alarm_ids)
