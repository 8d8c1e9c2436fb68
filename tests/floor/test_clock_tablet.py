from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.floor import ClockCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestClockTablet(ClockCommon):
    """E6: a tablet the team shares; a person is known by PIN or badge."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The second technician clocks without any login, as most do.
        cls.technician_2.user_id = False
        cls.technician.write({'pin': '4711', 'barcode': 'BADGE4711'})
        cls.technician_2.write({'pin': '0815', 'barcode': 'BADGE0815'})
        cls.workshop.with_user(cls.user_dispatcher)._get_clock_url()
        cls.tablet = cls.workshop.sudo()

    def _identify(self, employee=None, pin=None, badge=None):
        return self.tablet._identify_for_clock(employee and employee.id, pin, badge)

    def _act(self, employee, action, **values):
        return self.tablet._clock_act(employee, action, values)

    # === WHO ===#

    def test_pin_and_badge(self):
        self.assertEqual(self._identify(self.technician, '4711'), (self.technician, None))
        self.assertEqual(self._identify(badge='BADGE0815'), (self.technician_2, None))
        employee, error = self._identify(self.technician, '0815')
        self.assertFalse(employee)
        self.assertEqual(error, "Wrong PIN.")
        for badge in ('', 'BADGE', False, '4711'):
            self.assertFalse(self._identify(badge=badge)[0], badge)
        self.assertFalse(self._identify(self.technician, '密码密码')[0], "not ASCII, and wrong")

    def test_without_pin_nothing_is_right(self):
        self.technician.pin = False
        for pin in ('', None, False, 'False'):
            employee, error = self._identify(self.technician, pin)
            self.assertFalse(employee)
            self.assertIn("has no PIN yet", error)

    def test_somebody_of_another_team(self):
        stranger = self.env['hr.employee'].create({'name': 'Sun Li', 'pin': '1111', 'barcode': 'SUNLI'})
        self.assertFalse(self._identify(stranger, '1111')[0])
        self.assertFalse(self._identify(badge='SUNLI')[0])

    def test_wrong_pins_make_wait(self):
        for __ in range(5):
            self.assertEqual(self._identify(self.technician, '0000')[1], "Wrong PIN.")
        with freeze_time('2026-11-18 08:01:00'):
            employee, error = self._identify(self.technician, '4711')
            self.assertFalse(employee, "even the right PIN waits")
            self.assertIn("Too many wrong attempts", error)
        self.assertTrue(self._identify(self.technician_2, '0815')[0], "others go on")
        with freeze_time('2026-11-18 08:03:00'):
            self.assertEqual(self._identify(self.technician, '0001')[1], "Wrong PIN.")
        with freeze_time('2026-11-18 08:06:00'):
            self.assertIn("Too many", self._identify(self.technician, '4711')[1], "the wait doubles")
        with freeze_time('2026-11-18 08:07:30'):
            self.assertTrue(self._identify(self.technician, '4711')[0])
            self.assertEqual(self._identify(self.technician, '0000')[1], "Wrong PIN.", "counted afresh")

    def test_dispatcher_unlocks(self):
        for __ in range(6):
            self._identify(self.technician, '0000')
        self.assertIn("Too many", self._identify(self.technician, '4711')[1])
        with self.assertRaises(AccessError):
            self.workshop.with_user(self.user_technician).action_unlock_clock()
        self.workshop.with_user(self.user_dispatcher).action_unlock_clock()
        self.assertTrue(self._identify(self.technician, '4711')[0])

    def _show_badge(self, badge, *devices):
        return self.tablet._identify_for_clock(badge=badge, devices=devices)

    def test_wrong_badges_are_counted_for_their_tablet(self):
        """faults A8: who tries badges at one tablet waits there; the others, and PINs, go on."""
        mine, other, network = 'device:a', 'device:b', 'network:192.0.2.1'
        for number in range(8):
            self.assertIn("not known", self._show_badge(f'X{number}', mine, network)[1])
        self.assertIn("Too many", self._show_badge('BADGE4711', mine, network)[1])
        self.assertEqual(self._show_badge('BADGE4711', other, network), (self.technician, None))
        self.assertTrue(self._identify(self.technician, '4711')[0], "the PIN still works")
        with freeze_time('2026-11-18 08:02:30'):
            self.assertTrue(self._show_badge('BADGE4711', mine, network)[0], "after the wait")
        with freeze_time('2026-11-18 10:00:00'):
            for number in range(8):
                self.assertIn("not known", self._show_badge(f'Y{number}', mine, network)[1], "after a quiet time")

    def test_ones_own_badge_resets_nothing(self):
        """faults A8: who shows his own badge between two guesses has no more of them."""
        device, tried = 'device:a', 0
        for number in range(20):
            if "not known" in (self._show_badge(f'X{number}', device)[1] or ''):
                tried += 1
            self._show_badge('BADGE4711', device)
        self.assertEqual(tried, 8)

    def test_ever_new_devices_of_one_network(self):
        """faults A8: a device is what a browser says it is; its network is not."""
        tried = sum(
            "not known" in (self._show_badge(f'X{number}', f'device:{number}', 'network:192.0.2.1')[1] or '')
            for number in range(60))
        self.assertEqual(tried, 40)
        self.assertTrue(self._show_badge('BADGE4711', 'device:z', 'network:198.51.100.1')[0])
        self.assertTrue(self._identify(self.technician, '4711')[0])

    def test_ticket(self):
        ticket = self.tablet._get_clock_ticket(self.technician)
        self.assertEqual(self.tablet._get_clock_ticket_employee(ticket), self.technician)
        other = self.workshop.copy({'code': 'TSTO'}).sudo()
        other.with_user(self.user_dispatcher)._get_clock_url()
        self.assertFalse(other._get_clock_ticket_employee(ticket), "a ticket is of one outlet")
        for forged in (ticket[:-3] + 'abc', '', 'x', None, False):
            self.assertFalse(self.tablet._get_clock_ticket_employee(forged), forged)
        with freeze_time('2026-11-18 08:04:00'):
            self.assertFalse(self.tablet._get_clock_ticket_employee(ticket), "and of three minutes")
        self.workshop.with_user(self.user_dispatcher).action_reset_clock_key()
        self.assertFalse(self.tablet._get_clock_ticket_employee(ticket), "and of one key")

    # === WORK ===#

    def test_day_of_a_person_without_login(self):
        self.order.job_ids.technician_id = self.technician_2
        job = self.job_1
        self.assertFalse(self._act(self.technician_2, 'start', job_id=job.id))
        self.assertEqual((job.state, job.running_employee_ids), ('doing', self.technician_2))
        with freeze_time('2026-11-18 08:30:00'):
            self._act(self.technician_2, 'start', job_id=self.job_2.id)
        self.assertEqual(self._entries(job).pause_reason, 'switch', "starting one job stops the other")
        with freeze_time('2026-11-18 09:00:00'):
            self._act(self.technician_2, 'pause', reason='parts', note='Discs at 2 pm')
            self.assertEqual((self.job_2.state, self.job_2.hold_ids.note), ('blocked', 'Discs at 2 pm'))
            self._act(self.technician_2, 'pause', reason='cleaning')
        with freeze_time('2026-11-18 09:15:00'):
            self._act(self.technician_2, 'start', job_id=job.id)
        with freeze_time('2026-11-18 10:00:00'):
            self._act(self.technician_2, 'finish', job_id=job.id, cause='Worn', correction='Replaced')
            state = self.tablet._get_clock_state(self.technician_2)
        self.assertEqual((job.state, job.correction), ('done', 'Replaced'))
        self.assertEqual(
            [(row['work'], row['hours']) for row in state['day']],
            [(f'{self.vehicle.license_plate} {job.name}', .5), (f'{self.vehicle.license_plate} {job.name}', .5),
             ('Cleaning or maintenance', .25), (f'{self.vehicle.license_plate} {job.name}', .75)])
        self.assertEqual((state['job_hours'], state['idle_hours']), (2.0, 0), "cleaning is work of class D")
        entries = self.env['aftersales.time.entry'].search([('employee_id', '=', self.technician_2.id)])
        self.assertEqual(set(entries.mapped('source')), {'clock'})

    def test_outlets_clock(self):
        """The tablet shows the time of the place it stands in, wherever the person's own clock is set to."""
        self.technician_2.tz = 'America/New_York'
        self.assertEqual(
            self.tablet._for_clock(self.technician_2).env.context['tz'], self.workshop._get_tz().zone)

    def test_log_carries_the_login(self):
        self.cr.flush()  # what the set-up tracked
        self._act(self.technician, 'start', job_id=self.job_1.id)
        self.env.flush_all()
        self.cr.flush()
        self.assertEqual(self.job_1.message_ids[0].author_id, self.user_technician.partner_id)

    def test_only_jobs_on_the_list(self):
        mine, free = self.tablet._get_clock_jobs(self.technician)
        self.assertEqual((mine, free), (self.order.job_ids.sudo(), mine.browse()))
        self.assertFalse(any(self.tablet._get_clock_jobs(self.technician_2)))
        for job_id in (self.job_1.id, None, 'x', [self.job_1.id], 0):
            with self.assertRaisesRegex(UserError, "not on your list"):
                self._act(self.technician_2, 'start', job_id=job_id)
        unapproved = self._create_orders()
        unapproved.action_receive()
        with self.assertRaisesRegex(UserError, "not on your list"):
            self._act(self.technician, 'start', job_id=unapproved.job_ids.id)
        elsewhere = self.workshop.copy({'code': 'TSTE', 'employee_ids': [Command.set(self.technician.ids)]}).sudo()
        with self.assertRaisesRegex(UserError, "not on your list"):
            elsewhere._clock_act(self.technician, 'start', {'job_id': self.job_1.id})

    def test_free_job_needs_the_skill(self):
        job = self.order.job_ids[0]
        job.write({'technician_id': False, 'skill_id': self.skill.id})
        self.assertFalse(self.tablet._get_clock_jobs(self.technician_2)[1])
        with self.assertRaisesRegex(UserError, "not on your list"):
            self._act(self.technician_2, 'start', job_id=job.id)
        self._give_skill(self.technician_2, valid_from='2026-01-01', valid_to='2026-12-31')
        self.assertEqual(self.tablet._get_clock_jobs(self.technician_2)[1], job.sudo())
        self._act(self.technician_2, 'start', job_id=job.id)
        self.assertEqual(job.technician_id, self.technician_2)

    def test_own_job_needs_the_skill_too(self):
        self._give_skill(self.technician, valid_from='2026-01-01', valid_to='2026-11-17')
        self.company.aftersales_skill_policy = 'warn'
        self.order.job_ids[0].skill_id = self.skill
        self.company.aftersales_skill_policy = 'refuse'
        with self.assertRaisesRegex(UserError, "HV level 2"):
            self._act(self.technician, 'start', job_id=self.job_1.id)
        self.company.aftersales_skill_policy = 'warn'
        self.assertIn('HV level 2', self._act(self.technician, 'start', job_id=self.job_1.id))

    def test_inspector_does_not_pass_what_he_clocked_at_the_tablet(self):
        """F1: independence is measured by the employee, whatever login clocked."""
        inspector = self.env['hr.employee'].create({
            'name': 'Zhao Lei', 'user_id': self.user_inspector.id, 'company_id': self.company.id})
        self.workshop.employee_ids += inspector
        self.order.job_ids[0].technician_id = inspector
        self._act(inspector, 'start', job_id=self.job_1.id)
        self._act(inspector, 'finish', job_id=self.job_1.id)
        inspection = self.job_1._get_open_inspections().with_user(self.user_inspector)
        for attempt in (inspection.action_all_ok, inspection.action_pass):
            with self.assertRaisesRegex(UserError, "somebody else must check"):
                attempt()

    def test_unknown_actions_and_reasons(self):
        for action, values in (('pass', {}), ('pause', {'reason': 'forgotten'}), ('pause', {}), ('write', {})):
            with self.assertRaisesRegex(UserError, "doesn't know"):
                self._act(self.technician, action, **values)

    def test_state_does_not_query_per_job(self):
        self._receive_approved(1, job_ids=[
            Command.create({'operation_id': self.operation.id, 'technician_id': self.technician.id})])
        self.tablet._get_clock_state(self.technician)
        few = self.count_queries(self.tablet._get_clock_state, self.technician)
        self._receive_approved(20, job_ids=[
            Command.create({'operation_id': self.operation.id, 'technician_id': self.technician.id})])
        self.assertLessEqual(self.count_queries(self.tablet._get_clock_state, self.technician), few)
        self.assertEqual(len(self.tablet._get_clock_state(self.technician)['jobs']), 23)

    # === SETTINGS ===#

    def test_finishing_asks_for_the_correction(self):
        """E1: a concern gets an answer before the job is finished."""
        self.order.job_ids.concern = "Brakes squeal."
        self.job_1.action_clock_start()
        action = self.job_1.action_clock_finish()
        self.assertEqual((action['res_model'], self.job_1.state), ('aftersales.finish.wizard', 'doing'))
        with self.assertRaisesRegex(UserError, "enter what is missing.*Correction"):
            self._act(self.technician, 'finish', job_id=self.job_1.id, correction='   ')
        wizard = self.env['aftersales.finish.wizard'].with_user(self.user_technician).create({
            'job_id': self.job_1.id, 'correction': "Pads chamfered."})
        wizard.action_apply()
        self.assertEqual((self.job_1.state, self.job_1.correction), ('done', "Pads chamfered."))

    def test_what_the_company_wants_to_know(self):
        self.job_1.action_clock_start()
        self.assertEqual(self.job_1._get_missing_findings(), [])
        self.company.aftersales_finding_policy = 'always'
        self.assertEqual(self.job_1._get_missing_findings(), ['cause', 'correction'])
        self.company.aftersales_finding_policy = 'never'
        self.order.job_ids.concern = "Brakes squeal."
        self._finish(self.job_1)
        self.assertEqual(self.job_1.state, 'done')

    def test_no_gap_between_jobs(self):
        self.company.aftersales_clock_no_gap = True
        self._act(self.technician, 'start', job_id=self.job_1.id)
        with freeze_time('2026-11-18 09:00:00'):
            self._act(self.technician, 'finish', job_id=self.job_1.id)
        waiting = self.Entry._get_open_entry(self.technician)
        self.assertEqual((waiting.pause_reason, waiting.start), ('no_work', datetime(2026, 11, 18, 9)))
        with freeze_time('2026-11-18 09:10:00'):
            self._act(self.technician, 'start', job_id=self.job_2.id)
        self.assertEqual(waiting.stop, datetime(2026, 11, 18, 9, 10))
        with freeze_time('2026-11-18 10:00:00'):
            self._act(self.technician, 'pause', reason='parts')
            self.assertEqual(self.Entry._get_open_entry(self.technician).pause_reason, 'no_work')
            self._act(self.technician, 'pause', reason='shift_end')
        self.assertFalse(self.Entry._get_open_entry(self.technician))


@tagged('post_install', '-at_install')
class TestClockTabletPage(OneBrowserCase, ClockCommon):
    """E6: what the tablet gets from the server, and what it doesn't."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician.write({'pin': '471147', 'barcode': 'BADGE4711'})
        cls.url = cls.workshop.with_user(cls.user_dispatcher)._get_clock_url()
        cls.key = cls.url.rpartition('/')[2]

    def _call(self, route, **params):
        return self.make_jsonrpc_request(
            f'/aftersales/clock/{route}', {'workshop_id': self.workshop.id, 'key': self.key, **params})

    def test_opening_leaves_the_login_behind(self):
        self.authenticate(self.user_dispatcher.login, self.user_dispatcher.login)
        response = self.url_open(f'/aftersales/clock/open/{self.workshop.id}')
        self.assertTrue(response.url.endswith(self.url))
        self.assertIn("City Centre", response.text)
        self.assertIn('/web/login', self.url_open('/odoo').url, "nobody is logged in any more")

    def test_who_may_open(self):
        self.assertIn('/web/login', self.url_open(f'/aftersales/clock/open/{self.workshop.id}').url)
        stranger = new_test_user(
            self.env, login='stranger', groups='base.group_user,aftersales.group_manager',
            context={'no_reset_password': True}, company_id=self.other_company.id,
            company_ids=[(6, 0, self.other_company.ids)])
        for user in (self.user_technician, self.user_advisor, stranger):
            self.authenticate(user.login, user.login)
            response = self.url_open(f'/aftersales/clock/open/{self.workshop.id}')
            self.assertEqual(response.status_code, 404, user.login)
            self.assertEqual(self.url_open('/odoo').status_code, 200, "and he stays logged in")

    def test_wrong_key(self):
        for key in ('', 'x', 'False', self.key[:-1]):
            if key:
                self.assertEqual(self.url_open(f'/aftersales/clock/{self.workshop.id}/{key}').status_code, 404)
            with self.assertRaisesRegex(Exception, "UserError"), mute_logger('odoo.http'):
                self.make_jsonrpc_request('/aftersales/clock/people', {'workshop_id': self.workshop.id, 'key': key})
        self.workshop.with_user(self.user_dispatcher).action_reset_clock_key()
        self.assertEqual(self.url_open(self.url).status_code, 404, "a lost tablet is shut out")

    def test_secrets_stay_on_the_server(self):
        page = self.url_open(self.url).text
        people = str(self._call('people'))
        answer = self._call('identify', employee_id=self.technician.id, pin='471147')
        for text in (page, people, str(answer['state'])):
            self.assertNotIn('471147', text)
            self.assertNotIn('BADGE4711', text)
        self.assertIn("Wang Wei", people)

    def test_from_pin_to_finish(self):
        self.assertEqual(self._call('identify', employee_id=self.technician.id, pin='1')['error'], "Wrong PIN.")
        answer = self._call('identify', employee_id=self.technician.id, pin='471147')
        self.assertEqual([job['id'] for job in answer['state']['jobs']], self.jobs.ids)
        answer = self._call('act', ticket=answer['ticket'], action='start', job_id=self.job_1.id)
        self.assertEqual(answer['state']['running']['job_id'], self.job_1.id)
        answer = self._call('act', ticket=answer['ticket'], action='finish', job_id=self.job_1.id)
        self.assertFalse(answer['state']['running'])
        self.assertEqual(self.job_1.state, 'done')
        self.assertEqual(self._call('act', ticket='forged', action='state'), {'expired': True})

    def test_attempts_are_counted_though_the_answer_is_no(self):
        for __ in range(5):
            self._call('identify', employee_id=self.technician.id, pin='0')
        self.assertIn("Too many", self._call('identify', employee_id=self.technician.id, pin='471147')['error'])

    def test_in_the_browser(self):
        """A person enters his PIN, starts a job, pauses with a reason and leaves."""
        self.browser_js(self.url, """
            const wait = async (selector) => {
                for (let count = 0; count < 100; count++) {
                    const found = document.querySelector(selector);
                    if (found && !found.disabled) {
                        return found;
                    }
                    await new Promise((resolve) => setTimeout(resolve, 50));
                }
                throw new Error(`No ${selector}`);
            };
            (async () => {
                (await wait("[data-person='Wang Wei']")).click();
                for (const digit of "471147") {
                    (await wait(`[data-digit='${digit}']`)).click();
                }
                (await wait("button[name=enter]")).click();
                (await wait("button[name=start]")).click();
                await wait("button[name=finish]");
                (await wait("button[name=pause]")).click();
                (await wait("[data-reason=parts]")).click();
                await wait(".text-bg-danger");
                (await wait("button[name=leave]")).click();
                await wait("[data-person='Li Na']");
                console.log("test successful");
            })().catch((error) => console.error(error.message));
        """, "Boolean(document.querySelector('.o_clock_people button'))", login=None)
        self.env.invalidate_all()
        self.assertEqual(self.job_1.state, 'blocked')
        self.assertEqual(self._entries(self.job_1).pause_reason, 'parts')
