from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime
from odoo.tests import tagged

from odoo.addons.aftersales.tests.common import AftersalesCommon
from odoo.addons.aftersales.tests.dealership.health import PIXEL


@tagged('post_install', '-at_install')
@freeze_time('2026-11-18 08:00:00')
class TestSite(AftersalesCommon):
    """6S: each area is checked every week by whoever is charged with it; what is wrong becomes an improvement action."""

    with_outlet = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.areas = cls.env['aftersales.site.area'].with_user(cls.user_manager).create([
            {'name': name, 'kind': kind, 'workshop_id': cls.workshop.id, 'user_id': user.id} for name, kind, user in (
                ("Bays", 'workshop', cls.user_dispatcher), ("Store", 'store', cls.user_parts))])

    def _check(self, area, user, marks, **values):
        """A check whose points of S ``n`` get the mark ``marks[n]``."""
        check = self.env['aftersales.site.check'].with_user(user).create({'area_id': area.id, **values})
        for line in check.line_ids:
            line.mark = marks.get(line.step, '5')
        return check

    def test_points_of_the_kind(self):
        """Six for every area, one for each S; the store has its own beside."""
        check = self._check(self.areas[1], self.user_parts, {})
        self.assertEqual(set(check.line_ids.mapped('step')), set('123456'))
        own = self.env['aftersales.site.point'].search([('kind', '=', 'store')])
        self.assertTrue(set(own.mapped('name')) <= set(check.line_ids.mapped('name')))
        self.assertNotIn("Drains and water separator work", check.line_ids.mapped('name'))
        self.assertEqual((check.user_id, check.score), (self.user_parts, 100))

    def test_score_by_hand(self):
        """5 + 2 + 0 of 15, what does not apply aside: 7 of 15 = 46.67."""
        check = self.env['aftersales.site.check'].with_user(self.user_dispatcher).create({
            'area_id': self.areas[0].id, 'line_ids': [
                Command.create({'name': str(mark), 'mark': mark}) for mark in ('5', '2', '0', 'none')]})
        self.assertEqual((check.reached, check.possible, check.score), (7, 15, 46.67))

    def test_found_becomes_an_action(self):
        check = self._check(self.areas[0], self.user_dispatcher, {'6': '2'})
        with self.assertRaisesRegex(UserError, "what is wrong and who puts it right"):
            check.action_sign()
        for line in check.line_ids.filtered(lambda line: line.mark == '2'):
            line.write({'finding': "Exit blocked", 'user_id': self.user_technician.id, 'photo': PIXEL})
        blank = check.line_ids[0]
        blank.mark = False
        with self.assertRaisesRegex(UserError, "its marks first"):
            check.action_sign()
        blank.mark = '5'
        check.action_sign()
        actions = check.action_ids
        self.assertEqual(len(actions), check.finding_count)
        self.assertEqual((actions.user_id, actions.checker_id, set(map(str, actions.mapped('due_date')))), (
            self.user_technician, self.user_dispatcher, {'2026-12-02'}))
        self.assertIn("Bays", actions[0].with_user(self.user_technician).source)
        self.assertEqual((check.signed_id, check.state), (self.user_dispatcher, 'closed'))
        for attempt in (lambda: check.line_ids[0].write({'mark': '5'}), check.line_ids[0].unlink, check.unlink,
                        lambda: check.write({'date': '2026-01-01'}), check.action_sign):
            with self.assertRaises(UserError):
                attempt()
        self.assertFalse(check.browse().action_sign())

    def test_weekly_task(self):
        """Planned once, as a task of whoever is charged; the next one a week later, or when that one is made."""
        area = self.areas[1]
        for day in ('2026-11-18 08:00:00', '2026-11-18 09:00:00', '2026-11-25 08:00:00'):
            with freeze_time(day):
                self.env.flush_all()
                with self.enter_registry_test_mode():
                    self.env.ref('aftersales.cron_plan_site_checks').method_direct_trigger()
                self.env.invalidate_all()
        check = area.check_ids
        self.assertEqual((len(check), str(check.date), str(area.next_check_date)), (1, '2026-11-18', '2026-12-02'))
        task = check.sudo().activity_ids
        self.assertEqual((len(task), task.user_id), (1, self.user_parts))
        mine = check.with_user(self.user_parts)
        mine.line_ids.mark = '5'
        mine.action_sign()
        self.assertFalse(check.sudo().activity_ids)

    def test_who_may(self):
        check = self._check(self.areas[0], self.user_dispatcher, {})
        with self.assertRaises(AccessError):
            check.with_user(self.user_technician).action_sign()
        with self.assertRaises(AccessError):
            self.areas.with_user(self.user_dispatcher).write({'interval_days': 0})
        with self.assertRaises(AccessError):
            check.with_user(self.user_other_advisor).read(['score'])
        with self.assertRaises(AccessError):
            check.action_miss()
        with self.assertRaisesRegex(UserError, "why nobody made it"):
            check.with_user(self.user_manager).action_miss()
        check.remark = "Holiday"
        check.with_user(self.user_manager).action_miss()
        early = self._check(self.areas[0], self.user_dispatcher, {}, date='2026-11-20')
        with self.assertRaisesRegex(UserError, "lies ahead"):
            early.action_sign()

    def test_table_and_number_of_the_day(self):
        good = self._check(self.areas[1], self.user_parts, {})
        weak = self._check(self.areas[0], self.user_dispatcher, {'1': '4'})
        tally = {tally.key: tally for tally in self.workshop.with_user(self.user_dispatcher)._get_tallies(
            Datetime.to_datetime('2026-11-18 00:00:00'), Datetime.to_datetime('2026-11-19 00:00:00'))}['open_site_checks']
        self.assertEqual(self.env['aftersales.site.check'].search(tally.domain), good | weak)
        weak.line_ids[0].write({'finding': "Boxes", 'photo': PIXEL, 'user_id': self.user_technician.id})
        (weak | good).action_sign()
        html, __ = self.env['ir.actions.report'].with_user(self.user_technician)._render_qweb_html(
            'aftersales.report_site_table', (weak | good).ids)
        text = html.decode()
        self.assertLess(text.index(">Store<"), text.index(">Bays<"), "The best first.")
        self.assertIn("data:image/png", text)
        self.assertIn("Boxes", text)
