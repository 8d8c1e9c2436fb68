import base64
import csv
import io

import openpyxl
from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.supplier import SupplierCommon
from odoo.addons.aftersales.tests.dealership.warranty import TODAY

STAR = '{http://www.starstandard.org/STAR/5}'


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestClaimExport(SupplierCommon):
    """I3: claims leave as the file their maker wants, its columns kept as data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claims = cls._create_claim() | cls._create_claim(part=1234.5)
        cls.claims.write({'concern': "=HYPERLINK(1)", 'cause': "@cmd; and\n\"more\"", 'odometer': 30_000})
        cls._set_state(cls.claims, 'checked')
        cls.csv = cls.env.ref('aftersales.claim_export_csv').with_user(cls.user_claims)
        cls.star = cls.env.ref('aftersales.claim_export_star').with_user(cls.user_claims)

    def _rewrite(self, claims, **values):
        """What they said when they were checked."""
        self._set_state(claims, 'draft')
        claims.sudo().write(values)
        self._set_state(claims, 'checked')

    def _export(self, export, claims=None, user=None):
        wizard = self.env['aftersales.claim.export.wizard'].with_user(user or self.user_claims).with_context(
            active_model='aftersales.claim', active_ids=(claims or self.claims).ids).create({'export_id': export.id})
        action = wizard.action_export()
        return self.env['aftersales.claim.file'].with_user(self.user_claims).browse(action['res_id'])

    def test_text_is_read_back(self):
        file = self._export(self.csv)
        rows = list(csv.DictReader(
            io.StringIO(base64.b64decode(file.file).decode('utf-8-sig'), newline=''), delimiter=';'))
        self.assertEqual([row['Claim'] for row in rows], [claim.name for claim in self.claims for __ in range(2)])
        self.assertEqual([row['Amount'] for row in rows], ['100.00', '60.00', '1234.50', '60.00'])
        self.assertEqual((rows[0]['Dealer'], rows[0]['VIN'], rows[0]['Repaired on']), (
            'D0815', self.vehicle.vin_sn, '2026-03-02'))
        self.assertEqual(rows[0]['Concern'], "'=HYPERLINK(1)", "no spreadsheet reckons with it")
        self.assertEqual(rows[0]['Cause'], "'@cmd; and\n\"more\"")

    def test_formulas_of_any_kind_stay_text(self):
        self.csv.sudo().column_ids = [Command.clear(), Command.create({'header': "=A1", 'source': 'claim.cause'})]
        self.csv.sudo().row_per = 'claim'
        for text in ("=1+1", "+1", "-1", "@SUM(A1)", "  =1", "＝1"):
            self._rewrite(self.claims, cause=text)
            head, first, second = base64.b64decode(self._export(self.csv).file).decode('utf-8-sig').splitlines()
            self.assertEqual((head, first, second), ("'=A1", f"'{text}", f"'{text}"))

    def test_marks_and_encoding_are_the_maker_s(self):
        self.csv.sudo().write({
            'separator': '|', 'decimal_mark': ',', 'date_format': '%d.%m.%Y', 'encoding': 'gb18030', 'has_header': False})
        self._rewrite(self.claims, correction="更换制动盘")
        rows = list(csv.reader(
            io.StringIO(base64.b64decode(self._export(self.csv).file).decode('gb18030'), newline=''), delimiter='|'))
        self.assertEqual((len(rows), rows[2][-1], rows[0][6], rows[0][12]), (4, '1234,50', '02.03.2026', "更换制动盘"))
        self.csv.sudo().encoding = 'cp1252'
        with self.assertRaisesRegex(UserError, "cannot be written"):
            self._export(self.csv)
        with self.assertRaisesRegex(UserError, "same comma"):
            self.csv.sudo().separator = ','

    def test_spreadsheet_is_read_back(self):
        self.csv.sudo().file_format = 'xlsx'
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(self._export(self.csv).file)))
        rows = list(book.active.iter_rows(values_only=True))
        self.assertEqual(len(rows), 5)
        self.assertEqual((rows[0][0], rows[3][-1], rows[1][4]), ("Claim", 1234.5, 30000))
        self.assertEqual(rows[1][10], "'=HYPERLINK(1)")
        self.assertFalse([cell for row in book.active.iter_rows() for cell in row if cell.data_type == 'f'])

    def test_star(self):
        root = etree.fromstring(base64.b64decode(self._export(self.star).file))
        self.assertEqual(root.tag, f'{STAR}ProcessWarrantyClaim')
        claims = root.findall(f'.//{STAR}WarrantyClaim')
        self.assertEqual([claim.findtext(f'.//{STAR}ClaimNumberString') for claim in claims], self.claims.mapped('name'))
        first = claims[0]
        find = lambda path: first.findtext('/'.join(STAR + name for name in path.split('/')))  # noqa: E731 - short
        self.assertEqual(len(first.findall(f'{STAR}WarrantyClaimHeader')), 1, "one header")
        self.assertEqual(len(first.findall(f'{STAR}Job')), 1, "one job, with all its lines")
        self.assertEqual(find('WarrantyClaimHeader/Vehicle/VehicleID'), self.vehicle.vin_sn)
        distance = first.find(f'{STAR}WarrantyClaimHeader/{STAR}InDistanceMeasure')
        self.assertEqual((distance.text, distance.get('unitCode')), ('30000.00', 'KMT'))
        self.assertRegex(find('WarrantyClaimHeader/RepairOrderCompletedDateTime'), r'^2026-03-02T\d\d:\d\d:\d\d[+-]\d\d:\d\d$')
        self.assertEqual(find('Job/CodesAndCommentsExpanded/CauseDescription'), "@cmd; and\n\"more\"")
        item = 'Job/ServiceParts/ItemIdentificationGroup/ItemIdentification/ItemID'
        self.assertEqual(find(item), self.disc.default_code or None)
        self.assertEqual(
            (find('Job/ServiceParts/Price/ChargeAmount'), find('Job/ServiceLabor/ChargeAmount')), ('100.00', '60.00'))
        self.assertIsNone(first.find(f'{STAR}Job/{STAR}Sublet'))
        sender = root.find(f'{STAR}ApplicationArea/{STAR}Sender')
        self.assertEqual((sender.findtext(f'{STAR}DealerNumberID'), root.get('releaseID')), ('D0815', '5.7.3'))
        self.assertEqual(root[0].tag, f'{STAR}ApplicationArea')
        with self.assertRaisesRegex(UserError, "no name of an XML element"):
            self.star.sudo().column_ids[0].header = "<script>"

    def test_star_repeats_each_kind_of_line(self):
        """I3: each line begins its element anew; other costs have theirs; decimals are points, whatever the format says."""
        self.star.sudo().decimal_mark = ','
        claim = self.claims[0]
        kinds = ('part', 'labour', 'towing', 'travel', 'sublet')
        self._rewrite(claim, line_ids=[Command.create({
            'kind': kind, 'name': f"More {kind}", 'price_unit': 12.5, 'quantity': 2.0}) for kind in kinds])
        job = etree.fromstring(base64.b64decode(self._export(self.star, claim).file)).find(f'.//{STAR}Job')
        self.assertEqual([len(job.findall(STAR + name)) for name in (
            'ServiceParts', 'ServiceLabor', 'MiscellaneousCharges', 'Sublet')], [2, 2, 2, 1])
        self.assertEqual([charge.findtext(f'{STAR}ChargeAmount') for charge in job.findall(f'{STAR}MiscellaneousCharges')],
                         ['25.00', '25.00'])
        column = self.star.sudo().column_ids[0]
        for header, fits in (('A/B+/C/@d', True), ('A/@d/B', False), ('A//B', False), ('+', False), ('A+', True)):
            with self.subTest(header):
                if fits:
                    column.header = header
                else:
                    with self.assertRaisesRegex(UserError, "no name of an XML element"), self.cr.savepoint():
                        column.header = header

    def test_what_was_made_is_kept(self):
        file = self._export(self.csv)
        self.assertTrue(file.is_intact)
        self.assertEqual((file.claim_ids, file.claim_count, file.user_id), (self.claims, 2, self.user_claims))
        for claim in self.claims:
            self.assertIn(file.name, claim.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "neither changed nor deleted"):
            file.sudo().file = base64.b64encode(b'other')
        with self.assertRaisesRegex(UserError, "neither changed nor deleted"):
            file.sudo().unlink()

    def test_who_may(self):
        with self.assertRaises(AccessError):
            self._export(self.csv, user=self.user_advisor)
        stranger = self.user_other_advisor
        stranger.group_ids |= self.env.ref('aftersales.group_claims')
        with self.assertRaises(AccessError):
            self._export(self.csv, user=stranger)
        file = self._export(self.csv)
        with self.assertRaises(AccessError):
            file.with_user(stranger).read(['name'])

    def test_wrong_choice(self):
        self._set_state(self.claims[1], 'draft')
        with self.assertRaisesRegex(UserError, "Only claims that were checked"):
            self._export(self.csv)
        self._set_state(self.claims, 'checked')
        self._rewrite(self.claims[1], partner_id=self.supplier.id)
        with self.assertRaisesRegex(UserError, "one maker"):
            self._export(self.csv)
        self.csv.sudo().partner_id = self.supplier
        with self.assertRaisesRegex(UserError, "one maker"):
            self._export(self.csv, self.claims[0])

    def test_flat(self):
        for export in (self.csv, self.star):
            self.assertFlat(lambda claims, export=export: export._export(claims), self.claims[0], self.claims, slack=2)
