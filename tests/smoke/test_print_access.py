import io
from unittest import skipUnless

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from odoo.addons.aftersales.tests.dealership.prints import VIN, PrintsCommon
from odoo.addons.base.models.ir_actions_report import _wkhtml

REPORT_LOGGER = 'odoo.addons.base.models.ir_actions_report'


@tagged('post_install', '-at_install')
class TestPrintAccess(PrintsCommon):
    """Each print as the role that prints it, for one and for two records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls._receive_approved() + cls._receive_approved(vehicle=cls.vehicle_cn)

    def _get_prints(self):
        """(report, records, role, a word on each page)"""
        orders = self.orders
        pickings = orders.sudo().picking_ids
        self.assertEqual(len(pickings), 2)
        return [
            ('report_estimate', orders, self.user_advisor, 'BP-100'),
            ('report_repair_order', orders, self.user_advisor, 'BP-100'),
            ('report_settlement', orders, self.user_advisor, 'BP-100'),
            ('report_settlement', orders, self.user_accountant, 'BP-100'),
            ('report_delivery', orders, self.user_advisor, 'Brake pads'),
            ('report_order_job_cards', orders, self.user_advisor, 'A-01-03'),
            ('report_job_card', orders.job_ids, self.user_technician, 'A-01-03'),
            ('report_issue_slip', pickings, self.user_parts, 'A-01-03'),
            ('report_vehicle_history', orders.vehicle_id, self.user_advisor, 'BP-100'),
        ]

    def test_every_print_as_its_role(self):
        for report, records, user, word in self._get_prints():
            with self.subTest(report=report, user=user.login):
                self.assertIn(word, *self._render_text(report, records[0], user))
                pages = self._render_text(report, records, user)
                self.assertEqual(len(pages), 2)
                for page in pages:
                    self.assertIn(word, page)

    @skipUnless(_wkhtml().state == 'ok', "wkhtmltopdf is not installed")
    def test_every_print_as_pdf_of_two_records(self):
        self._print_alone()
        Report = self.env['ir.actions.report'].with_context(force_report_rendering=True)
        for report, records, user, __ in self._get_prints():
            with self.subTest(report=report, user=user.login), mute_logger(REPORT_LOGGER):
                pdf, kind = Report.with_user(user)._render_qweb_pdf(f'aftersales.{report}', records.ids)
                self.assertEqual(kind, 'pdf')
                self.assertEqual(PdfFileReader(io.BytesIO(pdf)).getNumPages(), 2)

    def test_print_menu_offers_prints_by_role(self):
        actions = self.env['ir.actions.actions']
        offered = {
            role: {action['name'] for action in actions.with_user(user).get_bindings('aftersales.order').get('report', ())}
            for role, user in (
                ('advisor', self.user_advisor), ('technician', self.user_technician), ('accountant', self.user_accountant))
        }
        self.assertLessEqual({'Estimate', 'Repair Order', 'Settlement and Certificate', 'Job Cards'}, offered['advisor'])
        self.assertEqual(offered['technician'] & {'Estimate', 'Settlement and Certificate', 'Job Cards'}, {'Job Cards'})
        self.assertIn('Settlement and Certificate', offered['accountant'])

    def test_no_prices_on_the_technicians_card(self):
        for text in self._render_text('report_job_card', self.orders.job_ids, self.user_technician):
            self.assertNotIn('$', text)
            self.assertNotIn('160.00', text)

    def test_foreign_orders_cannot_be_printed(self):
        company = self.other_company
        stranger = new_test_user(
            self.env, login='as_stranger', groups='base.group_user,aftersales.group_advisor',
            company_id=company.id, company_ids=[(6, 0, company.ids)],
        )
        with self.assertRaises(AccessError):
            self._render('report_settlement', self.orders, stranger)
        nobody = new_test_user(self.env, login='as_nobody', groups='base.group_user')
        with self.assertRaises(AccessError):
            self._render('report_estimate', self.orders, nobody)

    def test_history_hides_visits_the_reader_may_not_see(self):
        company = self.other_company
        stranger = new_test_user(
            self.env, login='as_stranger', groups='base.group_user,aftersales.group_advisor',
            company_id=company.id, company_ids=[(6, 0, company.ids)],
        )
        self.vehicle.company_id = False
        text, = self._render_text('report_vehicle_history', self.vehicle, stranger)
        self.assertIn(VIN, text)
        self.assertNotIn(self.orders[0].name, text)
        self.assertIn('No visit is recorded', text)
