from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.complaint import MONDAY, ComplaintCommon


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestComplaintHome(ComplaintCommon):
    """Where an open complaint is told of: at booking and check-in, and on the homes of the day."""

    def test_alert_where_the_car_is_booked_and_received(self):
        """K2: whoever meets the customer knows that he waits for an answer, and since when."""
        complaint = self._create_complaints()
        order = self._create_orders()
        with freeze_time('2026-03-06 02:00:00'):
            self.env.invalidate_all()
            alerts = [alert.message for alert in order._get_alerts()]
            self.assertIn("Open complaint 260301: The brakes squeal again. (day 5 of 13)", alerts)
            self.assertNotIn("260301", str(order.with_user(self.user_technician)._get_alerts()))
        action = order.action_view_complaints()
        self.assertEqual(self.env['aftersales.complaint'].search(action['domain']), complaint)
        self.cancel(complaint)
        self.assertNotIn("260301", str(order._get_alerts()))
        self.assertEqual(self.vehicle.with_user(self.user_advisor).complaint_count, 0)

    def test_numbers_of_the_day(self):
        """K2: care and manager see what waits; what is counted is what the tile opens."""
        complaints = self._create_complaints(5, severity='critical')
        new = self._create_complaints(user=self.user_advisor)
        self._propose(complaints[1])
        self._carry_out(self._propose(complaints[2]))
        complaints[3].user_id = False
        for topic, user, expected in (
            ('care', self.user_care, {
                'to_register': 1, 'to_acknowledge': 3, 'to_confirm': 1, 'to_decide': 1, 'nobody': 2, 'overdue': 0}),
            ('day', self.user_manager, {'crisis': 5, 'complaints_to_decide': 1, 'complaints_nobody': 2}),
        ):
            today = self.env['aftersales.workshop'].with_user(user).get_today(self.workshop.id, topic)
            tallies = {tally['key']: tally for section in today['sections'] for tally in section['tallies']}
            self.assertEqual({key: tallies[key]['count'] for key in expected}, expected)
            for key, count in expected.items():
                action = tallies[key]['action']
                found = self.env[action['res_model']].with_user(user).search_count(action['domain'])
                self.assertEqual(found, count, key)
        other = self.env['aftersales.workshop'].with_user(self.user_technician).get_today(self.workshop.id, 'care')
        self.assertFalse([
            tally for section in other['sections'] for tally in section['tallies']
            if tally['action']['res_model'] == 'aftersales.complaint'])
        self.assertEqual(new.sudo().activity_ids.user_id, self.user_care.browse())

    def test_care_begins_with_calls_and_tasks(self):
        """K2: what is due today on whatever document, and who was booked and did not come, is one click away."""
        mine, other = self._create_complaints(2)
        for complaint, user, days in ((mine, self.user_care, 0), (mine, self.user_care, 1), (other, self.user_advisor, 0)):
            complaint.sudo().activity_schedule(
                'mail.mail_activity_data_call', fields.Date.today() + timedelta(days=days), user_id=user.id)
        mine.invalidate_recordset()
        missed = self.env['aftersales.appointment'].with_user(self.user_advisor).create({
            'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle_2.id, 'planned_hours': 0, 'channel': 'walk_in',
            'start': fields.Datetime.now()})
        with freeze_time(fields.Datetime.now() + timedelta(hours=1)):
            missed.action_no_show()
        today = self.env['aftersales.workshop'].with_user(self.user_care).get_today(self.workshop.id, 'care')
        tallies = {tally['key']: tally for section in today['sections'] for tally in section['tallies']}
        # Who waits on the road comes before all else.
        first = next(tally for tally in today['sections'][0]['tallies'] if not tally['key'].startswith('rescues_'))
        self.assertEqual(first['key'], 'my_tasks')
        tasks = self.env['mail.activity'].with_user(self.user_care).search(first['action']['domain'])
        calls = tasks.filtered(lambda task: task.activity_type_id == self.env.ref('mail.mail_activity_data_call'))
        self.assertEqual((calls.res_id, len(calls)), (mine.id, 1), "Neither tomorrow's nor the advisor's.")
        self.assertEqual((first['count'], tasks.user_id), (len(tasks), self.user_care))
        domain = tallies['to_call']['action']['domain']
        self.assertEqual(self.env['aftersales.appointment'].with_user(self.user_care).search(domain), missed)
        with freeze_time(fields.Datetime.now() + timedelta(days=30)):
            later = self.env['aftersales.workshop'].with_user(self.user_care).get_today(self.workshop.id, 'care')
        self.assertEqual({tally['key']: tally['count'] for tally in later['sections'][0]['tallies']}['to_call'], 0)
