from lxml import html

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon
from odoo.addons.aftersales.tests.dealership.counter import PNG


@tagged('post_install', '-at_install')
class TestInvoicePrint(BillingCommon):
    """Odoo's invoice as the customer of a visit reads it."""

    def _print(self, invoice):
        source, __ = self.env['ir.actions.report'].with_user(self.user_accountant)._render_qweb_html(
            'account.report_invoice', invoice.ids)
        return ' '.join(' '.join(html.fromstring(source).itertext()).split())

    def _order_with_menu(self):
        self.labour.default_code = 'LABOUR'
        self.vehicle.vin_sn = 'LZZPRNTS7P1000015'
        return self._create_order(self._job(
            self._line(499.0, name="Small service"), self._line(0.0, product=self.part, is_included=True), name="Small service",
        ), odometer_in=45123)

    def test_car_reading_and_lines(self):
        """faults C14: VIN and reading; labour by what it is; what a menu includes is no line of 0.00."""
        order = self._order_with_menu()
        invoice = order.with_user(self.user_accountant)._create_invoices()
        invoice.action_post()
        text = self._print(invoice)
        for wanted in (order.name, 'BILL-1', 'LZZPRNTS7P1000015', '45,123', 'Small service', 'included'):
            self.assertIn(wanted, text)
        self.assertNotIn('[LABOUR]', text)
        lines = invoice.invoice_line_ids.filtered(lambda line: line.display_type == 'product')
        self.assertEqual(lines.mapped('name'), ["Small service", "Brake disc"])

    def test_section_and_lines_of_one_kind(self):
        """faults C3: what a section adds up to is with taxes where its lines are, and without where they are."""
        for include in ('tax_included', 'tax_excluded'):
            with self.subTest(include=include):
                self.env.flush_all()
                self.env.cr.execute(
                    "UPDATE res_company SET account_price_include = %s WHERE id = %s", [include, self.company.id])
                self.env.invalidate_all()
                order = self._create_order(
                    self._job(self._line(80.0, product=self.part), self._line(40.0, product=self.part)),
                    self._job(self._line(11.0, product=self.part)))
                invoice = order.with_user(self.user_accountant)._create_invoices()
                sections = invoice.invoice_line_ids.filtered(lambda line: line.display_type == 'line_section')
                self.assertEqual(len(sections), 2)
                total = invoice.amount_total if include == 'tax_included' else invoice.amount_untaxed
                self.assertAlmostEqual(sum(line.get_section_subtotal() for line in sections), total, places=2)
                self.assertNotAlmostEqual(invoice.amount_total, invoice.amount_untaxed, places=2)

    def test_names_in_the_language_of_who_pays(self):
        """faults C14: an invoice names work and parts in the payer's language."""
        self.env['res.lang']._activate_lang('zh_CN')
        self.part.with_context(lang='zh_CN').name = "制动盘"
        self.customer.lang = 'zh_CN'
        order = self._create_order(self._job(self._line(80.0, product=self.part)))
        invoice = order.with_user(self.user_accountant)._create_invoices()
        self.assertIn("制动盘", invoice.invoice_line_ids.mapped('name'))

    def test_an_invoice_of_two_cars_tells_both(self):
        """faults C14: a collective invoice has the car's facts in each section."""
        self.customer.commercial_partner_id.aftersales_account_customer = True
        orders = self._order_with_menu() + self._create_order(odometer_in=52000)
        invoice = orders.with_user(self.user_accountant)._create_invoices()
        self.assertEqual(len(invoice), 1)
        sections = invoice.invoice_line_ids.filtered(lambda line: line.display_type == 'line_section').mapped('name')
        self.assertTrue(any('45,123' in name and 'LZZPRNTS7P1000015' in name for name in sections), sections)
        self.assertTrue(any('52,000' in name for name in sections), sections)

    def test_pay_now_only_where_a_provider_is(self):
        """faults C16: no way to a payment that nobody takes: not set up, not published, no method, too small a limit."""
        invoice = self._create_order().with_user(self.user_accountant)._create_invoices()
        invoice.action_post()
        self.env['ir.config_parameter'].sudo().set_param('account_payment.enable_portal_payment', True)
        providers = self.env['payment.provider'].sudo().search([])
        providers.state = 'disabled'
        self.assertFalse(invoice._has_to_be_paid())
        provider = self.env['payment.provider'].sudo().create({
            'name': "Test", 'state': 'test', 'company_id': self.company.id, 'code': 'none'})
        self.assertFalse(invoice._has_to_be_paid(), "not published")
        provider.is_published = True
        self.assertFalse(invoice._has_to_be_paid(), "no method")
        self.env['payment.method'].sudo().create({
            'name': "Test", 'code': 'test_method', 'image': PNG, 'active': True, 'provider_ids': [Command.set(provider.ids)]})
        self.assertTrue(invoice._has_to_be_paid())
        provider.maximum_amount = invoice.amount_residual / 2
        self.assertFalse(invoice._has_to_be_paid(), "too much for it")
