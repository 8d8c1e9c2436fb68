import base64
import io

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.models.fitment import fitment_file
from odoo.addons.aftersales.tests.dealership.billing import BillingCommon

HEADING = "Part,Make,Model,From Year,To Year,Engine,Position,Qualifier,Quantity,Does Not Fit,ID,Action"
ACES = '<?xml version="1.0" encoding="UTF-8"?>\n<ACES version="4.2"><Header><Company>Zqx</Company></Header>%s<Footer/></ACES>'
APP = ('<App action="%s" id="%s"><BaseVehicle id="%s"/><SubModel id="13"/><Note>with sport chassis</Note><Qty>2</Qty>'
       '<PartType id="1684"/><Position id="22"/><Part>%s</Part></App>')


@tagged('post_install', '-at_install')
class TestFitmentImport(BillingCommon):
    """H1: a maker's catalogue becomes fitments; what is wrong is told row by row, and twice is once."""

    def setUp(self):
        super().setUp()
        self.order = self._create_order(self._job(self._line(100)))
        self.brand = self.env['fleet.vehicle.model.brand'].create({'name': "Zqxmake"})
        self.model = self.env['fleet.vehicle.model'].create({'name': "Zqx 9", 'brand_id': self.brand.id})
        self.pump = self.env['product.template'].create({'name': "Zqxpump", 'type': 'consu'})
        self._number("9X7-115.562 Q", self.pump)

    def _number(self, name, part):
        self.env['aftersales.part.number'].create({'product_tmpl_id': part.id, 'name': name})

    def _open(self, text, user=None, **values):
        data = text if isinstance(text, bytes) else text.encode()
        return self.env['aftersales.fitment.import'].with_user(user or self.user_parts).create({
            'file': base64.b64encode(data), 'file_name': 'catalogue', **values})

    def _import(self, text, **values):
        wizard = self._open(text, **values)
        wizard.action_import()
        return wizard

    def _get_counts(self, wizard):
        return {
            name: wizard[f'{name}_count']
            for name in ('new', 'changed', 'known', 'removed', 'left_out', 'unmapped', 'wrong') if wizard[f'{name}_count']}

    def _map(self, **values):
        return self.env['aftersales.fitment.mapping'].with_user(self.user_parts).create({
            'model_id': self.model.id, **values})

    def test_csv(self):
        """H1: good rows are taken over, each wrong one is told with what to do, and a check changes nothing."""
        text = '\n'.join([
            HEADING, "9x7 115562Q,zqxmake,ZQX 9,2018,2020,CUG,front,,2,,,", "9X7115562Q,Zqxmake,,,,,,,,x,,",
            "NOPE1,Zqxmake,,,,,,,,,,", "9X7115562Q,Zqxmake,,NaN,,,,,,,,", "9X7115562Q,Zqxmake,,2020,2018,,,,,,,",
            "9X7115562Q,,,,,,,,,,,", f"9X7115562Q,Zqxmake,,,,{'E' * 65},,,,,,", "9X7115562Q,Zqxmake,,,,,,,1e9,,,",
            "9X7115562Q,Zqxmake,,,,,,,,,7,Z"])
        wizard = self._open(text)
        wizard.action_check()
        self.assertEqual(self._get_counts(wizard), {'new': 2, 'wrong': 7})
        self.assertFalse(self.pump.aftersales_fitment_ids)
        wizard.action_import()
        self.assertEqual(self._get_counts(wizard), {'new': 2, 'wrong': 7})
        self.assertEqual(wizard.line_ids.mapped('row_number'), [4, 5, 6, 7, 8, 9, 10])
        self.assertIn("NaN is no year", wizard.line_ids[1].message)
        first, second = self.pump.aftersales_fitment_ids.sorted('id')
        self.assertRecordValues(first | second, [
            {'model_id': self.model.id, 'year_from': 2018, 'year_to': 2020, 'engine': "CUG", 'quantity': 2,
             'is_exclusion': False},
            {'model_id': False, 'year_from': 0, 'year_to': 0, 'engine': False, 'quantity': 0, 'is_exclusion': True}])

    def test_twice(self):
        """H1: the same file again makes no second fitment, nor one that somebody has typed; a changed row changes its own."""
        typed = self.env['aftersales.fitment'].with_user(self.user_parts).create({
            'product_tmpl_id': self.pump.id, 'model_id': self.model.id, 'year_from': 2016})
        text = f"{HEADING}\n9X7115562Q,Zqxmake,Zqx 9,2016,,,,,,,,\n9X7115562Q,Zqxmake,Zqx 9,2018,,,,,,,A1,\n"
        self.assertEqual(self._get_counts(self._import(text)), {'new': 1, 'known': 1})
        self.assertEqual(self._get_counts(self._import(text)), {'known': 2})
        self.assertEqual(len(self.pump.aftersales_fitment_ids), 2)
        self.assertIn(typed, self.pump.aftersales_fitment_ids)
        self.assertEqual(self._get_counts(self._import(text.replace('2018', '2019'))), {'known': 1, 'changed': 1})
        self.assertEqual(sorted(self.pump.aftersales_fitment_ids.mapped('year_from')), [2016, 2019])
        self.assertEqual(self._get_counts(self._import(text, source="Another")), {'new': 2})

    def test_aces(self):
        """H1: a base vehicle is what the mapping says; D archives what came under the number, A brings it back."""
        text = ACES % (APP % ('A', 1, 4711, '9X7 115 562 Q') + APP % ('A', 2, 4712, '9X7115562Q')
                       + APP % ('A', 3, 4712, '9X7115562Q') + APP % ('A', 4, 4713, '9X7115562Q'))
        self._map(scheme='aces', kind='vehicle', name='4711', year_from=2018, year_to=2018)
        self._map(scheme='aces', kind='vehicle', name='4713', model_id=False, is_left_out=True)
        wizard = self._import(text)
        self.assertEqual(self._get_counts(wizard), {'new': 1, 'unmapped': 2, 'left_out': 1})
        self.assertEqual(wizard.line_ids.mapped(lambda line: (line.subject, line.verdict)), [('4712', 'unmapped')])
        self.assertIn("2 rows", wizard.line_ids.message)
        fitment = self.pump.aftersales_fitment_ids
        self.assertRecordValues(fitment, [{
            'model_id': self.model.id, 'brand_id': self.brand.id, 'year_from': 2018, 'year_to': 2018, 'quantity': 2,
            'position': "Position 22", 'qualifier': "with sport chassis, SubModel 13", 'source_key': "Catalogue/1"}])
        action = wizard.action_add_mapping()
        wizard.action_add_mapping()
        mapping = self.env['aftersales.fitment.mapping'].search([('name', '=', '4712')])
        self.assertRecordValues(mapping, [{'scheme': 'aces', 'kind': 'vehicle', 'brand_id': False}])
        self.assertEqual(action['res_model'], 'aftersales.fitment.mapping')
        self.assertEqual(self._get_counts(self._import(text)), {'known': 1, 'unmapped': 2, 'left_out': 1})
        self.assertEqual(self._get_counts(self._import(ACES % '<App action="D" id="1"/>')), {'removed': 1})
        self.assertFalse(fitment.active)
        self.assertEqual(self._get_counts(self._import(ACES % '<App action="D" id="1"/>')), {'known': 1})
        self._import(text)
        self.assertTrue(fitment.active)

    def test_names(self):
        """H1: a make under another name is mapped once, for all its models."""
        self._map(kind='make', name="ZM", model_id=False, brand_id=self.brand.id)
        self._map(kind='make', name="Other", model_id=False, is_left_out=True)
        wizard = self._import("零件号;品牌;车型\n9X7115562Q;zm;zqx 9\n9X7115562Q;Other;X\n".encode('gb18030'))
        self.assertEqual(self._get_counts(wizard), {'new': 1, 'left_out': 1})
        self.assertEqual(self.pump.aftersales_fitment_ids.model_id, self.model)

    def test_qualifiers_in_words(self):
        """H1: what the file itself puts into words is told in them; the rest keeps the number of the maker's tables."""
        self._map(scheme='aces', kind='model', name='77')
        self._import(ACES % (
            '<App action="A" id="9"><Model id="77"/><Qual id="4112"><param value="312" uom="mm"/><text>With 312 mm disc</text>'
            '</Qual><Qual id="5"/><EngineBase id="8"/><Part>9X7115562Q</Part></App>'))
        self.assertEqual(self.pump.aftersales_fitment_ids.qualifier, "With 312 mm disc, Qual 5, EngineBase 8")

    def test_years_of_aces(self):
        self._map(scheme='aces', kind='model', name='77')
        self._import(ACES % (
            '<App action="A" id="9"><Years from="2011" to="2014"/><Make id="5"/><Model id="77"/><Part>9X7115562Q</Part></App>'))
        self.assertRecordValues(self.pump.aftersales_fitment_ids, [{
            'model_id': self.model.id, 'year_from': 2011, 'year_to': 2014}])

    def test_no_catalogues(self):
        """H1: a wrong, broken or hostile file gets a sentence, and nothing of it is taken over."""
        good = APP % ('A', 1, 4711, '9X7115562Q')
        self._map(scheme='aces', kind='vehicle', name='4711')
        bomb = ''.join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
        for data, sentence in (
            (b' \n', "is empty"), (b'%PDF-1.4\n\0\1', "is no catalogue"), (b'PK\x03\x04x', "unpack it"),
            (b'\xd0\xcf\x11\xe0', "old Excel"), ("VIN;Plate\n1;2", "no headings"), ("<html/>", "not ACES"),
            (f'<!DOCTYPE ACES [<!ENTITY a0 "x">{bomb}]><ACES>{good}<App>&a9;</App></ACES>', "document type"),
            ('<!DOCTYPE ACES SYSTEM "file:///etc/passwd"><ACES/>', "document type"),
            (ACES.replace('%s', good + '<App') % (), "cannot be read from row 2"),
            (f'<ACES>{good}<App>{"<a/>" * 300}</App></ACES>', "cannot be read from row 2"),
            (f'<ACES>{good}{"<a>" * 300}', "cannot be read"),
            (f'{HEADING}\n9X7115562Q,Zqxmake,,,,,,,,,,\n"{"x" * 200_000}",Zqxmake,,,,,,,,,,', "from row 3"),
        ):
            with self.subTest(sentence, data=data[:60]), self.assertRaisesRegex(UserError, sentence):
                self._open(data).action_import()
        with self.assertRaisesRegex(UserError, "Choose a file"):
            self.env['aftersales.fitment.import'].with_user(self.user_parts).create({}).action_check()

    def test_errors_are_capped(self):
        wizard = self._import(HEADING + "\nNOPE,Zqxmake,,,,,,,,,," * 1500)
        self.assertEqual(self._get_counts(wizard), {'wrong': 1500})
        self.assertEqual(len(base64.b64decode(wizard.with_context(bin_size=False).result_file).splitlines()), 1001)

    def test_goes_on(self):
        """H1: what a request has no time for is taken over by the next click."""
        self._map(scheme='aces', kind='vehicle', name='4711')
        data = (ACES % ''.join(APP % ('A', n, 4711, '9X7115562Q') for n in range(1200))).encode()
        rows = fitment_file.read_applications(io.BytesIO(data))
        Fitment = self.env['aftersales.fitment'].with_user(self.user_parts)
        self.assertEqual(Fitment._import_applications(rows, "Catalogue", seconds=1e-9)['next_row'], 1001)
        self.assertEqual(len(self.pump.aftersales_fitment_ids), 1000)
        wizard = self._open(data)
        wizard.next_row = 1001
        wizard.action_import()
        self.assertEqual(self._get_counts(wizard), {'new': 200})
        self.assertTrue(wizard.is_done)
        wizard.next_row = 1001
        wizard.file = base64.b64encode(data)
        self.assertFalse(wizard.next_row)

    def test_who(self):
        """H1: the parts department imports; an advisor reads the mapping."""
        self._map(name="Zqx")
        for model in ('aftersales.fitment.import', 'aftersales.fitment.mapping'):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.user_advisor).check_access('create')
        with self.assertRaises(AccessError):
            self.env['aftersales.fitment'].with_user(self.user_advisor)._import_applications([], "C")

    def test_other_company(self):
        """H1: parts of another company are not found, though somebody works for both."""
        self.pump.company_id = self.other_company
        self.user_parts.company_ids |= self.other_company
        text = f"{HEADING}\n9X7115562Q,Zqxmake,,,,,,,,,,\n"
        user = self.env['aftersales.fitment.import'].with_user(self.user_parts).with_context(
            allowed_company_ids=[self.company.id, self.other_company.id])
        wizard = user.create({'file': base64.b64encode(text.encode())})
        wizard.action_import()
        self.assertEqual(self._get_counts(wizard), {'wrong': 1})

    def test_engine(self):
        """H1: an engine number that begins with the code fits; else somebody compares, and is told what."""
        car = self.order.vehicle_id
        self.env['aftersales.fitment'].create({
            'product_tmpl_id': self.pump.id, 'model_id': car.model_id.id, 'engine': "CUG, DKV"})
        explain = lambda: self.pump.with_user(self.user_advisor)._explain_fit(car)[self.pump]  # noqa: E731
        self.assertEqual(explain()[0], None)
        self.assertIn("engine number is missing", explain()[1])
        car.engine_number = "dkv 123456"
        self.assertEqual(explain(), (True, "Fits. CUG, DKV"))
        car.engine_number = "EA888 1"
        self.assertIsNone(explain()[0])
        self.assertIn("EA888 1", explain()[1])
