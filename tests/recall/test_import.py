import base64
import io
import random

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.recall import NOW, RecallCommon, make_vin


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestImport(RecallCommon):
    """I7: the maker's list, as it comes."""

    def _open(self, **values):
        return self.env['aftersales.recall.import'].with_user(self.user_claims).create({'recall_id': self.recall.id, **values})

    def _write_book(self, rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    def _get_counts(self, wizard):
        return [wizard[f'{name}_count'] for name in ('row', 'new', 'known', 'unknown', 'doubled', 'wrong')]

    def test_rows_are_told(self):
        """I7: unknown, wrong and doubled VINs are reported row by row; a trial changes nothing."""
        wrong = self.vins[0][:8] + ('0' if self.vins[0][8] != '0' else '1') + self.vins[0][9:]
        wizard = self._open(text='\n'.join([
            self.vins[0], f' {self.vins[1].lower()} ', self.vins[0], self.vins[2], wrong, 'ABC', '']))
        wizard.action_check()
        self.assertEqual(self._get_counts(wizard), [6, 3, 0, 1, 1, 2])
        self.assertEqual(
            {(line.row_number, line.verdict) for line in wizard.line_ids},
            {(3, 'doubled'), (4, 'unknown'), (5, 'wrong'), (6, 'wrong')})
        self.assertFalse(self.recall.car_ids)
        report = base64.b64decode(wizard.with_context(bin_size=False).result_file).decode('utf-8-sig').splitlines()
        self.assertEqual(len(report), 1 + 4)
        wizard.action_import()
        self.assertEqual(set(self.recall.car_ids.mapped('vin')), set(self.vins))
        self.assertEqual(self.recall.car_ids.vehicle_id, self.vehicle | self.vehicle_2)

    def test_car_of_another_brand_is_told(self):
        """I7: a VIN of the list whose car is of another brand is taken over, as makers have sisters, and is told."""
        brand = self.env['fleet.vehicle.model.brand'].create({'name': "Another Brand"})
        self.vehicle.model_id = self.env['fleet.vehicle.model'].create({'name': "Other", 'brand_id': brand.id})
        wizard = self._open(text='\n'.join(self.vins[:2]))
        wizard.action_import()
        self.assertEqual(
            [(line.verdict, line.vin) for line in wizard.line_ids], [('brand', self.vehicle.vin_sn)])
        self.assertIn("Another Brand", wizard.line_ids.message)
        self.assertEqual(self.recall.car_ids.vehicle_id, self.vehicle | self.vehicle_2)

    def test_twice_changes_nothing(self):
        """I7: the same list imported twice changes nothing."""
        self._import()
        before = self.recall.car_ids.read()
        result = self._import()
        self.env.invalidate_all()
        self.assertEqual((result['new'], result['known']), (0, 3))
        self.assertEqual(self.recall.car_ids.read(), before)

    def test_files(self):
        """I7: CSV in several encodings with a heading somewhere, XLSX with numbers beside it, VINs on one line."""
        rows = [["Campaign 24R-001"], ["No.", "车架号", "型号"]] + [[n, vin, "朗逸"] for n, vin in enumerate(self.vins, 1)]
        text = '\n'.join(';'.join(str(cell) for cell in row) for row in rows)
        for name, data in {
            'utf-8': text.encode(), 'bom': text.encode('utf-8-sig'), 'gb18030': text.encode('gb18030'),
            'utf-16': text.encode('utf-16'), 'xlsx': self._write_book(rows), 'line': ', '.join(self.vins).encode(),
            'plain': '\r\n'.join(self.vins).encode(),
        }.items():
            with self.subTest(name):
                wizard = self._open(file=base64.b64encode(data), file_name='list')
                wizard.action_check()
                self.assertEqual(wizard.new_count, 3)
                self.assertEqual(wizard.wrong_count, 0)

    def test_no_lists(self):
        """I7: another kind of file, an empty one or a broken one gets a sentence, and nothing is half-saved."""
        for data, sentence in (
            (b'', "Choose a file"), (b' \n ', "is empty"), (b'\xd0\xcf\x11\xe0' + b'0' * 99, "old Excel"),
            (b'%PDF-1.4\n\0\1\2', "is no list"), (b'\x89PNG\r\n\x1a\n\0\0', "is no list"),
            (b'PK\x03\x04broken', "cannot be read"),
            (self._write_book([]), "is empty"), (b'\xff\xfe\x00', "is no list"), (b"VIN\n", "is empty"),
        ):
            with self.subTest(sentence), self.assertRaisesRegex(UserError, sentence):
                self._open(file=base64.b64encode(data), file_name='list.csv').action_import()
        self.assertFalse(self.recall.car_ids)

    def test_roles(self):
        """I7: claims clerks import; an advisor does not, nor another company."""
        self._open(text=self.vins[0]).action_import()
        for user in (self.user_advisor, self.user_technician, self.user_other_advisor):
            with self.assertRaises(AccessError):
                self.recall.with_user(user)._import_vins([(1, self.vins[1])])
            with self.assertRaises(AccessError):
                self.env['aftersales.recall.import'].with_user(user).create({
                    'recall_id': self.recall.id, 'text': self.vins[1]})

    def _enter_in_order(self, numbers, vins):
        """Lists, cars and starts in an order by chance, then a VIN that was typed wrong is corrected."""
        listed = self._create_recall(maker_number='L')
        ranged = self._create_recall(maker_number='R', scope='range', range_ids=[
            Command.create({'vin_from': vins[2], 'vin_to': vins[5]})])
        cars = {}

        def enter(vin, typed=None):
            cars[vin] = self.env['fleet.vehicle'].create({
                'model_id': self.model_a.id, 'vin_sn': typed or vin, 'owner_id': self.customer.id})

        steps = [lambda vin=vin: enter(vin) for vin in (*vins[:4], vins[5])]
        steps += [lambda: enter(vins[4], vins[7])]
        steps += [lambda: self._import(listed, vins[:3]), lambda: self._import(listed, vins[2:6])]
        steps += [lambda: self._import(ranged, vins[3:4]), listed.action_run, ranged.action_run]
        numbers.shuffle(steps)
        for step in steps:
            step()
        cars[vins[4]].vin_sn = vins[4]
        self.env.flush_all()
        self.env.invalidate_all()
        return tuple(
            frozenset((car.vin, car.vehicle_id.vin_sn, car.source) for car in recall.car_ids) for recall in (listed, ranged))

    def test_any_order(self):
        """I7: which cars belong to a recall does not depend on what was entered first."""
        numbers = random.Random(7)
        vins = [make_vin(n) for n in range(100, 108)]
        results = set()
        for __ in range(6):
            with self.cr.savepoint() as savepoint:
                results.add(self._enter_in_order(numbers, vins))
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertEqual(len(results), 1)
        listed, ranged = results.pop()
        self.assertEqual({vin for __, vin, __ in listed}, set(vins[:6]))
        self.assertEqual({vin for __, vin, __ in ranged}, set(vins[2:6]))

    def test_queries(self):
        """I7: a list of thousand takes as many queries as one of ten, a thousand new cars as ten."""
        self.recall.action_run()
        few, many = ([make_vin(start + n) for n in range(count)] for start, count in ((1000, 10), (2000, 1000)))
        # One more: of a long list the database counts anew before it compares.
        self.assertFlat(lambda vins: self._import(vins=vins), few, many, slack=1, warm_up=[make_vin(999)])
