from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.reminder import ReminderCommon


@tagged('post_install', '-at_install')
class TestReminderPages(ReminderCommon, HttpCase):
    """J4, O1: what the link of a reminder opens, and the customer's own list."""

    def test_link(self):
        """J4: the link tells what is due and ends reminders by one click; it is good for its customer alone."""
        reminder, other = self._create_reminders(self._create_due_cars(2, inspection_due_date=20))
        url, token = f'/my/reminders/{reminder.id}', reminder._portal_ensure_token()
        page = self.url_open(f'{url}?access_token={token}')
        self.assertIn(reminder.license_plate, page.text)
        self.assertNotIn(other.license_plate, page.text)
        for wrong in ('', '?access_token=wrong', f'?access_token={other._portal_ensure_token()}'):
            self.assertNotIn(reminder.license_plate, self.url_open(url + wrong).text)
        csrf = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        self.url_open(url, data={'csrf_token': csrf, 'access_token': 'wrong'})
        self.assertFalse(reminder.partner_id._refuses('sms', 'reminder'))
        saved = self.url_open(url, data={'csrf_token': csrf, 'access_token': token})
        self.assertIn("no more reminders", saved.text)
        self.env.invalidate_all()
        self.assertTrue(reminder.partner_id._refuses('sms', 'reminder'))
        self.assertFalse(reminder.partner_id._refuses('sms', 'service'), "that the car is ready he is told all the same")
        self.assertEqual((reminder.state, reminder.end_reason), ('ended', 'refused'))

    def test_own_list(self):
        """O1: the customer sees what his cars are due for, and nobody else's."""
        mine, other = self._create_due_cars(2, inspection_due_date=20)
        user = new_test_user(
            self.env, 'reminded', groups='base.group_portal', partner_id=mine.owner_id.id, name=mine.owner_id.name)
        self.authenticate(user.login, user.login)
        page = self.url_open('/my/reminders')
        self.assertIn(mine.license_plate, page.text)
        self.assertNotIn(other.license_plate, page.text)
        self.assertIn('href="/my/wishes"', page.text)
