import re

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestAlternatives(OrderCommon, HttpCase):
    """E2, G1: what the customer may choose within one estimate, what he chose, and why he wants none of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.operation.product_id + cls.part).taxes_id = [Command.clear()]
        cls.cheap = cls.env['product.product'].create({
            'name': 'Pads of another make', 'type': 'consu', 'is_storable': True, 'list_price': 50.0, 'taxes_id': [],
            'aftersales_origin': 'aftermarket'})
        cls.order = cls._create_orders(job_ids=[
            Command.create({'operation_id': cls.operation.id}), Command.create({'operation_id': cls.operation.id})])
        cls.job, cls.other_job = cls.order.job_ids
        cls.job.alternative_name = "Original parts"

    def _offer(self, job=None, user=None, **values):
        job = job or self.job
        labour = job.line_ids.filtered(lambda line: line.line_type == 'labour')
        return self.env['aftersales.alternative'].with_user(user or self.user_advisor).create({
            'job_id': job.id, 'name': "Aftermarket parts", 'valid_until': '2031-01-31',
            'line_ids': [
                Command.create(labour._prepare_alternative_line_vals()),
                Command.create({'product_id': self.cheap.id, 'quantity': 2})],
            **values})

    def _offer_later(self, **values):
        return self._offer(name="With the winter service", is_later=True, line_ids=[], **values)

    def _get_url(self, order=None):
        return f'/aftersales/authorise/{(order or self.order)._ask_customer().sudo().token}'

    def _send(self, url, **values):
        page = self.url_open(url)
        hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', page.text)[1] for name in ('csrf_token', 'shown_hash')}
        return self.url_open(url, data={
            **hidden, f'decision_{self.job.id}': 'approved', f'decision_{self.other_job.id}': 'approved',
            'signatory': "Chen Jing", 'signature_kind': 'typed', **values})

    # === WHAT IS OFFERED ===#

    def test_begins_with_the_lines_there_are(self):
        """The advisor changes what differs; the price is the payer's, and nobody types another one."""
        action = self.job.with_user(self.user_advisor).action_offer_alternative()
        form = Form(self.env['aftersales.alternative'].with_user(self.user_advisor).with_context(**action['context']))
        form.name = "Aftermarket parts"
        self.assertEqual(len(form.line_ids), len(self.job.line_ids))
        with form.line_ids.edit(1) as line:
            line.product_id = self.cheap
            line.quantity = 2
            self.assertEqual((line.part_origin, line.name, line.price_total), ('aftermarket', self.cheap.name, 100))
        alternative = form.save()
        self.assertEqual(alternative.valid_until, self.order.valid_until, "it holds as long as the estimate")
        self.assertEqual(alternative.line_ids.mapped('price_total'), [120, 100])
        self.assertEqual((alternative.amount_total, self.job.amount_total), (220, 280))
        self.assertEqual(alternative.order_total, self.order.amount_total - 60)
        with self.assertRaises(AccessError):
            alternative.line_ids[1].write({'kept_total': 1, 'is_kept': True})

    def test_counts_nowhere_before_it_is_chosen(self):
        total, hours = self.order.amount_total, self.job.flat_rate_hours
        self._offer()
        self._offer_later()
        self.assertEqual((self.order.amount_total, self.job.flat_rate_hours), (total, hours))
        self.assertEqual(len(self.job.line_ids), 2)

    def test_what_cannot_be_offered(self):
        for values, sentence in (
            ({'line_ids': []}, "nothing to choose"), ({'is_later': True}, "no lines of its own"),
            ({'line_ids': [Command.create({'product_id': self.cheap.id, 'part_origin': 'customer'})]}, "his own part"),
        ):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, sentence):
                self._offer(**values)
        self.other_job._approve('phone')
        with self.assertRaisesRegex(UserError, "cannot be offered"):
            self._offer(self.other_job)
        with self.assertRaisesRegex(UserError, "cannot be offered"):
            self.other_job.with_user(self.user_advisor).action_offer_alternative()
        with self.assertRaisesRegex(UserError, "stays with its job"):
            self._offer().job_id = self.other_job

    def test_who_may_offer(self):
        for user in (self.user_technician, self.user_parts, self.user_accountant):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._offer(user=user)
        self._offer(user=self.user_dispatcher)

    def test_estimate_shows_each_choice(self):
        """The paper: what the job costs with each, and the estimate's total."""
        self._offer()
        self._offer_later()
        source, __ = self.env['ir.actions.report'].with_user(self.user_advisor)._render_qweb_html(
            'aftersales.report_estimate', self.order.ids)
        rows = [
            re.sub(r'\s+', ' ', row.text_content())
            for row in html.fromstring(source).xpath("//h3[contains(., 'You may choose')]/following-sibling::table//tr")]
        self.assertEqual(len(rows), 4)
        for row, name, amounts in zip(rows[1:], ("Original parts", "Aftermarket parts", "winter"), (
                ("280.00", "560.00"), ("220.00", "500.00"), ("0.00", "280.00")), strict=True):
            self.assertIn(name, row)
            for amount in amounts:
                self.assertIn(amount, row)

    # === THE CUSTOMER'S PAGE ===#

    def test_customer_chooses(self):
        """The chosen one becomes the job's lines, the other ends; the answer holds both as they were shown."""
        alternative, later = self._offer(), self._offer_later()
        url = self._get_url()
        page = self.url_open(url)
        for text in ("Original parts", "Aftermarket parts", self.cheap.name, "220.00", "With the winter service"):
            self.assertIn(text, page.text)
        choice = html.fromstring(page.text).xpath(f"//input[@value='{alternative._get_choice()}']")[0]
        self.assertEqual(float(choice.get('data-amount')), 220)
        done = self._send(url, **{f'decision_{self.job.id}': alternative._get_choice()})
        self.assertIn("your answer is recorded", done.text)
        self.env.invalidate_all()
        self.assertEqual(self.job.line_ids.product_id, self.operation.product_id | self.cheap)
        self.assertEqual((self.job.approval, self.job.amount_total, self.job.alternative_name), (
            'approved', 220, "Aftermarket parts"))
        self.assertEqual(self.job.line_ids.mapped('approval'), ['approved', 'approved'])
        self.assertEqual(self.order.amount_total, 500)
        answer = self.job.authorisation_ids
        shown = answer._get_content()
        self.assertTrue(answer.is_intact)
        self.assertEqual((shown['choice'], answer.amount_total), ("Aftermarket parts", 220))
        self.assertEqual([other['name'] for other in shown['alternatives']], ["Original parts", "With the winter service"])
        self.assertIn(self.part.name, [line['name'] for line in shown['alternatives'][0]['lines']])
        self.assertIn("Original parts", answer.content_html)
        self.assertEqual((alternative.state, later.state), ('passed', 'passed'))
        self.assertEqual((alternative.name, alternative.amount_total), ("Original parts", 280), "as it was offered")
        self.part.list_price = 999
        self.env.invalidate_all()
        self.assertEqual(alternative.amount_total, 280, "its price is kept")
        with self.assertRaisesRegex(UserError, "has ended"):
            alternative.with_user(self.user_advisor).name = "Cheap"
        with self.assertRaisesRegex(UserError, "cannot be chosen any more"):
            alternative._take()

    def test_customer_wants_it_later(self):
        """Chosen for another time, the job waits as declined work, with its reason; nobody needs to sign for that."""
        later = self._offer_later()
        url = self._get_url()
        self._send(url, signature_kind='', **{
            f'decision_{self.job.id}': later._get_choice(), f'decision_{self.other_job.id}': 'declined',
            f'why_{self.other_job.id}': str(self.env.ref('aftersales.decline_reason_price').id),
            f'reason_{self.other_job.id}': "Too dear"})
        self.env.invalidate_all()
        self.assertEqual((self.job.approval, later.state), ('declined', 'chosen'))
        self.assertEqual(self.job.decline_reason_id, self.env.ref('aftersales.decline_reason_later'))
        self.assertEqual(self.job.authorisation_ids.reason, "With the winter service")
        answer = self.other_job.authorisation_ids
        self.assertEqual((self.other_job.approval, self.other_job.decline_reason_id.name), ('declined', "Price"))
        self.assertEqual((answer.decline_reason_id.name, answer.reason, answer._get_content()['decline_reason']), (
            "Price", "Too dear", "Price"))
        self.assertTrue(answer.is_intact)

    def test_what_is_sent_is_not_believed(self):
        """Another job's alternative, one that has ended, a reason that is none: the answer is asked for again."""
        other = self._offer(self.other_job)
        url = self._get_url()
        for value in (other._get_choice(), 'alternative-0', 'alternative-x', 'alternative-'):
            with self.subTest(value):
                page = self._send(url, **{f'decision_{self.job.id}': value})
                self.assertIn("choose an answer for each job", page.text)
        self._send(url, **{f'decision_{self.job.id}': 'declined', f'why_{self.job.id}': 'x'})
        self.env.invalidate_all()
        self.assertEqual(self.job.approval, 'declined')
        self.assertFalse(self.job.decline_reason_id)

    def test_changed_price_is_shown_first(self):
        """What became dearer since the page was opened is not chosen at the old price, nor at the new one unseen."""
        alternative = self._offer()
        url = self._get_url()
        page = self.url_open(url)
        self.cheap.list_price = 80
        self.env.flush_all()
        hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', page.text)[1] for name in ('csrf_token', 'shown_hash')}
        answer = self.url_open(url, data={
            **hidden, f'decision_{self.job.id}': alternative._get_choice(), f'decision_{self.other_job.id}': 'approved',
            'signatory': "Chen Jing", 'signature_kind': 'typed'})
        self.assertIn("has changed since you opened", answer.text)
        self.assertFalse(self.order.authorisation_ids)

    # === THE ADVISOR ===#

    def _open_dialog(self, jobs, user):
        action = jobs.with_user(user).action_authorise()
        return Form(self.env[action['res_model']].with_user(user).with_context(**action['context']))

    def test_answer_on_the_phone(self):
        """Also by who records answers without changing work."""
        alternative = self._offer()
        dialog = self._open_dialog(self.order.job_ids, self.user_care)
        self.assertEqual(dialog.amount_total, 560)
        dialog.alternative_id = alternative
        self.assertEqual(dialog.amount_total, 500)
        dialog.channel = 'phone'
        dialog.save().action_apply()
        self.assertEqual(self.order.job_ids.mapped('approval'), ['approved', 'approved'])
        self.assertEqual(self.job.line_ids.product_id, self.operation.product_id | self.cheap)
        self.assertEqual(self.job.authorisation_ids.signatory, self.customer.name)

    def test_declined_at_the_counter(self):
        alternative = self._offer()
        dialog = self._open_dialog(self.job, self.user_advisor)
        dialog.decision = 'declined'
        dialog.decline_reason_id = self.env.ref('aftersales.decline_reason_elsewhere')
        dialog.save().action_apply()
        answer = self.job.authorisation_ids
        self.assertEqual(answer.decline_reason_id, self.job.decline_reason_id)
        self.assertEqual((answer.decline_reason_id.name, alternative.state), ("Has it done elsewhere", 'passed'))

    def test_proposed_work_is_chosen(self):
        alternative = self._offer()
        self.job._approve('phone')
        self.assertEqual((self.job.amount_total, alternative.state), (280, 'passed'))
        self.assertEqual(self.job.authorisation_ids._get_content()['choice'], "Original parts")

    def test_call_back_leaves_it_open(self):
        alternative = self._offer()
        self.job._call_back('phone')
        self.assertEqual(alternative.state, 'offered')
        self.assertEqual(self.job._get_offered_alternatives(), alternative)

    # === LAPSING ===#

    @mute_logger('odoo.addons.base.models.ir_cron')
    def test_lapses_after_its_day(self):
        """The day ends at the outlet; what has no day stays."""
        gone, stays = self._offer(valid_until='2030-05-06'), self._offer(valid_until=False)
        self.env.flush_all()
        with freeze_time('2030-05-06 15:00:00'):
            self.env.ref('aftersales.cron_lapse_alternatives').method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(gone.state, 'offered')
        with freeze_time('2030-05-08 12:00:00'):
            self.assertNotIn(gone, self.job._get_offered_alternatives(), "not even before the night's run")
            with self.assertRaisesRegex(UserError, "cannot be chosen any more"):
                gone._take()
            self.env.ref('aftersales.cron_lapse_alternatives').method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual((gone.state, stays.state), ('lapsed', 'offered'))
        self.assertIn("has lapsed", self.job.message_ids[:1].body)

    def test_questions_do_not_grow(self):
        """What a page asks for is asked at once for 1 and for 20 alternatives."""
        counts = []
        for number in (1, 20):
            order = self._create_orders()
            for __ in range(number):
                self._offer(order.job_ids)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order.job_ids._get_shown_content()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 20, "fewer than two for each")

    # === ANOTHER ORDER ===#

    def test_choices_go_over_to_the_estimate(self):
        """faults U4: "use it": what may be chosen here may be chosen there, where no choice is offered already."""
        estimate = self._create_orders(job_ids=[Command.create({'operation_id': self.operation.id})])
        offered, later = self._offer(), self._offer_later()
        offered.sequence, later.sequence = 5, 6
        total = offered.amount_total
        self.order.with_user(self.user_advisor)._continue_on(estimate.with_user(self.user_advisor))
        job = estimate.job_ids[0]
        self.assertEqual(job.alternative_ids.mapped('name'), ["Aftermarket parts", "With the winter service"])
        self.assertEqual(job.alternative_name, "Original parts")
        self.assertEqual(job._get_offered_alternatives(), job.alternative_ids)
        self.assertEqual(job.alternative_ids[0].amount_total, total)
        self.assertEqual(str(job.alternative_ids[0].valid_until), '2031-01-31')
        other = self._create_orders(job_ids=[Command.create({'operation_id': self.operation.id})])
        self._offer(other.job_ids, name="Another one")
        other._continue_on(estimate)
        self.assertNotIn("Another one", job.alternative_ids.mapped('name'), "There is a choice already.")
