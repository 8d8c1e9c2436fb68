from odoo.tests import Form, freeze_time, tagged

from odoo.addons.aftersales.tests.dealership.booking import MONDAY, BookingCommon, at


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestCheckinButton(BookingCommon):
    """Checking in is the first thing to do with a booking on its day, by the outlet's clock; not days ahead."""

    def test_day_of_the_outlet(self):
        self.calendar.tz = 'Asia/Shanghai'
        today, tomorrow = self._book(at(8)) | self._book(at(3, day=3)), self._book(at(8, day=4))
        self.assertEqual((today | tomorrow).mapped('is_for_today'), [True, False, False])
        with freeze_time('2026-03-02 15:59:00'):
            self.env.invalidate_all()
            self.assertFalse(today[1].is_for_today)
        with freeze_time('2026-03-02 16:01:00'):  # past midnight in Shanghai
            self.env.invalidate_all()
            self.assertTrue(today[1].is_for_today)
            self.assertFalse(tomorrow.is_for_today)

    def test_button(self):
        for start in (at(9), at(9, day=4)):
            arch = Form(self._book(start).with_user(self.user_advisor))._view['tree']
            first, second = arch.xpath("//header/button[@name='action_check_in']")
            self.assertIn('btn-primary', first.get('class'))
            self.assertNotIn('btn-primary', second.get('class') or '')
            self.assertIn("not is_for_today", first.get('invisible'))
            self.assertTrue(second.get('invisible').startswith("is_for_today"))
