from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.prints import VIN, PrintsCommon
from odoo.addons.base.tests.common import DISABLED_MAIL_CONTEXT


@tagged('post_install', '-at_install')
class TestPrintOrders(PrintsCommon):

    # === ESTIMATE (D4, G1) ===#

    @freeze_time('2026-03-10 04:00:00')
    def test_estimate_tells_work_parts_totals_and_validity(self):
        self.company.aftersales_estimate_validity_days = 10
        order = self._create_order()
        text, = self._render_text('report_estimate', order, self.user_advisor)
        for fact in (order.name, 'Anna Smith', '12 Harbour Road', VIN, '沪A·PR001', '45,000', 'Front brakes',
                     'BP-100', 'Original', '160.00', '150.00', '310.00', '03/20/2026', 'Anna Smith Customer $ 310.00'):
            self.assertIn(fact, text, fact)
        self.assertNotIn('[BP-100]', text, "The number stands in its own column.")

    @freeze_time('2026-03-10 04:00:00')
    def test_estimate_without_end(self):
        self.company.aftersales_estimate_validity_days = 0
        text, = self._render_text('report_estimate', self._create_order(), self.user_advisor)
        self.assertNotIn('valid until', text)

    def test_estimate_by_symptom_adds_the_risk_margin(self):
        order = self._create_order(estimate_method='symptom', risk_margin=20)
        text, = self._render_text('report_estimate', order, self.user_advisor)
        self.assertIn('372.00', text)
        self.assertIn('Symptom: Squeals when cold', text)
        order.estimate_method = 'item'
        text, = self._render_text('report_estimate', order, self.user_advisor)
        self.assertNotIn('372.00', text)

    def test_estimate_by_system_sums_each_job(self):
        order = self._create_order(estimate_method='system')
        text, = self._render_text('report_estimate', order, self.user_advisor)
        self.assertIn('System: Front brakes', text)
        self.assertIn('Labour $ 150.00 · Part $ 160.00', text)

    def test_two_records_are_two_pages_in_their_customers_languages(self):
        view = self.env.ref('aftersales.report_estimate_document')
        view.update_field_translations('arch_db', {'zh_CN': {'Estimate': '估价单'}})
        orders = self._create_order() + self._create_order(vehicle=self.vehicle_cn)
        english, chinese = self._render_text('report_estimate', orders, self.user_advisor)
        self.assertIn('Estimate', english)
        self.assertIn('估价单', chinese)
        self.assertIn('张伟', chinese)
        self.assertNotIn('估价单', english)

    def test_bare_order_prints(self):
        """No odometer, no VIN, no address, no line, no payer."""
        vehicle = self.env['fleet.vehicle'].create({
            'model_id': self.model.id, 'owner_id': self.env['res.partner'].create({'name': 'Nobody'}).id,
        })
        order = self.env['aftersales.order'].with_user(self.user_advisor).create({
            'workshop_id': self.workshop.id, 'vehicle_id': vehicle.id,
        })
        text, = self._render_text('report_estimate', order, self.user_advisor)
        self.assertIn('not recorded', text)
        self.assertIn('No work has been entered yet', text)
        text, = self._render_text('report_settlement', order, self.user_advisor)
        self.assertIn('No labour, parts or fees', text)
        self.assertFalse(self._render('report_order_job_cards', order, self.user_advisor))

    # === REPAIR ORDER (D5, D6) ===#

    def test_repair_order_prints_conditions_of_the_outlet_before_the_company(self):
        self.company.aftersales_repair_conditions = '<p>Company conditions</p>'
        order = self._receive_approved()
        text, = self._render_text('report_repair_order', order, self.user_advisor)
        self.assertIn('Company conditions', text)
        self.workshop.repair_conditions = '<p>Outlet conditions</p>'
        text, = self._render_text('report_repair_order', order, self.user_advisor)
        self.assertIn('Outlet conditions', text)
        self.assertNotIn('Company conditions', text)

    def test_repair_order_records_the_answers(self):
        order = self._create_order(self._prepare_job(), self._prepare_job(name='Wipers'))
        order.action_receive()
        order.job_ids[0]._approve('phone', signatory='Mrs Smith')
        order.job_ids[1]._decline('in_person', reason='later')
        text, = self._render_text('report_repair_order', order, self.user_advisor)
        self.assertIn('Front brakes Approved By phone Mrs Smith $ 310.00', text)
        self.assertIn('Wipers Declined later In person', text)
        self.assertIn('5,000 km / 30 days', text)

    def test_own_and_not_original_critical_parts_exclude_the_guarantee(self):
        lines = [
            Command.create({'line_type': 'part', 'product_id': self.pads.id, 'part_origin': 'aftermarket'}),
        ]
        order = self._create_order(self._prepare_job(line_ids=lines))
        sentence = 'exclude our repair guarantee'
        text, = self._render_text('report_repair_order', order, self.user_advisor)
        self.assertNotIn(sentence, text, "The pads are not critical.")
        line = order.line_ids
        for product, origin, void in (
            (self.disc, 'original', False), (self.disc, 'equivalent', True), (self.pads, 'customer', True),
        ):
            line.write({'product_id': product.id, 'part_origin': origin})
            text, = self._render_text('report_repair_order', order, self.user_advisor)
            self.assertEqual(sentence in text, void, (product.name, origin))
            self.assertEqual('none, because of the parts used' in text, void)

    def test_old_parts_wish_is_ticked(self):
        order = self._create_order(old_parts_wish='dispose')
        text, = self._render_text('report_repair_order', order, self.user_advisor)
        self.assertIn('√ I agree that the workshop disposes', text)
        self.assertNotIn('√ I want', text)

    # === SETTLEMENT (F3, F5, G1, rules art. 17) ===#

    def test_settlement_has_the_record_contents_of_the_law(self):
        lines = [
            Command.create({'line_type': 'labour', 'product_id': self.labour.id, 'quantity': 1.5,
                            'tax_ids': [Command.clear()]}),
            Command.create({'line_type': 'part', 'product_id': self.disc.id, 'quantity': 2}),
        ]
        with freeze_time('2026-05-04 08:00:00'):
            order = self._receive_approved(self._prepare_job(line_ids=lines))
            self._finish(order)
            order.odometer_out = 45010
            order.action_deliver()
        statement, certificate = self._render_text('report_settlement', order, self.user_accountant)
        for fact in (order.name, 'Received', 'Delivered on 05/04/2026', '45,000', '45,010', 'Brakes squeal',
                     'Squeals when cold', 'Pads worn to 1 mm', 'Pads replaced', 'Wang Wei', 'BD-200', 'Original',
                     '1.50', '100.00', '390.00', 'Anna Smith', '5,000 km / 30 days', '06/03/2026 / 50,010 km',
                     'Customer · signature', 'Repair shop · signature'):
            self.assertIn(fact, statement, fact)
        self.assertIn('Serial or lot: SN-', statement)
        for fact in ('Completion Certificate', order.name, VIN, '310105-0001', 'Front brakes',
                     'passed on', '5,000 km / 30 days', 'Stamp of the workshop'):
            self.assertIn(fact, certificate, fact)

    def test_no_certificate_before_the_inspection(self):
        order = self._receive_approved()
        text, = self._render_text('report_settlement', order, self.user_advisor)
        self.assertIn('Provisional', text)
        self._finish(order)
        self.assertEqual(order.state, 'ready')
        text, certificate = self._render_text('report_settlement', order, self.user_advisor)
        self.assertNotIn('Provisional', text)
        self.assertIn('Completion Certificate', certificate)

    def test_payers_add_up_to_the_total(self):
        order = self._create_order(
            self._prepare_job(),
            self._prepare_job(name='Dent', pay_type_id=self.env.ref('aftersales.pay_type_insurance').id,
                              payer_id=self.insurer.id, share=80.0, deductible=50.0),
            self._prepare_job(name='Wash', pay_type_id=self.env.ref('aftersales.pay_type_internal').id),
        )
        payers = {payer['name']: payer['amount'] for payer in order._get_print_payers()}
        # 310 of the own job, 50 and 20 % of the rest of the insurer's
        self.assertAlmostEqual(payers['Anna Smith'], 310 + 50 + 52)
        self.assertAlmostEqual(payers['Ping An'], 208)
        self.assertAlmostEqual(sum(payers.values()), order.amount_total)
        text, = self._render_text('report_settlement', order, self.user_accountant)
        self.assertIn('not charged to the customer', text)
        self.assertIn('deductible and share of “Dent”', text)

    def test_totals_match_the_order_with_taxes(self):
        taxes = self.env['account.tax'].create([
            {'name': f'{rate} %', 'amount': rate, 'type_tax_use': 'sale', 'company_id': self.company.id}
            for rate in (13, 6)
        ])
        order = self._create_order()
        order.line_ids[0].tax_ids = taxes[1]
        order.line_ids[1].tax_ids = taxes[0]
        totals = order._get_print_totals()
        self.assertEqual(totals[0]['amount'], order.amount_untaxed)
        self.assertAlmostEqual(sum(total['amount'] for total in totals if total['kind'] == 'tax'), order.amount_tax)
        self.assertEqual(totals[-1]['amount'], order.amount_total)

    def test_settlement_lists_declined_work_as_advice(self):
        order = self._create_order(self._prepare_job(), self._prepare_job(name='Wipers'))
        order.job_ids[1]._decline('phone')
        text, = self._render_text('report_settlement', order, self.user_advisor)
        self.assertIn("not carried out at the customer's wish: Wipers", text)
        self.assertIn('$ 310.00', text)
        self.assertNotIn('$ 620.00', text)

    # === COST ===#

    def test_queries_do_not_grow_with_the_orders(self):
        orders = self.env['aftersales.order'].with_context(**DISABLED_MAIL_CONTEXT).concat(*(
            self._receive_approved() for __ in range(11)))
        for order in orders:
            self._finish(order)
        for report in ('report_estimate', 'report_repair_order', 'report_settlement', 'report_order_job_cards'):
            with self.subTest(report=report):
                self.assertFlat(
                    lambda some, report=report: self._render(report, some, self.user_advisor),
                    orders[0], orders[1:], slack=5)
