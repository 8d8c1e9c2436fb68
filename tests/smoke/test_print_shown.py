import re
from datetime import timedelta
from unittest import skipUnless

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.prints import PrintsCommon
from odoo.addons.base.models.ir_actions_report import _wkhtml


def number(text):
    found = re.sub(r'[^\d.-]', '', text)
    return float(found) if found else 0.0


@tagged('post_install', '-at_install')
class TestPrintShown(PrintsCommon):
    """What every paper says of money, time and names, whoever prints it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        values = {'amount': 13.0, 'type_tax_use': 'sale', 'company_id': cls.company.id}
        cls.taxes = cls.env['account.tax'].create([
            {'name': "VAT on top", 'price_include_override': 'tax_excluded', **values},
            {'name': "VAT within", 'price_include_override': 'tax_included', **values},
        ])

    def _order_of_prices(self):
        lines = [
            Command.create({
                'line_type': kind, 'product_id': product.id, 'quantity': quantity, 'price_unit': price, 'discount': discount,
                'tax_ids': [Command.set(tax.ids)],
            })
            for tax in self.taxes
            for kind, product, quantity, price, discount in (
                ('labour', self.labour, 1.2, 320.0, 0), ('part', self.pads, 1, 598.0, 0), ('part', self.pads, 3, 33.33, 5),
                ('part', self.pads, 7, 0.99, 12.5),
            )
        ]
        pay_type = self.env.ref('aftersales.pay_type_customer')  # discounts are the manager's
        return self._create_order(self._prepare_job(line_ids=lines, pay_type_id=pay_type.id), self._prepare_job())

    # === MONEY ===#

    def _show_prices(self, include):
        """As the company chose when it began: it cannot be changed once it has invoiced."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_company SET account_price_include = %s WHERE id = %s", [include, self.company.id])
        self.env.invalidate_all()

    def _get_rows(self, page):
        """(quantity, unit price, discount, amount) of each line on the page that has a price of one unit."""
        for row in page.iter('tr'):
            cells = [' '.join(''.join(cell.itertext()).split()) for cell in row.findall('td')]
            if len(cells) >= 6 and re.search(r'\d', cells[-3]) and re.search(r'\d', cells[-4]):
                yield tuple(number(cell) for cell in cells[-4:])

    def test_unit_price_times_quantity_less_discount_is_the_amount(self):
        """faults C3: on every paper, in a company that shows taxes within and in one that does not, for taxes of both kinds.

        To the cent that core itself rounds by: base and tax of a line are rounded apart, as on the invoice.
        """
        for include in ('tax_included', 'tax_excluded'):
            self._show_prices(include)
            order = self._order_of_prices()
            shown = order.amount_total if include == 'tax_included' else order.amount_untaxed
            for report in ('report_estimate', 'report_repair_order', 'report_settlement'):
                with self.subTest(report=report, include=include):
                    page, = self._render(report, order, self.user_advisor)
                    rows = list(self._get_rows(page))
                    self.assertEqual(len(rows), 10)
                    for quantity, price, discount, amount in rows:
                        self.assertAlmostEqual(quantity * price * (1 - discount / 100), amount, delta=0.0101)
                    self.assertAlmostEqual(sum(row[-1] for row in rows), shown, delta=0.015)
                    text = ' '.join(page.itertext())
                    self.assertIn("include taxes" if include == 'tax_included' else "are without taxes", text)

    def test_lines_add_up_on_the_delivery_sheet(self):
        """faults C3: jobs and lines on the delivery sheet are of one kind."""
        for include in ('tax_included', 'tax_excluded'):
            self._show_prices(include)
            order = self._order_of_prices()
            text, = self._render_text('report_delivery', order, self.user_advisor)
            for job in order.job_ids:
                amount = job.amount_total if include == 'tax_included' else job.amount_untaxed
                self.assertAlmostEqual(sum(job.line_ids.mapped('shown_amount')), amount, delta=0.01)
                self.assertIn(f'{amount:,.2f}', text)

    # === TIME ===#

    @freeze_time('2026-03-10 20:00:00')
    def test_the_outlets_clock_on_every_paper(self):
        """faults C4: printed by a colleague in another zone, or fetched by a link without any: the outlet's time."""
        calendar = self.company.resource_calendar_id.copy({'tz': 'Asia/Shanghai'})
        self.env['aftersales.workshop'].search([('company_id', '=', self.company.id)]).resource_calendar_id = calendar
        order = self._receive_approved(self._prepare_job(), promise_date='2026-03-11 04:00:00')
        check = self.env['aftersales.health.check'].with_user(self.user_technician).create({'order_id': order.id})
        papers = [
            ('report_estimate', order), ('report_diagnosis', order), ('report_repair_order', order),
            ('report_settlement', order),
            ('report_delivery', order), ('report_order_job_cards', order), ('report_job_card', order.job_ids),
            ('report_issue_slip', order.sudo().picking_ids), ('report_vehicle_history', order.vehicle_id),
            ('report_basic_file', order.vehicle_id), ('report_authorisation', order.authorisation_ids),
            ('report_health_check', check),
        ]
        abroad = new_test_user(
            self.env, login='as_abroad', groups='base.group_user,aftersales.group_manager', tz='America/Los_Angeles',
            company_id=self.company.id, company_ids=[Command.set(self.company.ids)])
        public = self.env.ref('base.public_user')
        for report, records in papers:
            for user in (abroad, public):
                with self.subTest(report=report, user=user.login):
                    source, __ = self.env['ir.actions.report'].with_user(user).with_context(
                        tz=user.tz or False).sudo()._render_qweb_html(f'aftersales.{report}', records.ids)
                    text = source.decode()
                    self.assertNotRegex(text, r'03/10/2026 (08|12|01):00 PM|03/10/2026 0?1:00', "Greenwich or Los Angeles")
                    if report not in ('report_authorisation',):
                        self.assertIn('03/11/2026 04:00 AM', text)  # printed
                    if report in ('report_estimate', 'report_repair_order', 'report_job_card', 'report_issue_slip'):
                        self.assertIn('03/11/2026 12:00 PM', text)  # promised

    # === NAMES ===#

    def test_names_in_the_words_of_the_reader(self):
        """faults C7: what came from operation, menu or part is read in the paper's language; what was written stays."""
        self.operation.with_context(lang='zh_CN').name = "更换前制动片"
        self.pads.with_context(lang='zh_CN').name = "制动片"
        order = self._create_order({'operation_id': self.operation.id}, self._prepare_job(), vehicle=self.vehicle_cn)
        order.job_ids[1].line_ids[0].name = "As told on the phone"
        for report in ('report_estimate', 'report_repair_order', 'report_settlement', 'report_delivery'):
            with self.subTest(report=report):
                text, = self._render_text(report, order, self.user_advisor)
                self.assertIn("更换前制动片", text)
                self.assertIn("制动片", text)
                self.assertNotIn("Front brake pads, replace", text)
                self.assertIn("As told on the phone", text)
        text = ' '.join(self._render_text('report_order_job_cards', order, self.user_technician))
        self.assertIn("Front brake pads, replace", text, "the technician reads English")

    def test_work_in_the_words_of_who_does_it(self):
        """faults C7: cards, board, clock, slip and the sheet that is signed name the work as their reader calls it."""
        self.operation.with_context(lang='zh_CN').name = "更换前制动片"
        order = self._receive_approved({'operation_id': self.operation.id}, vehicle=self.vehicle_cn)
        written = self._receive_approved(self._prepare_job(name="As told on the phone"))
        jobs = (order | written).job_ids.with_user(self.user_technician)
        chinese = jobs.with_context(lang='zh_CN')
        self.assertEqual(chinese.mapped('display_name'), ["更换前制动片", "As told on the phone"])
        self.assertEqual(jobs.mapped('display_name'), ["Front brake pads, replace", "As told on the phone"])
        self.assertEqual(jobs.mapped('name'), ["Front brake pads, replace", "As told on the phone"])
        self.assertEqual(chinese.sudo()[0]._prepare_board_card()['name'], "更换前制动片")
        self.assertEqual(chinese[0]._prepare_clock_card(self.env['aftersales.time.entry'])['name'], "更换前制动片")
        for report, records, user in (
            ('report_job_card', jobs[0], self.user_technician),
            ('report_issue_slip', order.sudo().picking_ids, self.user_parts),
        ):
            source, __ = self.env['ir.actions.report'].with_user(user).with_context(lang='zh_CN')._render_qweb_html(
                f'aftersales.{report}', records.ids)
            self.assertIn("更换前制动片", source.decode())
            self.assertNotIn("Front brake pads, replace", source.decode())
        checkin = self.env['aftersales.checkin'].with_user(self.user_advisor).create({
            'order_id': self._create_order({'operation_id': self.operation.id}, vehicle=self.vehicle_cn).id})
        checkin.signature = PNG
        checkin.with_context(lang='zh_CN').action_sign()
        text, = self._render_text('report_checkin', checkin, self.user_advisor)
        self.assertIn("更换前制动片", text)

    def test_a_sheet_speaks_one_language(self):
        """faults C7: labour and parts are written in the words of who writes the order, and read in the customer's."""
        self.operation.with_context(lang='zh_CN').name = "更换前制动片"
        self.pads.with_context(lang='zh_CN').name = "制动片"
        self.operation.part_ids.product_id = self.pads
        for lang, names in (('en_US', ["Front brake pads, replace", "Brake pads"]), ('zh_CN', ["更换前制动片", "制动片"])):
            order = self._create_order(vehicle=self.vehicle_cn).with_context(lang=lang)
            job = self.env['aftersales.job'].with_user(self.user_advisor).with_context(lang=lang).create({
                'order_id': order.id, 'operation_id': self.operation.id})
            self.assertEqual([name.partition('] ')[2] or name for name in job.line_ids.mapped('name')], names)
            read = [line.with_context(lang='zh_CN')._get_print_name() for line in job.line_ids]
            self.assertEqual(read, ["更换前制动片", "制动片"])

    @freeze_time('2026-03-05 06:07:00')
    def test_one_format_of_time_on_a_paper(self):
        """faults C15: sentences tell times as the fields beside them do, by the outlet's clock."""
        calendar = self.company.resource_calendar_id.copy({'tz': 'Asia/Shanghai'})
        self.env['aftersales.workshop'].search([('company_id', '=', self.company.id)]).resource_calendar_id = calendar
        order = self._receive_approved()
        order.sudo()._hand_over(self.technician)
        text, = self._render_text('report_job_card', order.job_ids, self.user_technician)
        self.assertIn('03/05/2026 02:07 PM · Wang Wei', text)
        self._finish(order)
        certificate = self._render_text('report_settlement', order, self.user_advisor)[1]
        self.assertIn('passed on 03/05/2026 02:07 PM by', certificate)
        self.assertNotRegex(certificate, r'\b3/5/26')

    def test_nothing_read_is_told_so(self):
        """faults C13: a check-in without a reading says so instead of 0 km."""
        checkin = self.env['aftersales.checkin'].with_user(self.user_advisor).create({
            'order_id': self._create_order(odometer_in=0).id})
        text, = self._render_text('report_checkin', checkin, self.user_advisor)
        self.assertIn("Odometer in not recorded", text)

    def test_check_items_in_the_words_of_the_reader(self):
        """faults C7: who checks the work reads the list in his language, whoever finished the job."""
        template = self.env['aftersales.inspection.template'].create({
            'name': "Brakes", 'line_ids': [Command.create({'name': "Wheel bolts"})]})
        template.line_ids.with_context(lang='zh_CN').name = "车轮螺栓"
        self.work_class.checklist_id = template
        self.user_technician.lang = 'zh_CN'
        order = self._receive_approved(self._prepare_job())
        self.issue(order)
        self.work(order)
        line = order.sudo().job_ids.inspection_ids.line_ids
        self.assertEqual(line.with_context(lang='en_US').name, "Wheel bolts")
        self.assertEqual(line.with_context(lang='zh_CN').name, "车轮螺栓")

    def test_reminders_in_the_advisors_language(self):
        """faults C7: a task is written in the language of who gets it."""
        self.user_advisor.lang = 'zh_CN'
        self.customer.write({'email': 'anna@example.com'})
        orders = self._create_order(self._prepare_job()) + self._create_order(self._prepare_job())
        for order in orders:
            order.action_ask_customer()
        with freeze_time(orders[0].create_date + timedelta(days=20)):
            requests = orders.sudo().request_ids
            requests._remind()
            words = requests.with_context(lang='zh_CN').env._
            chinese = {words("Link expired without an answer"), words("No answer yet")}
            self.assertLessEqual(set(orders.activity_ids.mapped('summary')), chinese)
            self.assertEqual(len(orders.activity_ids), 2)
        self.assertFalse(chinese & {"Link expired without an answer", "No answer yet"})

    # === SHEETS ===#

    @skipUnless(_wkhtml().state == 'ok', "wkhtmltopdf is not installed")
    def test_each_sheet_says_number_and_car(self):
        """faults C13: sheets after the first carry number, plate and count, of each of two orders by itself."""
        jobs = [self._prepare_job(name=f"Work {index}") for index in range(14)]
        long, short = self._create_order(*jobs), self._create_order()
        one = self._print_pdf('report_estimate', long)
        self.assertGreater(len(one), 1)
        two = self._print_pdf('report_estimate', long + short)
        self.assertEqual(len(two), len(one) + 1)
        for sheets in (one, two):
            self.assertIn(long.name, sheets[1])
            self.assertIn('PR001', sheets[1])
            self.assertIn(f'2 / {len(one)}', sheets[1])
        self.assertNotIn(f'/ {len(one)}', two[-1], "an order of one sheet is not counted")

    @skipUnless(_wkhtml().state == 'ok', "wkhtmltopdf is not installed")
    def test_no_head_of_a_job_alone_at_the_foot(self):
        """faults C13: a job's head stands on the sheet of its first line, wherever the sheet ends."""
        for count in (9, 10, 11):
            order = self._create_order(*(self._prepare_job(name=f"Work no {index:02}") for index in range(count)))
            for sheet in self._print_pdf('report_estimate', order):
                heads = re.findall(r'Work no \d\d', sheet)
                self.assertEqual(len(heads), len(re.findall(r'Replace pads', sheet)), sheet)

    def test_ticks_are_ticks(self):
        """faults C13: what is ticked is ticked, not crossed out."""
        order = self._create_order(old_parts_wish='return')
        page, = self._render('report_repair_order', order, self.user_advisor)
        ticks = [''.join(tick.itertext()).strip() for tick in page.find_class('o_as_tick')]
        self.assertEqual(ticks, ['√', ''])
