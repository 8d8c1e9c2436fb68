import psycopg2
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.campaign import CampaignCommon
from odoo.addons.aftersales.tests.dealership.survey import TUESDAY


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestCampaignDay(CampaignCommon):
    """J5: who came, what it brought, and where an event is told of."""

    def test_attendance_booking_and_figures(self):
        """J5: who came is noted on the day; bookings, revenue and cost per booking are the same on form and report."""
        cars = self._create_event_cars(3)
        came, absent, _home = guests = self._invite(self._create_campaign())
        with self.assertRaisesRegex(UserError, "from its first day on"):
            came.action_attend()
        (came | absent).action_register()
        campaign = came.campaign_id
        campaign.cost_ids = [
            Command.create({'name': "Catering", 'amount': 900}), Command.create({'name': "Hall", 'amount': 100})]
        with freeze_time('2026-03-31 02:30:00'):
            campaign.action_run()
            came.action_attend()
            absent.action_absent()
            with self.assertRaisesRegex(UserError, "not over yet"):
                campaign.action_done()
            booking = came.action_book()['context']
            self.env['aftersales.appointment'].with_user(self.user_advisor).create({
                'vehicle_id': cars[0].id, 'partner_id': came.partner_id.id, 'workshop_id': self.workshop.id,
                'campaign_guest_id': booking['default_campaign_guest_id'], 'start': '2026-04-02 02:00:00',
                'stop': '2026-04-02 03:00:00', 'state': 'draft'}).action_book()
        with freeze_time('2026-04-03 02:00:00'):
            visit = self._deliver(cars[0], 0)
            self.env.cr.execute("UPDATE aftersales_order SET amount_untaxed = 500 WHERE id = %s", visit.ids)
            campaign.action_done()
            self.env.invalidate_all()
            figures = campaign.read([
                'guest_count', 'registered_count', 'came_count', 'booked_count', 'revenue', 'cost', 'booking_cost'])[0]
            figures.pop('id')
            self.assertEqual(figures, {
                'guest_count': 3, 'registered_count': 2, 'came_count': 1, 'booked_count': 1, 'revenue': 500,
                'cost': 1000, 'booking_cost': 1000})
            report = self.env['aftersales.campaign.report'].with_user(self.user_care).search([
                ('campaign_id', '=', campaign.id)])
            self.assertAlmostEqual(sum(report.mapped('cost')), 1000)
            self.assertEqual(sum(report.mapped('revenue')), 500)
            html = self._read_paper('report_campaign', campaign)
            self.assertIn("Catering", html)
            self.assertIn("☑", self._read_paper('report_campaign_guests', campaign))
            self.assertEqual(came.partner_id.with_user(self.user_care).aftersales_event_count, 1)
            with self.assertRaisesRegex(UserError, "from its first day on"):
                absent.action_attend()
        self.assertEqual(guests.mapped('state'), ['attended', 'absent', 'listed'])

    def test_cancelled_is_told(self):
        """J5: whoever registered is told that it does not take place, and nobody is called any more."""
        self._create_event_cars(2)
        comes, waits = self._invite(self._create_campaign())
        comes.action_register()
        campaign = comes.campaign_id.with_user(self.user_manager)
        campaign.cancel_reason = "The speaker is ill"
        campaign.action_cancel()
        self.assertIn('aftersales.mail_template_campaign_cancelled', comes.notice_ids.mapped('mail_template'))
        self.assertFalse(waits.notice_ids)
        self.assertEqual(
            self.steps.search([('partner_id', '=', waits.partner_id.id)]).mapped('state'), ['cancelled'])
        with self.assertRaisesRegex(UserError, "no more registrations"):
            waits.action_register()

    # === AROUND ===#

    def test_alert_at_check_in(self):
        """J5, D4: at the counter everybody sees that the customer is invited; another company does not."""
        car = self._create_event_cars()
        guest = self._invite(self._create_campaign())
        order = self._create_orders(vehicle_id=car.id, partner_id=car.owner_id.id)
        alerts = [alert.message for alert in order.with_user(self.user_advisor)._get_alerts()]
        self.assertTrue([text for text in alerts if "Invited to Course in spring" in text])
        self.assertEqual(
            order.with_user(self.user_advisor).action_view_invitations()['domain'], [('id', 'in', guest.ids)])
        self.assertFalse([
            alert for alert in order.with_user(self.user_technician)._get_alerts() if "Invited" in alert.message])

    def test_customer_file_and_next_contact(self):
        """J1, J5: events stand on the customer's file; who has not answered is proposed to be asked a week before."""
        cars = self._create_event_cars(2)
        comes, silent = self._invite(self._create_campaign())
        comes.action_register()
        silent.sudo()._note_written('message')
        owners = cars.owner_id.with_user(self.user_care)
        blocks = {block['title']: block['rows'] for block in owners[0]._prepare_customer_file()}
        self.assertIn("Course in spring: Signed Up", [text for __, text in blocks["Events"]])
        proposals = owners._propose_next_contacts(fields.Date.today())
        told = [[entry for entry in proposals[owner] if entry[1] == 'event'] for owner in owners]
        self.assertEqual([len(entries) for entries in told], [0, 1])
        self.assertEqual(str(told[1][0][0]), '2026-03-24')

    def test_walk_in_at_the_counter(self):
        """J5: whoever comes by himself is registered at the counter, once; not to what is a draft."""
        car = self._create_event_cars()
        stranger = self.env['res.partner'].create({'name': "Walks in"})
        campaign = self._create_campaign()
        counter = self.guests.with_user(self.user_advisor)
        with self.assertRaisesRegex(UserError, "not open for registrations"), self.env.cr.savepoint():
            counter.create({'campaign_id': campaign.id, 'partner_id': stranger.id})
        self._invite(campaign)
        guest = counter.create({'campaign_id': campaign.id, 'partner_id': stranger.id, 'persons': 2})
        guest.action_register()
        self.assertEqual((guest.state, guest.source), ('registered', 'counter'))
        with self.assertRaises(psycopg2.IntegrityError), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            counter.create({'campaign_id': campaign.id, 'partner_id': car.owner_id.id})
        with self.assertRaises(AccessError):
            guest.write({'state': 'attended'})
        with self.assertRaisesRegex(UserError, "stays as it is"):
            guest.partner_id = car.owner_id

    def test_fleets_get_two_courses(self):
        """J5: a company with three cars and fewer than two courses within a year stands on the list."""
        cars = self._create_event_cars(3)
        fleet = cars[0].owner_id
        fleet.is_company = True
        cars.owner_id = fleet
        lacking = self.env['res.partner'].with_user(self.user_care).search([('aftersales_lacks_courses', '=', True)])
        self.assertIn(fleet, lacking)
        for number in (1, 2):
            campaign = self._create_campaign(name=f"Course {number}")
            guest = self._invite(campaign)
            self._forge_state(guest, 'attended')
        self.assertEqual(fleet.with_user(self.user_care).aftersales_course_count, 2)
        self.assertNotIn(fleet, self.env['res.partner'].with_user(self.user_care).search([
            ('aftersales_lacks_courses', '=', True)]))

    def _forge_state(self, guest, state):
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_campaign_guest SET state = %s WHERE id = %s", (state, guest.id))
        self.env.invalidate_all()

    def test_email_marketing_and_coupons_are_soft(self):
        """J5: without the apps nothing breaks: a sentence says which app it takes; the mailing's values are ready."""
        self._create_event_cars()
        campaign = self._create_campaign()
        self._approve(campaign)
        if not campaign._has_mailings():
            self.assertFalse(campaign.can_mail)
            with self.assertRaisesRegex(UserError, "Email Marketing"):
                campaign.action_create_mailing()
        vals = campaign.sudo()._prepare_mailing_vals()
        self.assertEqual(
            self.env['res.partner'].search(fields.Domain(eval(vals['mailing_domain']))).mapped('name'), ["Owner 0"])
        self.assertIn("Bring your questions", vals['body_html'])
        with self.assertRaisesRegex(UserError, "Coupons & Loyalty"):
            self._create_campaign(offer='coupon', coupon_program_name="There is none")

    def test_many_customers_cost_no_more(self):
        """J5: freezing and announcing take the same queries for one customer as for many."""
        def invite(brand):
            campaign = self._create_campaign(segment_brand_ids=[Command.set(brand.ids)])
            self.env.flush_all()
            return campaign

        one, many = self._create_event_cars(), self._create_cars(12)
        other = self.env['fleet.vehicle.model.brand'].create({'name': "Manymobile"})
        many.model_id = self.env['fleet.vehicle.model'].create({'name': "Many", 'brand_id': other.id})
        warm, small, large = invite(self.brand), invite(self.brand), invite(other)
        self.assertEqual(one.model_id.brand_id, self.brand)
        self.assertFlat(self._invite, small, large, slack=2, warm_up=warm)
        self.assertEqual(large.guest_count, 12)

    def test_begins_by_itself(self):
        """J5: on its day an event is under way, and calls about it end."""
        self._create_event_cars()
        campaign = self._create_campaign()
        self._invite(campaign)
        self._run('cron_campaign_run')
        self.assertEqual(campaign.state, 'sending')
        with freeze_time('2026-03-31 02:00:01'):
            self._run('cron_campaign_run')
        self.assertEqual(campaign.state, 'running')
        self.assertFalse(self.steps.search([('anchor', '=', 'campaign'), ('state', '=', 'planned')]))
