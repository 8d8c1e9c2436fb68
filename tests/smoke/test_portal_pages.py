from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.portal import PortalCommon


@tagged('post_install', '-at_install')
class TestPortalPages(PortalCommon):
    """O1, O2: the customer's vehicles, visits, papers and rating."""

    def _add_job(self, order, name, pay_type, price, **values):
        return self.env['aftersales.job'].create({
            'order_id': order.id, 'name': name, 'pay_type_id': self.env.ref(f'aftersales.pay_type_{pay_type}').id,
            'line_ids': [Command.create({
                'line_type': 'part', 'product_id': self.part.id, 'quantity': 1, 'price_unit': price})],
            **values,
        })

    # === MONEY AND WORDS ===#

    def test_customer_sees_his_own_amounts_only(self):
        warranty = self._add_job(self.order, "Gearbox under warranty", 'warranty', 4321.5, payer_id=self.insurer.id)
        self._add_job(self.order, "Polish our own scratch", 'internal', 77.25)
        self.authenticate('portal_chen', 'portal_chen')
        text = self.url_open(f'/my/repair-orders/{self.order.id}').text
        self.assertIn("Front brake pads, replace", text)
        self.assertIn("Gearbox under warranty", text)
        self.assertNotIn('4,321.5', text)
        self.assertNotIn("Polish our own scratch", text)
        self.assertNotIn(self.insurer.name, text)
        self.assertEqual(warranty._get_portal_amount(), 0)
        paying = self.order.job_ids[0]
        self.assertAlmostEqual(self.order._get_portal_total(), paying.amount_total)

    def test_ready_mail_names_his_own_amount_only(self):
        self._add_job(self.order, "Gearbox under warranty", 'warranty', 4321.5, payer_id=self.insurer.id)
        template = self.env.ref('aftersales.mail_template_order_ready')
        body = template._render_field('body_html', self.order.ids)[self.order.id]
        self.assertIn(f'{self.order._get_portal_total():,.2f}', body)
        self.assertNotIn(f'{self.order.amount_total:,.2f}', body)

    def test_price_not_asked_yet_is_not_shown(self):
        job = self._add_job(self.order, "Extra work found", 'customer', 1234.56)
        self.assertEqual(job._get_portal_status(), 'estimating')
        self.assertIsNone(job._get_portal_amount())
        total = self.order._get_portal_total()
        job._approve('phone', signatory='Chen Jing')
        self.assertAlmostEqual(self.order._get_portal_total(), total + job.amount_total)
        self.assertEqual(job._get_portal_status(), 'todo')

    def test_question_is_linked_while_it_is_open(self):
        job = self._add_job(self.order, "Extra work found", 'customer', 1234.56)
        self.assertIsNone(self.order._get_portal_question_url())
        self.order.action_ask_customer()
        self.assertEqual(job._get_portal_status(), 'asked')
        self.assertEqual(job._get_portal_amount(), job.amount_total)
        self.authenticate('portal_chen', 'portal_chen')
        text = self.url_open(f'/my/repair-orders/{self.order.id}').text
        self.assertIn(self.order._get_portal_question_url(), text)
        job._approve('phone', signatory='Chen Jing')
        self.assertNotIn('/aftersales/authorise/', self.url_open(f'/my/repair-orders/{self.order.id}').text)

    def test_total_is_that_of_the_invoice(self):
        self._pass(self.order)
        invoice = self.order.with_user(self.user_accountant)._create_invoices()
        invoice.action_post()
        order = self.order.sudo()  # as the pages read it
        self.assertAlmostEqual(order._get_portal_total(), invoice.amount_total)
        self.assertEqual(order._get_portal_invoices(), invoice)

    def test_words_for_every_state(self):
        job = self.order.job_ids
        labels = job._get_portal_status_labels()
        self.assertEqual(job._get_portal_status(), 'todo')
        hold = self.env['aftersales.hold'].create({'order_id': self.order.id, 'job_id': job.id, 'kind': 'parts'})
        self.assertEqual(job._get_portal_status(), 'wait_parts')
        hold.stop = fields.Datetime.now() + timedelta(minutes=1)
        for state in ('todo', 'doing', 'blocked', 'done', 'passed'):
            self.assertIn(state, labels)
        for kind in ('parts', 'sublet', 'insurer', 'customer'):
            self.assertIn(f'wait_{kind}', labels)
        job._decline('phone', signatory='Chen Jing')
        self.assertEqual(job._get_portal_status(), 'declined')

    # === PROGRESS ===#

    def test_steps_follow_the_order(self):
        def current():
            return [step['key'] for step in self.order._get_portal_steps() if step['status'] == 'current']
        self.assertEqual(current(), ['received'])
        jobs = self.order.job_ids
        jobs.with_user(self.user_technician).action_start()
        self.assertEqual(current(), ['in_work'])
        jobs.with_user(self.user_technician).action_done()
        self.assertEqual(current(), ['quality_check'])
        jobs.inspection_ids.with_user(self.user_inspector).action_all_ok()
        jobs.with_user(self.user_inspector)._transition('passed')
        self.assertEqual(current(), ['ready'])
        self.order.action_deliver()
        self.assertEqual(current(), ['delivered'])
        self.assertEqual(self._create_orders()._get_portal_steps()[0]['status'], 'current')

    def test_status_tells_only_what_is_new(self):
        self.authenticate('portal_chen', 'portal_chen')
        url = f'/my/repair-orders/{self.order.id}/status'
        known = self._call(url)['result']['fingerprint']
        self.assertEqual(self._call(url, known=known)['result'], {'fingerprint': known})
        self.order.job_ids.with_user(self.user_technician).action_start()
        news = self._call(url, known=known)['result']
        self.assertNotEqual(news['fingerprint'], known)
        self.assertIn('data-step="in_work"', news['html'])

    # === VEHICLES ===#

    def test_a_sold_car_goes_with_its_new_owner_and_its_visits_stay(self):
        self.vehicle.owner_id = self.stranger
        self.authenticate('portal_chen', 'portal_chen')
        self.assertNotIn(self.vehicle.license_plate, self.url_open('/my/vehicles').text)
        self.assertIn(self.order.name, self.url_open('/my/repair-orders').text)
        self.authenticate('portal_qian', 'portal_qian')
        text = self.url_open(f'/my/vehicles/{self.vehicle.id}').text
        self.assertIn(self.vehicle.license_plate, text)
        self.assertNotIn(self.order.name, text, "the visit of the owner before is not told")
        self.assertNotIn("Chen Jing", text)
        self.assertNotIn(self.order.name, self.url_open(f'/my/repair-orders/{self.order.id}').text)

    def test_contacts_of_a_company_see_its_cars(self):
        company = self.env['res.partner'].create({'name': "Fleet Ltd", 'is_company': True})
        driver = self.env['res.partner'].create({'name': "Driver", 'parent_id': company.id, 'email': 'driver@example.com'})
        self._create_login(driver, 'portal_driver')
        self.vehicle.write({'owner_id': company.id})
        self.authenticate('portal_driver', 'portal_driver')
        self.assertIn(self.vehicle.license_plate, self.url_open('/my/vehicles').text)

    def test_history_print_tells_the_customers_own_visits(self):
        self.vehicle.owner_id = self.stranger
        own = self._receive_approved(partner_id=self.stranger.id, odometer_in=13000)
        report = self.env['report.aftersales.report_vehicle_history']
        pages = report.with_user(self.user_stranger).sudo()._prepare_pages(self.vehicle.sudo())
        self.assertEqual([visit['order'] for visit in pages[0]['visits']], [own])
        pages = report.with_user(self.user_advisor)._prepare_pages(self.vehicle.with_user(self.user_advisor))
        self.assertEqual(len(pages[0]['visits']), 2)

    # === PAPERS ===#

    def test_papers_by_state(self):
        draft = self._create_orders()
        self.assertEqual(list(draft._get_portal_papers()), [], "an estimate the customer was not asked for")
        self.assertEqual(list(self.order._get_portal_papers()), ['repair-order', 'authorisation'])
        self._deliver(self.order)
        self.assertEqual(
            list(self.order._get_portal_papers()), ['repair-order', 'settlement', 'authorisation', 'delivery'])
        self.authenticate('portal_chen', 'portal_chen')
        for report in self.order._get_portal_papers():
            answer = self.url_open(f'/my/repair-orders/{self.order.id}?report_type=pdf&report={report}')
            self.assertEqual((answer.status_code, answer.headers['Content-Type']), (200, 'application/pdf'), report)

    def test_unknown_paper_is_no_paper(self):
        self.authenticate('portal_chen', 'portal_chen')
        for report in ('settlement', 'aftersales.report_job_card', '', 'x'):
            answer = self.url_open(
                f'/my/repair-orders/{self.order.id}?report_type=pdf&report={report}', allow_redirects=False)
            self.assertEqual(answer.status_code, 303, report)

    # === RATING ===#

    def test_rate_once_after_delivery(self):
        self.authenticate('portal_chen', 'portal_chen')
        page, url = f'/my/repair-orders/{self.order.id}', f'/my/repair-orders/{self.order.id}/rate'
        self._post(url, page='/my/repair-orders', stars='5')
        self.assertFalse(self.order._get_visit_rating(), "not before the delivery")
        self._deliver(self.order)
        self._post(url, page=page, stars='0')
        self.assertFalse(self.order._get_visit_rating())
        self._post(url, page=page, stars='4', feedback="Friendly")
        rating = self.order._get_visit_rating()
        self.assertEqual((rating.rating, rating.feedback, rating.partner_id), (4, "Friendly", self.customer))
        self._post(url, page='/my/security', stars='1')
        self.assertEqual(self.order._get_visit_rating().rating, 4, "one rating a visit")
        with self.assertRaises(UserError):
            self.order._rate_visit(2)

    def test_the_house_neither_rates_nor_cancels_for_the_customer(self):
        self._deliver(self.order)
        self.authenticate(self.user_technician.login, self.user_technician.login)
        self._post(f'/my/repair-orders/{self.order.id}/rate', page='/my/security', stars='5')
        self.assertFalse(self.order._get_visit_rating())
        self._post(f'/my/appointments/{self.strange_appointment.id}/cancel', page='/my/security', reason="No mood")
        self.assertEqual(self.strange_appointment.state, 'booked')
        self.order._rate_visit(3)
        Rating = self.env['rating.rating'].with_user(self.user_technician)
        with self.assertRaises(AccessError):
            Rating.browse(self.order._get_visit_rating().id).rating = 5
        with self.assertRaises(AccessError):
            Rating.create({'res_model_id': self.env['ir.model']._get_id('aftersales.order'), 'res_id': self.strange_order.id})
        self.assertEqual(self.order._get_visit_rating().rating, 3)

    def _run_cron(self, name='ask_for_ratings'):
        self.env.flush_all()
        self.env.ref(f'aftersales.cron_{name}').method_direct_trigger()
        self.env.invalidate_all()

    def test_ask_each_visit_once(self):
        orders = self.order | self._receive_approved()
        for order in orders:
            self._deliver(order)
        self.env['res.company'].search([]).aftersales_ask_rating = False
        self.company.aftersales_ask_rating = True
        self._run_cron()
        self.assertFalse(orders.mapped(lambda order: order._get_visit_rating()), "the visit is just over")
        self.env.cr.execute(
            "UPDATE aftersales_order SET delivered_date = delivered_date - interval '2 hours' WHERE id = ANY(%s)", [orders.ids])
        for __ in range(2):
            self._run_cron()
        for order in orders:
            self.assertEqual(len(order._get_visit_rating()), 1)
            self.assertEqual(len(order.notice_ids.filtered(lambda notice: 'rate' in notice.mail_template)), 1)
        orders[1].sudo()._rate_visit(5)
        self._run_cron('send_notices')
        for order, count in zip(orders, (1, 0), strict=True):  # who rated meanwhile is not asked any more
            asked = order.message_ids.filtered(lambda message: '/rate/' in (message.body or ''))
            self.assertEqual(len(asked), count)

    # === QUERIES ===#

    def test_queries_do_not_grow_with_the_visits(self):
        self.authenticate('portal_chen', 'portal_chen')

        def count(url):
            self.url_open(url)  # gives the new orders the tokens of their links
            return self.count_queries(lambda: self.assertEqual(self.url_open(url).status_code, 200))

        urls = ('/my/repair-orders', f'/my/vehicles/{self.vehicle.id}', '/my/vehicles')
        few = [count(url) for url in urls]
        self._create_orders(10)
        for url, before in zip(urls, few, strict=True):
            self.assertLessEqual(count(url), before + 5, url)

    def test_times_are_the_outlets(self):
        """A visitor with a link has no time zone; the promise is read on the clock of the outlet."""
        self.workshop.resource_calendar_id.tz = 'Asia/Shanghai'
        order = self._receive_approved(promise_date='2030-03-04 09:30:00')
        self.authenticate(None, None)
        self.assertIn('5:30', self.url_open(f'/my/repair-orders/{order.id}?access_token={order._portal_ensure_token()}').text)
