import io
from base64 import b64decode, b64encode
from unittest import skipUnless

from lxml import etree
from PIL import Image

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from odoo.addons.aftersales.tests.dealership.prints import PrintsCommon
from odoo.addons.base.models.ir_actions_report import _wkhtml

REPORT_LOGGER = 'odoo.addons.base.models.ir_actions_report'


def draw(colour, form='JPEG'):
    buffer = io.BytesIO()
    Image.new('RGB', (1200, 900), colour).save(buffer, form)
    return b64encode(buffer.getvalue())


def sign():
    """A signature as a box on the screen sends it, larger than it is kept."""
    return draw('black', 'PNG')


@tagged('post_install', '-at_install')
class TestPrintCheckin(PrintsCommon):
    """Check-in sheet, exit pass and customer file (D2, D6, D7, J1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vehicle.fuel_type = cls.vehicle_cn.fuel_type = 'gasoline'
        cls.orders = cls._create_order() + cls._create_order(vehicle=cls.vehicle_cn)
        cls.checkins = cls.env['aftersales.checkin'].with_user(cls.user_advisor).create([{
            'order_id': order.id,
            'fuel_level': 75,
            'key_tag': tag,
            'signature': sign(),
            'warning_light_ids': [Command.link(cls.env.ref('aftersales.warning_light_oil').id)],
            'document_ids': [Command.link(cls.env.ref('aftersales.checkin_document_registration').id)],
            'belonging_ids': [Command.create({'name': "Child seat", 'whereabouts': 'handed_over', 'box': 'B12'})],
            'damage_ids': [
                Command.create({'view': 'left', 'x': 0.25, 'y': 0.5, 'kind': 'dent', 'note': "车门", 'photo': draw('red')}),
                Command.create({'view': 'top', 'x': 0.5, 'y': 0.5, 'kind': 'rust'}),
            ],
        } for order, tag in zip(cls.orders, ('K-17', 'K-18'), strict=True)])
        for checkin in cls.checkins:
            checkin.photo_ids = [Command.create({
                'name': f'{number}.jpg', 'datas': draw('blue'), 'res_model': checkin._name, 'res_id': checkin.id,
            }) for number in range(3)]
            checkin.signature = sign()
        cls.checkins.action_sign()

    def test_sheet_tells_condition_and_belongings(self):
        for text, order in zip(
            self._render_text('report_checkin', self.checkins, self.user_technician), self.orders, strict=True,
        ):
            for word in (order.name, order.checkin_id.key_tag, '75 %', 'Child seat', 'B12', '车门', order.partner_id.name):
                self.assertIn(word, text)

    def test_words_in_the_customers_language_and_seal(self):
        english, __ = self._render_text('report_checkin', self.checkins, self.user_advisor)
        for word in ('Oil pressure', 'Registration certificate', 'Kept at the reception', self.checkins[0].content_hash):
            self.assertIn(word, english)

    def test_sketch_has_its_marks_where_they_were_put(self):
        marks = self.checkins[0].damage_ids
        source = self.checkins[0]._get_print_sketch().removeprefix('data:image/svg+xml;base64,')
        svg = etree.fromstring(b64decode(source))
        circles = [circle for circle in svg.iter('{*}circle') if circle.get('r') == '14']
        self.assertEqual(
            [(circle.get('cx'), circle.get('cy')) for circle in circles], [('300.0', '85.0'), ('400.0', '280.0')])
        self.assertEqual(len(marks), 2)

    def test_photos_are_small_on_paper(self):
        photos = self.checkins[0]._get_print_photos()
        self.assertEqual(len(photos), 4)
        self.assertIn('1 · Dent', photos[0]['label'])
        self.assertLess(max(len(photo['src']) for photo in photos), 20000)

    def test_exit_pass(self):
        with self.assertRaisesRegex(UserError, "ready or delivered"):
            self._render('report_exit_pass', self.orders, self.user_advisor)
        self.env.ref('aftersales.product_diagnosis').write({'list_price': 80, 'taxes_id': [Command.clear()]})
        for order in self.orders:
            self.env['aftersales.leave.wizard'].with_user(self.user_advisor).create({
                'order_id': order.id, 'reason': "Too expensive"}).action_apply()
        for text in self._render_text('report_exit_pass', self.orders, self.user_advisor):
            self.assertIn('Too expensive', text)
            self.assertIn('80.00', text)
        english, __ = self._render_text('report_exit_pass', self.orders, self.user_advisor)
        self.assertIn('NOT PAID', english)
        self.orders.partner_id.aftersales_account_customer = True
        english, __ = self._render_text('report_exit_pass', self.orders, self.user_accountant)
        self.assertIn('On account', english)

    def test_customer_file_says_what_is_missing(self):
        english, __ = self._render_text('report_basic_file', self.orders.vehicle_id, self.user_care)
        for word in ('Anna Smith', self.vehicle.vin_sn, 'Still missing', 'Delivery date'):
            self.assertIn(word, english)

    def test_job_card_says_who_took_the_car(self):
        self.orders[0]._hand_over(self.technician)
        self.assertIn('Handed over', self._render_text('report_job_card', self.orders[0].job_ids, self.user_technician)[0])

    @skipUnless(_wkhtml().state == 'ok', "wkhtmltopdf is not installed")
    def test_pdf_of_two(self):
        self._print_alone()
        Report = self.env['ir.actions.report'].with_context(force_report_rendering=True)
        for report, records in (('report_checkin', self.checkins), ('report_basic_file', self.orders.vehicle_id)):
            with mute_logger(REPORT_LOGGER):
                pdf, __ = Report.with_user(self.user_advisor)._render_qweb_pdf(f'aftersales.{report}', records.ids)
            self.assertGreaterEqual(PdfFileReader(io.BytesIO(pdf)).getNumPages(), 2)
