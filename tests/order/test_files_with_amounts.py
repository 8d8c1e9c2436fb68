import io
import zipfile
from unittest.mock import patch

from openpyxl import Workbook
from reportlab.pdfgen import canvas

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.aftersales.models.base import file_text
from odoo.addons.aftersales.models.base.file_text import read_file_text
from odoo.addons.aftersales.tests.common import AftersalesCommon
from odoo.addons.mail.tools.discuss import Store


def write_pdf(*lines):
    data = io.BytesIO()
    page = canvas.Canvas(data)
    for number, line in enumerate(lines):
        page.drawString(50, 800 - 20 * number, line)
    page.save()
    return data.getvalue()


def write_sheet(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def write_document(text, packed=zipfile.ZIP_DEFLATED):
    data = io.BytesIO()
    with zipfile.ZipFile(data, 'w', packed) as archive:
        archive.writestr('word/document.xml', f'<w:document><w:p><w:t>{text}</w:t></w:p></w:document>')
    return data.getvalue()


@tagged('post_install', '-at_install')
class TestFilesWithAmounts(AftersalesCommon):
    """faults U9: a file on a document that says what something costs is read by who sees prices and by who put it there."""

    with_outlet = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.env['aftersales.order'].create({
            'workshop_id': cls.workshop.id, 'vehicle_id': cls.vehicle.id, 'partner_id': cls.customer.id,
            'user_id': cls.user_advisor.id, 'odometer_in': 1000})
        cls.blind = [cls.user_technician, cls.user_inspector]

    def _attach(self, name, data, user=None, record=None, **values):
        record = record or self.order
        return self.env['ir.attachment'].with_user(user or self.user_advisor).create({
            'name': name, 'raw': data, 'res_model': record._name, 'res_id': record.id, **values})

    def test_kinds_of_files(self):
        """faults U9: PDF, sheets, texts, office files and pages with amounts, and those without; scans are for all."""
        priced = {
            'invoice.pdf': write_pdf("Invoice INV/2026/00012", "Brake pads 2.00 Units", "Total $ 1,234.00"),
            'columns.pdf': write_pdf("Part   Quantity   Price", "Brake pads   2   617.00"),
            'offer.csv': b"Part,Price\nBrake pads,617\n",
            'offer.xlsx': write_sheet(("零件", "单价"), ("刹车片", 617)),
            'mail.txt': b"We charge 617.00 EUR for it.",
            'chinese.txt': "刹车片，合计1234元".encode('gb18030'),
            'bill.html': b"<p>Total <b>&euro; 617.00</b> EUR 617.00</p>",
            'letter.docx': write_document("We charge EUR 617.00"),
        }
        free = {
            'diagram.pdf': write_pdf("Wiring of the left headlamp", "Torque 110.50 Nm, oil 4.25 L"),
            'scan.pdf': write_pdf(),
            'codes.csv': b"Code,Text\nP0420,Catalyst\n",
            'log.txt': b"12.50 V at idle",
        }
        for name, data in (priced | free).items():
            with self.subTest(name):
                file = self._attach(name, data)
                self.assertEqual(file.aftersales_amounts, name in priced)
                for user in self.blind:
                    self._check_doors(file.with_user(user), name in free)
                self._check_doors(file.with_user(self.user_manager), True)

    def _check_doors(self, file, is_open):
        """Read, search, count, download, and the files listed beside the log."""
        Attachment = file.browse()
        domain = [('res_model', '=', self.order._name), ('res_id', '=', self.order.id), ('id', '=', file.id)]
        self.assertEqual(bool(Attachment.search(domain)), is_open)
        self.assertEqual(bool(Attachment.search([('id', '=', file.id)])), is_open)
        self.assertEqual(Attachment.search_count(domain), int(is_open))
        self.assertEqual(file in self.order.with_user(file.env.user)._get_mail_thread_data_attachments(), is_open)
        for door in (
            lambda: file.read(['name', 'raw']), lambda: file.check_access('read'),
            lambda: file.env['ir.binary']._find_record(None, 'ir.attachment', file.id),
        ):
            file.invalidate_recordset()
            if is_open:
                door()
            else:
                with self.assertRaises(AccessError):
                    door()

    def test_own_file_and_other_places(self):
        """faults U9: who put it there reads it; a file moves with its mark, and one of others' documents is not ours."""
        bill = write_pdf("Total $ 1,234.00")
        own = self.env['ir.attachment'].with_user(self.user_technician).sudo().create({  # as a message makes it
            'name': "own.pdf", 'raw': bill, 'res_model': self.order._name, 'res_id': self.order.id})
        self.assertTrue(own.aftersales_amounts)
        own.with_user(self.user_technician).check_access('read')
        self.assertFalse(own.with_user(self.user_inspector).has_access('read'))
        file = self._attach('vehicle.pdf', bill, record=self.vehicle)
        self.assertFalse(file.aftersales_amounts)
        file.write({'res_model': self.order._name, 'res_id': self.order.id})
        self.assertTrue(file.aftersales_amounts)
        file.raw = write_pdf("Torque 110 Nm")
        self.assertFalse(file.aftersales_amounts)
        file.with_user(self.user_technician).check_access('read')

    def test_hidden_file_does_not_move(self):
        """faults U9: who may not read a file does not take it to a document where he might, change or delete it."""
        job = self.env['aftersales.job'].create({'order_id': self.order.id, 'name': "Brakes"})
        file = self._attach('invoice.pdf', write_pdf("Total $ 1,234.00"), record=job)
        photo = self._attach('diagram.pdf', write_pdf("Torque 110 Nm"), record=job)
        for vals in (
            {'res_model': 'res.partner', 'res_id': self.user_technician.partner_id.id}, {'res_model': False}, {'type': 'url'},
            {'res_field': 'note'}, {'raw': b"nothing"},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                file.with_user(self.user_technician).write(vals)
        with self.assertRaises(AccessError):
            file.with_user(self.user_technician).unlink()
        self.assertTrue(file.aftersales_amounts)
        self.assertEqual((file + photo).with_user(self.user_technician)._filtered_access('write'), photo)
        file.with_user(self.user_manager).name = "bill.pdf"

    def test_hostile_files(self):
        """U9: what unpacks to more than a worker holds, or draws without end, is read in part, and soon."""
        self.assertIn("617.00", read_file_text(write_document("EUR 617.00")))
        for packed in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
            with patch('bz2.BZ2Decompressor', side_effect=AssertionError), patch(
                    'lzma.LZMADecompressor', side_effect=AssertionError):
                self.assertIsNone(read_file_text(write_document("EUR 617.00", packed)), "nobody knows what it says")
        data = write_pdf("Total $ 1,234.00")
        self.assertIn("1,234.00", read_file_text(data))
        with patch.object(file_text, 'MOST_PAGE_BYTES', 10):
            self.assertEqual(read_file_text(data), '')
        with patch.object(file_text, 'MOST_SECONDS', -1):
            self.assertEqual(read_file_text(data), '')

    def test_what_nobody_can_look_into_is_hidden(self):
        """issue 10, U9: a broken, locked or packed file may say anything: it is for who sees prices and who put it there;
        a scan and packed pictures are for all."""
        pictures = io.BytesIO()
        with zipfile.ZipFile(pictures, 'w') as archive:
            archive.writestr('photos/left.JPG', b'picture')
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, 'w') as archive:
            archive.writestr('bill.txt', "EUR 617.00")
        hidden = {
            'broken.pdf': b'%PDF-1.4 broken', 'bill.xls': b'\xd0\xcf\x11\xe0 old', 'bills.rar': b'Rar!\x1a\x07',
            'bills.zip': packed.getvalue(), 'broken.docx': b'PK\x03\x04 broken'}
        shown = {'photos.zip': pictures.getvalue(), 'scan.pdf': write_pdf(""), 'words.txt': b"Brakes squeal"}
        files = self.env['ir.attachment'].with_user(self.user_manager).create([
            {'name': name, 'raw': data, 'res_model': self.order._name, 'res_id': self.order.id}
            for name, data in {**hidden, **shown}.items()])
        self.assertEqual(set(files.filtered('aftersales_amounts').mapped('name')), set(hidden))
        found = files.with_user(self.user_technician).search([('id', 'in', files.ids)])
        self.assertEqual(set(found.mapped('name')), set(shown))

    def test_files_of_messages(self):
        """faults U9: a mail with an invoice is hidden as one with amounts is; a note stays, without its priced file."""
        bill = [('invoice.pdf', write_pdf("Total $ 1,234.00"))]
        order, said, noted = self.order.with_user(self.user_advisor), "Please find the invoice", "As the supplier writes"
        mail = order.message_post(
            body=said, attachments=bill, message_type='comment', subtype_xmlid='mail.mt_comment')
        note = order.message_post(
            body=noted, message_type='comment', subtype_xmlid='mail.mt_note',
            attachments=[*bill, ('diagram.pdf', write_pdf("Torque 110 Nm"))])
        for user in self.blind:
            self.assertFalse(mail.with_user(user).has_access('read'))
            self.assertTrue(note.with_user(user).has_access('read'))
            self.assertEqual(self._get_told_files(note, user), ['diagram.pdf'])
        for user in (self.user_advisor, self.user_manager):
            self.assertTrue(mail.with_user(user).has_access('read'))
            self.assertEqual(self._get_told_files(note, user), ['diagram.pdf', 'invoice.pdf'])

    def _get_told_files(self, message, user):
        self.env.invalidate_all()
        message = message.with_user(user)
        return sorted(file['name'] for file in Store().add(message).get_result().get('ir.attachment', []))

    def test_next_task_of_the_reader(self):
        """faults U9: what comes next is told of tasks that the reader may read, also when the system read others before."""
        self.order.activity_schedule(
            'mail.mail_activity_data_todo', user_id=self.user_advisor.id, summary="Take $ 1,234.00 at the counter",
            date_deadline='2026-01-01')
        self.order.activity_schedule(
            'mail.mail_activity_data_todo', user_id=self.user_advisor.id, summary="Call him", date_deadline='2026-01-02')
        self.env.flush_all()
        for user, summary in (
            (self.user_technician, "Call him"), (self.user_advisor, "Take $ 1,234.00 at the counter"),
        ):
            with self.subTest(user.name):
                self.env.invalidate_all()
                order = self.order.with_user(user)
                order.sudo().activity_ids.mapped('summary')  # as a rule or a compute of the system does
                self.assertEqual(order.activity_summary, summary)
                self.assertEqual(order.read(['activity_summary'])[0]['activity_summary'], summary)
