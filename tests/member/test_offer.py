from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestOffer(BillingCommon, HttpCase):
    """G3, contracts §6: what the house gives is decided and published, with its conditions, its outlets and its days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._get_today()
        cls.offers = cls.env['aftersales.offer'].with_user(cls.user_manager)

    def _create_offer(self, **values):
        return self.offers.create({
            'name': "Spring Check", 'text': "Brakes <b>free</b>", 'conditions': "Once a car", **values})

    def _create_free(self, **values):
        operation = self.env['aftersales.operation'].create({
            'name': "Check", 'hours': 0.5, 'product_id': self.labour.id, 'company_id': self.company.id})
        offer = self._create_offer(free_operation_ids=[Command.set(operation.ids)], **values)
        offer.action_publish()
        return offer, operation

    def _job_of(self, operation, order=None):
        order = order or self._create_order(self._job(self._line(50), operation_id=operation.id), self._job(), done=False)
        return order.job_ids.filtered('operation_id').with_user(self.user_advisor)

    def test_free_work(self):
        """G3: an advisor gives what a campaign gives by one click, beyond his own limit: nobody pays for it, the customer
        reads why, and it is counted with its campaign, once a car."""
        offer, operation = self._create_free()
        job = self._job_of(operation)
        self.assertTrue(job.may_give_free)
        with self.assertRaises(AccessError):
            job.with_user(self.user_technician).action_give_free()
        job.action_give_free()
        self.assertEqual((job.offer_id, job.settlement, job.service_class), (offer, 'internal', 'c'))
        self.assertEqual(job.approval, 'not_needed')
        self.assertFalse(job._get_customer_amount())
        self.assertTrue(job._is_shown_to_customer())
        self.assertIn("free: Spring Check", job.line_ids._get_print_name())
        self.assertFalse(job.may_give_free)
        with self.assertRaisesRegex(UserError, "free already"):
            job.action_give_free()
        order = job.order_id.sudo()
        self._finish(order.job_ids)
        self.assertEqual(self._invoice(order).amount_untaxed, 100)
        figures = offer.with_user(self.user_manager)
        self.assertEqual((figures.free_job_count, figures.free_value, figures.free_hours), (1, 60, 1))
        self.assertEqual(self.env['aftersales.job'].search(figures.action_view_free_jobs()['domain']), job)
        again = self._job_of(operation)
        with self.assertRaisesRegex(UserError, "already, on RO/"):
            again.action_give_free()

    def test_free_work_of_a_list(self):
        """G3: which of many jobs a campaign gives free is asked at once: its work, at its outlets, not given yet."""
        __, operation = self._create_free(workshop_ids=[Command.link(self.workshop.id)])
        other = operation.copy({'code': False})
        order = self._create_order(*(
            self._job(self._line(50), operation_id=chosen.id) for chosen in (operation,) * 6 + (other,) * 6), done=False)
        jobs = order.job_ids.with_user(self.user_advisor)
        self.assertFlat(lambda some: some.mapped('may_give_free'), jobs[:1], jobs)
        free = jobs.filtered('may_give_free')
        self.assertEqual(free.operation_id, operation)
        self.assertEqual(len(free), 6)
        free[0].action_give_free()
        self.assertEqual(jobs.filtered('may_give_free'), free[1:])
        offer = free[0].sudo().offer_id
        yesterday = self.today - timedelta(days=1)
        offer.sudo()._write({'valid_from': yesterday, 'valid_to': yesterday})
        offer.invalidate_recordset()
        jobs.invalidate_recordset()
        self.assertFalse(jobs.filtered('may_give_free'))

    def test_free_work_that_is_paid(self):
        """G3: who pays after all, or other work, is no campaign's; a copy neither; cancelled, the car has it another time."""
        offer, operation = self._create_free(workshop_ids=[Command.link(self.workshop.id)])
        job = self._job_of(operation)
        job.action_give_free()
        job.pay_type_id = self.pay_customer
        self.assertFalse(job.offer_id)
        job.action_give_free()
        self.assertEqual(job.sudo().copy({'order_id': job.order_id.id}).pay_type_id, self.pay_customer)
        job.sudo().operation_id = operation.copy({'code': False})
        self.assertEqual((job.offer_id.ids, job.pay_type_id), ([], self.pay_customer))
        with self.assertRaisesRegex(UserError, "no campaign that runs"):
            job.action_give_free()
        job.sudo().operation_id = operation
        job.action_give_free()
        self.cancel(job)
        self.assertEqual(offer.with_user(self.user_manager).free_job_count, 0)
        self._job_of(operation).action_give_free()
        offer.action_withdraw()
        self.assertFalse(self._job_of(operation).may_give_free)

    def test_cost_of_free_work(self):
        """G3: parts that a campaign gives go where its account is, whoever issues them."""
        account = self.env['account.account'].with_company(self.company).search([('account_type', '=', 'expense')], limit=1)
        offer, operation = self._create_free(cost_account_id=account.id)
        self.assertEqual(offer.sudo().cost_location_id.valuation_account_id, account)
        job = self._job_of(operation)
        own = job.line_ids.sudo()._get_issue_key()[2]
        job.action_give_free()
        place = job.line_ids.sudo()._get_issue_key()[2]
        self.assertEqual(place, offer.sudo().cost_location_id)
        self.assertNotEqual(place, own)

    def test_life(self):
        """G3: a manager decides; a published offer stays as it is, runs in its days, and is made anew."""
        offer, late = self._create_offer(), self._create_offer(valid_from=self.today + timedelta(days=9))
        self.assertFalse(offer.is_running)
        with self.assertRaises(AccessError):
            offer.with_user(self.user_advisor).action_publish()
        (offer | late).action_publish()
        self.assertEqual((offer.decided_id, offer.is_running, late.is_running), (self.user_manager, True, False))
        self.assertEqual(self.offers.search([('is_running', '=', True), ('id', 'in', (offer | late).ids)]), offer)
        self.assertEqual(self.offers.search([('is_running', '=', False), ('id', 'in', (offer | late).ids)]), late)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            offer.text = "Nothing"
        again = self.offers.browse(offer.action_make_anew()['res_id'])
        self.assertEqual((again.state, again.text, again.decided_id.ids), ('draft', offer.text, []))
        again.write({'valid_from': self.today - timedelta(days=9), 'valid_to': self.today - timedelta(days=2)})
        with self.assertRaisesRegex(UserError, "over already"):
            again.action_publish()
        (offer | late).action_withdraw()
        self.assertFalse(offer.is_running)
        self.assertTrue(offer.with_user(self.user_advisor).read(['text']))
        with self.assertRaises(AccessError):
            offer.with_user(self.user_other_advisor).read(['text'])

    def test_print(self):
        """G3: a page in each language customers read, the house's first; what people typed is no markup."""
        self.env['res.lang']._activate_lang('zh_CN')
        offer = self._create_offer(workshop_ids=[Command.link(self.workshop.id)])
        offer.with_context(lang='zh_CN').text = "免费检查刹车"
        html = self.env['ir.actions.report'].with_user(self.user_advisor)._render_qweb_html(
            'aftersales.report_offer', offer.ids)[0].decode()
        for text in ("Brakes &lt;b&gt;free&lt;/b&gt;", "免费检查刹车", "Once a car", self.workshop.name, "not in force"):
            self.assertIn(text, html)

    def test_page(self):
        """G3: a customer reads what runs where he is a customer; no draft, nothing that is over, no other company's."""
        running, draft = self._create_offer(), self._create_offer(name="Draft")
        ended = self._create_offer(name="Ended", valid_from=self.today - timedelta(days=9), valid_to=self.today)
        other = self.env['aftersales.offer'].create({
            'name': "Elsewhere", 'text': "Free", 'company_id': self.other_company.id})
        (running | ended).action_publish()
        other.action_publish()
        ended.valid_to = self.today - timedelta(days=2)
        self._create_order()
        new_test_user(
            self.env, login='portal_offer', groups='base.group_portal', partner_id=self.customer.id,
            company_id=self.company.id, company_ids=[Command.set(self.company.ids)])
        self.authenticate('portal_offer', 'portal_offer')
        page = self.url_open('/my/offers').text
        for text in ("Spring Check", "Brakes &lt;b&gt;free&lt;/b&gt;", "Once a car"):
            self.assertIn(text, page)
        for name in (draft.name, ended.name, other.name):
            self.assertNotIn(name, page)
        running.action_withdraw()
        self.assertIn("no offer at the moment", self.url_open('/my/offers').text)

    def test_public_page(self):
        """C6d: what runs and is shown to everybody stands on the outlet's page without a login, with days, conditions, places;
        nothing else, whatever is asked for."""
        self.env['aftersales.offer'].sudo().search([]).is_public = False
        other = self.workshop.copy({'name': "Other Place", 'code': 'OPL'})
        offer = self._create_offer(is_public=True)
        placed = self._create_offer(name="Only There", workshop_ids=[Command.set(other.ids)], is_public=True)
        self.assertIn("no offer at the moment", self.url_open('/aftersales/offers').text)
        (offer | placed).action_publish()
        for path in ('', f'?workshop_id={self.workshop.id}', '?workshop_id=99999999999', '?workshop_id=x'):
            with self.subTest(path=path):
                page = self.url_open('/aftersales/offers' + path)
                self.assertEqual(page.status_code, 200)
                for text in ("Spring Check", "Brakes &lt;b&gt;free&lt;/b&gt;", "Once a car", self.company.name):
                    self.assertIn(text, page.text)
        page = self.url_open(f'/aftersales/offers?workshop_id={self.workshop.id}').text
        self.assertNotIn("Only There", page)
        self.assertIn("Only There", self.url_open(f'/aftersales/offers?workshop_id={other.id}').text)
        offer.is_public = False
        self.assertNotIn("Spring Check", self.url_open('/aftersales/offers').text)
