import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.campaign import CampaignCommon
from odoo.addons.aftersales.tests.dealership.survey import TUESDAY


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestCampaign(CampaignCommon):
    """J5: whom an event is about, who is told when and how, who comes, what it brings."""

    # === LIFE ===#

    def test_life_and_roles(self):
        """J5: customer care plans, a manager approves, what was approved stays as it is."""
        self._create_event_cars(2)
        campaign = self._create_campaign()
        with self.assertRaises(AccessError):
            campaign.action_approve()
        draft = self._create_campaign()
        (campaign | draft).action_ask_approval()
        self.assertEqual((campaign | draft).activity_ids.mapped('user_id'), self.user_manager)
        with self.assertRaisesRegex(UserError, "asked already"):
            draft.action_ask_approval()
        with self.assertRaises(AccessError):
            campaign.with_user(self.user_advisor).action_ask_approval()
        draft.action_cancel()
        self.assertFalse(draft.activity_ids)
        with self.assertRaisesRegex(UserError, "cannot go from"):
            campaign.action_send()
        with self.assertRaises(AccessError):
            campaign.with_user(self.user_technician).read(['name'])
        with self.assertRaises(AccessError):
            campaign.with_user(self.user_advisor).write({'name': "Mine"})
        self._approve(campaign)
        self.assertEqual((campaign.state, campaign.guest_count, campaign.activity_ids.ids), ('approved', 2, []))
        with self.assertRaisesRegex(UserError, "needs no approval"):
            campaign.action_ask_approval()
        for vals in ({'start': TUESDAY}, {'offer': 'discount', 'discount': 50}, {'segment_brand_ids': [Command.clear()]}):
            with self.assertRaisesRegex(UserError, "approved"):
                campaign.with_user(self.user_manager).write(vals)
        with self.assertRaises(AccessError):
            campaign.write({'seat_count': 5})
        campaign.with_user(self.user_manager).seat_count = 5
        with self.assertRaisesRegex(UserError, "stays in the history"):
            campaign.with_user(self.user_manager).unlink()
        with self.assertRaises(AccessError):
            campaign.with_user(self.user_care).action_cancel()
        with self.assertRaisesRegex(UserError, "why it is cancelled"):
            campaign.with_user(self.user_manager).action_cancel()

    def test_told_two_weeks_before(self):
        """J5: less than two weeks before, a manager says why; nobody else can."""
        self._create_event_cars()
        campaign = self._create_campaign(days=10)
        self.assertTrue(campaign.is_late)
        with self.assertRaisesRegex(UserError, "begins in 10 days"):
            self._approve(campaign)
        with self.assertRaisesRegex(AccessError, "a manager enters"):
            campaign.late_reason = "In a hurry"
        campaign.with_user(self.user_manager).late_reason = "The speaker comes now"
        self._invite(campaign)
        self.assertEqual(campaign.state, 'sending')
        planned = self._create_campaign(days=14)
        self._approve(planned)
        with freeze_time('2026-03-04 02:00:00'), self.assertRaisesRegex(UserError, "begins in 13 days"):
            planned.action_send()

    def test_nobody_to_invite(self):
        """J5: an event without a text, a place or a customer is not approved."""
        campaign = self._create_campaign()
        with self.assertRaisesRegex(UserError, "nobody is left"), self.env.cr.savepoint():
            self._approve(campaign)
        self._create_event_cars()
        campaign.description = ' '
        with self.assertRaisesRegex(UserError, "what customers read"):
            self._approve(campaign)

    # === WHOM ===#

    def test_counted_as_chosen_and_frozen(self):
        """J5, J3: each customer once, counted by the ways on which he may be contacted; who refuses all is left out."""
        cars = self._create_event_cars(4)
        twin = cars[0].copy({'owner_id': cars[0].owner_id.id, 'license_plate': '沪F·77777'})
        refusing, unknown, silent = cars[1].owner_id, cars[2].owner_id, cars[3].owner_id
        refusing._refuse_all(('call', 'sms', 'mail', 'letter'), {'followup'}, 'phone')
        unknown.write({'phone': False, 'email': False, 'street': False})
        silent._refuse_all(('call',), {'followup'}, 'phone')
        campaign = self._create_campaign()
        counts = campaign._count_segment()
        self.assertEqual(
            [counts[name] for name in ('found', 'invited', 'call', 'sms', 'mail', 'letter', 'refusing', 'unknown')],
            [4, 2, 1, 2, 2, 2, 1, 1])
        self.assertIn("Left out: refuse all ways", campaign.segment_table)
        self._approve(campaign)
        self.assertEqual(
            self.guests.search([('campaign_id', '=', campaign.id)]).partner_id, twin.owner_id | silent)
        self._create_event_cars()
        self.assertEqual(campaign.frozen_counts['invited'], 2, "frozen")

    def test_criteria(self):
        """J5: age, kilometres, visits, absence, declined work, company, attendance before: each leaves the others out."""
        old, new = self._create_event_cars(2)
        old.delivery_date, new.delivery_date = '2020-01-01', '2025-12-01'
        self._deliver(old, 20)
        self._deliver(new, 400)
        new.owner_id.is_company = True
        self._set_value(old.owner_id, 'a')
        self._set_value(new.owner_id, 'c')
        for criterion, expected in (
                ({'age_from': 3}, old), ({'age_to': 3}, new), ({'visited_months': 2}, old), ({'absent_months': 6}, new),
                ({'customer_kind': 'company'}, new), ({'customer_kind': 'person'}, old),
                ({'segment_model_ids': [Command.set(self.vehicle.model_id.ids)]}, old.browse()),
                ({'segment_workshop_ids': [Command.set(self.workshop.ids)]}, old | new),
                ({'segment_class': 'a'}, old), ({'segment_class': 'ab'}, old), ({'segment_class': 'c'}, new),
                ({'declined_only': True}, old.browse()), ({'km_from': 1000000}, old.browse()),
                ({'warranty_months': 12}, old.browse())):
            campaign = self._create_campaign(**criterion)
            found = self.env['fleet.vehicle'].search(campaign.sudo()._get_segment_domain())
            self.assertEqual(found, expected, criterion)

    def test_free_conditions_are_the_managers(self):
        """J5: conditions in the language of domains come from a manager; nonsense is refused in words."""
        car = self._create_event_cars()
        with self.assertRaisesRegex(AccessError, "a manager enters"):
            self._create_campaign(filter_domain="[('license_plate', '=', 'X')]")
        campaign = self._create_campaign()
        campaign.with_user(self.user_manager).filter_domain = f"[('id', '=', {car.id})]"
        self.assertEqual(campaign._count_segment()['invited'], 1)
        twins = (campaign | self._create_campaign()).with_user(self.user_care).copy()
        self.assertEqual(twins.mapped('filter_domain'), ['[]', '[]'], "not his to copy, and no refusal")
        self.assertEqual(twins.mapped(lambda twin: "are not copied" in str(twin.message_ids.mapped('body'))), [True, False])
        self.assertEqual(campaign.with_user(self.user_manager).copy().filter_domain, campaign.filter_domain)
        with self.assertRaisesRegex(AccessError, "a manager enters"):
            campaign.with_user(self.user_care).copy({'filter_domain': "[('id', '!=', 0)]"})
        with self.assertRaisesRegex(UserError, "cannot be found"):
            campaign.with_user(self.user_manager).filter_domain = "[('no_such_field', '=', 1)]"
        for values in ({'default_filter_domain': "[('id', '!=', 0)]"}, {'default_late_reason': "In a hurry"}):
            with self.assertRaisesRegex(AccessError, "a manager enters"):
                self.campaigns.with_user(self.user_care).with_context(**values).create(self._prepare_campaign_vals())

    def test_nobody_counts_keys(self):
        """J5, faults M1: neither a saved filter nor one that is being typed counts by what whoever types it may not read."""
        car = self._create_event_cars()
        self._deliver(car, 20)
        self.assertTrue(car.aftersales_order_ids.sudo().access_token)
        campaign = self._create_campaign()
        keys = "[('aftersales_order_ids.access_token', '!=', False)]"
        for user, text, is_told in (
                (self.user_manager, f"[('id', '=', {car.id})]", True), (self.user_care, f"[('id', '=', {car.id})]", False),
                (self.user_manager, keys, False), (self.user_care, keys, False), (self.user_care, '[]', True)):
            typed = campaign.with_user(user).new({
                **self._prepare_campaign_vals(), 'state': 'draft', 'customer_kind': 'all', 'filter_domain': text})
            self.assertEqual(bool(typed.segment_table), is_told, text)
        for record in (campaign, self.env.ref('aftersales.followup_rule_visit'), self.env['aftersales.reminder.rule'].search(
                [], limit=1)):
            with self.assertRaisesRegex(UserError, "cannot be found"):
                record.with_user(self.user_manager).filter_domain = keys

    def test_complaints_and_other_companies(self):
        """J5, K2: whoever waits for an answer is left out, and so are cars of another company."""
        cars = self._create_event_cars(2)
        self.env['aftersales.complaint'].with_user(self.user_care).create({
            'story': "It squeals", 'vehicle_id': cars[0].id, 'workshop_id': self.workshop.id,
            'partner_id': cars[0].owner_id.id})
        cars[1].owner_id.company_id = self.env['res.company'].create({'name': "Elsewhere"})
        counts = self._create_campaign()._count_segment()
        self.assertEqual((counts['found'], counts['paused'], counts['invited']), (1, 1, 0))

    # === CALLS AND LETTERS ===#

    def test_loyal_first_then_letter(self):
        """J5: the loyal are called a day before the others; the written invitation follows within two days of the call."""
        plain, loyal = self._create_event_cars(2)
        self._set_value(loyal.owner_id, 'a', is_loyal=True)
        guests = self._invite(self._create_campaign())
        steps = self.steps.search([('anchor', '=', 'campaign')], order='due_date')
        self.assertEqual(steps.partner_id.ids, [loyal.owner_id.id, plain.owner_id.id])
        self.assertEqual(
            [str(day) for day in steps.mapped('due_date')], ['2026-03-03', '2026-03-04'])
        call = self.steps.with_user(self.user_care).get_call(steps[0].id)
        self.assertIn("Course in spring", call['open'][0]['text'])
        self.assertEqual([entry['value'] for entry in call['results'][:2]], ['registered', 'declined'])
        steps[0].with_user(self.user_care).save_call({'result': 'nothing', 'mood': 'content'})
        guest = guests.filtered(lambda guest: guest.partner_id == loyal.owner_id)
        self.assertEqual(
            (guest.state, guest.is_reached, str(guest.letter_due_date)), ('asked', True, '2026-03-05'))
        self._run('cron_campaign_write')
        self.assertEqual(guest.written_by, 'message')
        self.assertEqual(
            guest.notice_ids.mapped('mail_template'), ['aftersales.mail_template_campaign_invitation'])
        register = self.env['aftersales.followup.contact'].search([('campaign_id', '=', guest.campaign_id.id)])
        self.assertEqual(register.mapped('medium'), ['message'])
        self.assertFalse((guests - guest).written_date, "he is to be called first")

    def test_results_of_calls(self):
        """J5, J3: comes, does not come, refuses: said once, it holds on the list; who says no gets no letter."""
        cars = self._create_event_cars(3)
        guests = self._invite(self._create_campaign())
        steps = self.steps.search([('anchor', '=', 'campaign')], order='id').with_user(self.user_care)
        with freeze_time('2026-03-04 02:00:00'):
            action = steps[0].save_call({'result': 'registered', 'wishes': "Two seats in front"})
            self.assertEqual(action['res_model'], 'aftersales.campaign.guest')
            self.assertFalse(steps[1].save_call({'result': 'declined'}))
            steps[2].note_refused("No time")
        by_partner = {guest.partner_id: guest for guest in guests}
        comes, declines, refuses = (by_partner[step.partner_id] for step in steps)
        self.assertEqual((comes.state, comes.source, comes.note), ('registered', 'call', "Two seats in front"))
        self.assertEqual((declines.state, declines.letter_due_date), ('declined', False))
        self.assertEqual(refuses.state, 'listed')
        refuses.partner_id._refuse_all(('sms', 'mail', 'letter'), {'followup'}, 'phone')
        self.assertEqual((refuses.state, refuses.drop_reason), ('dropped', 'refused'))
        with self.assertRaisesRegex(UserError, "Choose what came"):
            self._create_steps(cars[0]).with_user(self.user_care).save_call({'result': 'registered'})

    def test_letters_on_paper(self):
        """J5: where neither call nor message reaches, the letter is printed, posted and stands in the register."""
        cars = self._create_event_cars(2)
        cars.owner_id.write({'phone': False, 'email': False})
        campaign = self._create_campaign()
        guests = self._invite(campaign)
        self.assertFalse(self.steps.search([('anchor', '=', 'campaign')]))
        with self.assertRaisesRegex(UserError, "No letter"):
            campaign.action_print_letters()
        self._run('cron_campaign_write')
        self.assertEqual(guests.mapped('needs_paper'), [True, True])
        self.assertEqual(campaign.letter_count, 2)
        self.assertEqual(campaign.action_print_letters()['report_name'], 'aftersales.report_campaign_letter')
        html = self._read_paper('report_campaign_letter', guests)
        self.assertIn("Zhongshan Lu 1", html)
        self.assertIn("Bring your questions", html)
        campaign.action_letters_posted()
        self.assertEqual(guests.mapped('written_by'), ['letter', 'letter'])
        self.assertEqual(len(self.env['aftersales.followup.contact'].search([
            ('campaign_id', '=', campaign.id), ('medium', '=', 'letter')])), 2)
        with self.assertRaisesRegex(UserError, "No letter"):
            campaign.action_letters_posted()

    def test_two_events_at_once(self):
        """J5, J2: a customer of two events is called about one after the other, never about both on a day; whoever could not
        be called in time is written to."""
        self._create_event_cars()
        first, second = self._invite(self._create_campaign()), self._invite(self._create_campaign(name="Second course"))
        step = self.steps.search([('anchor', '=', 'campaign')])
        self.assertEqual(step.rule_id.name, "Course in spring")
        self.assertFalse(second.letter_due_date)
        with freeze_time('2026-03-05 02:00:00'):
            step.with_user(self.user_care).save_call({'result': 'registered'})
            self._run('cron_campaign_invite')
        self.assertEqual(first.state, 'registered')
        later = self.steps.search([('anchor', '=', 'campaign'), ('state', '=', 'planned')])
        self.assertEqual(later.rule_id.name, "Second course")
        with freeze_time('2026-03-20 02:00:00'):
            later.sudo()._end('late')
            self._run('cron_campaign_invite')
        self.assertTrue(second.letter_due_date)
        self.assertEqual(len(self.steps.search([('anchor', '=', 'campaign')])), 2)

    def test_unreached_is_written_to(self):
        """J5: whom no call reached in time is written to instead; twice asked is never."""
        self._create_event_cars()
        guest = self._invite(self._create_campaign())
        step = self.steps.search([('anchor', '=', 'campaign')])
        step.sudo()._end('unreachable')
        self.assertEqual(str(guest.letter_due_date), '2026-03-03')
        guest.sudo()._note_contact('message')
        self._run('cron_campaign_write')
        self.assertFalse(guest.written_date, "he was written to about something today")
        with freeze_time('2026-03-04 02:00:00'):
            self._run('cron_campaign_write')
        self.assertEqual(guest.written_by, 'message')
        guest.campaign_id.rule_id.sudo()._generate()
        self.assertEqual(len(self.steps.search([('anchor', '=', 'campaign')])), 1)
        self._run('cron_campaign_write')
        self._run('cron_campaign_write')
        self.assertEqual(len(guest.notice_ids), 1)

    # === WHO COMES ===#

    def test_places_and_waiting_list(self):
        """J5: whoever does not fit waits, and moves up, in order, when a place is free; the database holds the number."""
        self._create_event_cars(3)
        first, second, third = self._invite(self._create_campaign(seat_count=3))
        first.persons = 2
        first.action_register()
        second.persons = 2
        second.action_register()
        third.action_register()
        self.assertEqual([guest.state for guest in (first, second, third)], ['registered', 'waiting', 'registered'])
        campaign = first.campaign_id
        self.assertEqual(campaign.seats_taken, 3)
        with self.assertRaises(psycopg2.IntegrityError), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            third.persons = 2
            self.env.flush_all()
        self.env.invalidate_all()
        first.action_decline()
        self.assertEqual((second.state, campaign.seats_taken), ('registered', 3))
        self.assertEqual(
            second.notice_ids.mapped('mail_template'), ['aftersales.mail_template_campaign_seat'])
        first.action_register()
        self.assertEqual(first.state, 'waiting')
        campaign.with_user(self.user_manager).seat_count = 5
        self.assertEqual((first.state, campaign.seats_taken), ('registered', 5))
