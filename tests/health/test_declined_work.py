from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.health import PIXEL, HealthCommon


@tagged('post_install', '-at_install')
class TestDeclinedWork(HealthCommon):
    """E4: declined work is kept with its reason, comes back, and is counted when it is sold later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order.write({'job_ids': [Command.create({
            'name': "Polish the lamps",
            'line_ids': [Command.create({
                'product_id': cls.env.ref('aftersales.product_labour').id, 'line_type': 'labour', 'quantity': 2,
                'name': "Polish by hand",
            })],
        })]})
        cls.pads_job, cls.polish_job = cls.order.job_ids
        cls.reason = cls.env.ref('aftersales.decline_reason_price')

    def _decline(self, jobs=None, reason="Too dear"):
        (jobs or self.order.job_ids).with_user(self.user_advisor)._decline('phone', signatory="Chen Jing", reason=reason)

    def test_kept_with_its_reason(self):
        wizard = Form(self.env['aftersales.authorise.wizard'].with_user(self.user_care).with_context(
            default_job_ids=self.order.job_ids.ids))
        wizard.decision = 'declined'
        wizard.decline_reason_id = self.reason
        wizard.reason = "Waits for his bonus"
        with freeze_time('2030-01-10 10:00:00'):
            wizard.save().action_apply()
        with freeze_time('2030-01-20 12:00:00'):
            self.env.invalidate_all()
            for job in self.order.job_ids:
                self.assertEqual(job.declined_state, 'open')
                self.assertEqual(job._get_decline_text(), "Price · Waits for his bonus")
                self.assertEqual(job.declined_days, 10)

    def test_comes_back_at_the_next_visit(self):
        self._decline()
        entries = self.vehicle._get_open_recommendations()[self.vehicle]
        self.assertEqual([entry['record'] for entry in entries], [self.polish_job, self.pads_job])
        self.assertEqual(entries[0]['reason'], "Too dear")
        order = self._receive_order(job_ids=[])
        self.assertIn("Declined before: Polish the lamps, Front brake pads, replace", str(order.alert_html))
        self.assertFalse(self.order._get_open_recommendations(), "An order does not warn of its own declined jobs.")

    def test_taken_over_at_fresh_prices(self):
        """Into the open order of the car; what an operation gives is given anew, the rest is copied."""
        self._decline()
        self.workshop.rate_ids.rate = 150.0
        self.part.list_price = 95.0
        order = self._receive_order(job_ids=[])
        action = self.order.job_ids.with_user(self.user_advisor).action_take_over()
        self.assertEqual(action['res_id'], order.id)
        pads, polish = order.job_ids
        self.assertEqual((pads.recaptured_job_id, polish.recaptured_job_id), (self.pads_job, self.polish_job))
        self.assertEqual(pads.line_ids.mapped('price_unit'), [150.0, 95.0])
        self.assertEqual((polish.name, polish.line_ids.name), ("Polish the lamps", "Polish by hand"))
        self.assertEqual((polish.line_ids.quantity, polish.line_ids.price_unit), (2.0, 150.0))
        self.assertEqual(self.order.job_ids.mapped('declined_state'), ['offered', 'offered'])
        self.assertFalse(self.vehicle._get_open_recommendations()[self.vehicle])
        pads._approve('phone')
        polish._decline('phone', reason="Still too dear")
        self.assertEqual(self.order.job_ids.mapped('declined_state'), ['recaptured', 'offered'])
        self.assertEqual([entry['record'] for entry in self.vehicle._get_open_recommendations()[self.vehicle]], [polish])

    def test_new_order_when_none_is_open(self):
        self._decline(self.polish_job)
        self._close(self.order)
        action = self.polish_job.with_user(self.user_advisor).action_take_over()
        order = self.env['aftersales.order'].browse(action['res_id'])
        self.assertNotEqual(order, self.order)
        self.assertEqual((order.state, order.partner_id, len(order.job_ids)), ('draft', self.customer, 1))
        with self.assertRaisesRegex(UserError, "no declined work that waits"):
            self.polish_job.with_user(self.user_advisor).action_take_over()
        self.cancel(order.job_ids)
        self.assertEqual(self.polish_job.declined_state, 'open', "The offer was withdrawn.")

    def test_ordered_anew_counts_as_recaptured(self):
        """Nobody is asked for work twice that he ordered at the counter; another car's is not touched."""
        self._decline()
        other = self._receive_order(self.vehicles[1])
        self.assertFalse(other.job_ids.recaptured_job_id)
        order = self._receive_order()
        self.assertEqual(order.job_ids.recaptured_job_id, self.pads_job)
        self.assertEqual(self.order.job_ids.mapped('declined_state'), ['offered', 'open'])
        order.job_ids._approve('phone')
        self.assertEqual(self.pads_job.declined_state, 'recaptured')

    def test_another_company_of_the_group(self):
        """A shared car: what one company was refused is neither shown, nor asked, nor linked by the other."""
        self._decline()
        outlet = self.env['aftersales.workshop'].create({
            'name': "Other outlet", 'code': 'OTHR', 'company_id': self.other_company.id})
        advisor = new_test_user(
            self.env, login='group_advisor', groups='base.group_user,aftersales.group_advisor',
            context={'no_reset_password': True}, company_id=self.other_company.id,
            company_ids=[(6, 0, (self.company + self.other_company).ids)])
        both = {'allowed_company_ids': (self.other_company + self.company).ids}
        self.operation.product_id.taxes_id = False
        order = self.env['aftersales.order'].with_user(advisor).with_context(**both).create({
            'vehicle_id': self.vehicle.id, 'workshop_id': outlet.id, 'odometer_in': 13000,
            'job_ids': [Command.create({'operation_id': self.operation.id})],
        })
        self.assertEqual(order.company_id, self.other_company)
        self.assertFalse(order.job_ids.recaptured_job_id)
        self.assertFalse(order._get_open_recommendations())
        self.assertFalse(order.open_recommendation_count)
        order.action_receive()
        check = self.env['aftersales.health.check'].with_user(advisor).with_context(**both).create({'order_id': order.id})
        self.assertFalse(check.line_ids.filtered('is_mandatory'))
        self.assertTrue(check.with_context(allowed_company_ids=self.other_company.ids).get_sheet()['areas'])

    def test_declined_here_is_answered_here(self):
        self._decline()
        with self.assertRaisesRegex(UserError, "record the customer's new answer there"):
            self.order.job_ids.with_user(self.user_advisor)._take_over(self.order)

    def test_only_open_declined_work(self):
        with self.assertRaisesRegex(UserError, "no declined work that waits"):
            self.order.job_ids.with_user(self.user_advisor).action_take_over()

    def test_roles(self):
        self._decline()
        for role in ('technician', 'parts', 'inspector'):
            jobs = self.order.job_ids.with_user(getattr(self, f'user_{role}'))
            for attempt in (
                jobs.action_take_over, jobs.action_dismiss, jobs.action_schedule_call, lambda jobs=jobs: jobs._dismiss("x"),
            ):
                with self.assertRaises(AccessError, msg=role):
                    attempt()
        with self.assertRaises(AccessError):
            self.order.job_ids.with_user(self.user_care).action_take_over()
        with self.assertRaises(AccessError):
            self.polish_job.with_user(self.user_advisor).write({'recaptured_job_id': self.pads_job.id})
        with self.assertRaises(AccessError):
            self.polish_job.with_user(self.user_advisor).write({'dismissed_date': '2030-01-01'})

    def test_drop_with_a_reason_after_delivery(self):
        self._decline(self.polish_job)
        self._close(self.order)
        job = self.polish_job.with_user(self.user_care)
        Wizard = self.env['aftersales.dismiss.wizard'].with_user(self.user_care)
        Wizard.with_context(**job.action_dismiss()['context']).create({'reason': "Car is sold"}).action_apply()
        self.assertEqual((job.declined_state, job.dismiss_reason), ('dismissed', "Car is sold"))
        self.assertFalse(self.vehicle._get_open_recommendations()[self.vehicle])
        job.sudo().with_user(self.user_advisor).decline_reason_id = self.reason

    def test_cancelled_order_keeps_its_declined_work(self):
        """An estimate that came to nothing is offered again; a job cancelled by itself is not."""
        self._decline()
        self.cancel(self.polish_job.with_user(self.user_advisor))
        self.assertFalse(self.polish_job.declined_state)
        self.cancel(self.order.with_user(self.user_advisor))
        self.assertEqual(self.pads_job.declined_state, 'open')

    def test_call_back_on_a_day(self):
        self._decline()
        action = self.order.job_ids.with_user(self.user_care).action_schedule_call()
        wizard = Form(self.env['mail.activity.schedule'].with_user(self.user_care).with_context(**action['context']))
        wizard.date_deadline = '2030-02-01'
        wizard.save().action_schedule_activities()
        self.assertEqual(self.order.job_ids.mapped('activity_ids.summary'), ["Offer the declined work again"] * 2)

    def test_mandatory_at_the_next_check(self):
        """Asked first; its answer takes the work over, or closes it when it is in order."""
        self._decline()
        order = self._receive_order(job_ids=[])
        check = self._check(order)
        self.assertEqual(check.line_ids.mapped('declined_job_id'), self.polish_job + self.pads_job)
        self.assertEqual(check.line_ids[0].name, "Polish the lamps")
        self.assertIn("Too dear", check.line_ids[0]._get_before_text())
        polish, pads = check.line_ids[:2]
        polish.result = 'ok'
        pads.result = 'urgent'
        self.assertFalse(pads.action_create_job())
        self.assertEqual(pads.job_id, order.job_ids)
        self.assertEqual(pads.job_id.recaptured_job_id, self.pads_job)
        self._finish_check(check, pads=8)
        self.assertEqual(self.polish_job.declined_state, 'dismissed')
        self.assertIn(order.name, self.polish_job.dismiss_reason)

    def test_finding_declined_is_asked_as_its_item(self):
        """The declined job stands for its finding: neither is asked or offered twice."""
        check = self._check()
        finding = self._line(check, self.pads)
        finding.value = 1.5
        self.env['aftersales.health.photo'].with_user(self.user_technician).create({
            'line_id': finding.id, 'image': PIXEL})
        finding.action_create_job()
        self._finish_check(check)
        self._decline(finding.job_id)
        entry, = self.vehicle._get_open_recommendations()[self.vehicle]
        self.assertEqual((entry['record'], entry['level']), (finding.job_id, 'danger'))
        again = self._check(self._receive_order(job_ids=[]))
        line = again.line_ids[0]
        self.assertEqual((line.item_id, line.declined_job_id, len(again.line_ids)), (self.pads, finding.job_id, 4))
        line.value = 1.0
        line.action_create_job()
        self.assertEqual(line.job_id._get_customer_photos(), finding.photo_ids._get_attachments())

    def test_all_in_one_click_at_check_in(self):
        """Declined work and open findings of the car (E4)."""
        check = self._check()
        self._line(check, self.lamp).result = 'urgent'
        self._finish_check(check, pads=8)
        self._decline(self.polish_job)
        order = self._receive_order(job_ids=[])
        order.with_user(self.user_advisor).action_take_over_recommendations()
        self.assertEqual(sorted(order.job_ids.mapped('name')), ["Brake light", "Polish the lamps"])
        with self.assertRaisesRegex(UserError, "Nothing that was found or declined"):
            order.with_user(self.user_advisor).action_take_over_recommendations()
