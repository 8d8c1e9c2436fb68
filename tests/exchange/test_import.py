import base64
import io

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.aftersales.models.base import table_file
from odoo.addons.aftersales.models.exchange import aftersales_exchange_import
from odoo.addons.aftersales.tests.dealership.exchange import ImportCommon
from odoo.addons.aftersales.tests.dealership.recall import make_vin

CUSTOMERS = "Customer No.,Customer's Name,Phone Number,Hobby\nC-1,Li Na,13800138001,Tea\nC-2,Wang Wei,13800138002,\n,Nobody,,\n"


@tagged('post_install', '-at_install')
@freeze_time('2026-11-18 08:00:00')
class TestImport(ImportCommon):
    """Q3: customers, cars, parts and operations of another system, checked and taken over by the manager."""

    with_outlet = True

    # === FILES ===#

    def test_checked_then_imported(self):
        """A check changes nothing; good rows go in, wrong ones are told with their number and handed back."""
        document = self._create_import('customer', CUSTOMERS)
        self.assertEqual(
            document.column_ids.mapped(lambda column: (column.heading, column.field_id.code or None)),
            [("Customer No.", 'key'), ("Customer's Name", 'name'), ("Phone Number", 'phone'), ("Hobby", None)])
        document.action_check()
        self.assertEqual(self._get_counts(document), [3, 2, 0, 0, 1])
        self.assertFalse(self._find('res.partner', [('ref', 'in', ('C-1', 'C-2'))]))
        self.assertEqual([(row.row_number, row.subject) for row in document.row_ids], [(4, "Nobody")])
        self.assertIn("number is missing", document.row_ids.message)
        document.action_import()
        self.assertEqual(self._get_counts(document), [3, 2, 0, 0, 1])
        people = self._find('res.partner', [('ref', 'in', ('C-1', 'C-2'))]).sorted('ref')
        self.assertEqual(people.mapped('name'), ["Li Na", "Wang Wei"])
        handed_back = list(table_file.iterate_table(base64.b64decode(document.rows_file)))
        self.assertEqual(handed_back[1][:2], ['', "Nobody"])
        self.assertIn("number is missing", handed_back[1][-1])

    def test_same_file_twice_is_once(self):
        self._import('customer', CUSTOMERS)
        again = self._import('customer', CUSTOMERS.replace("Li Na", "Li Na-Mei").replace(",13800138002", ","))
        self.assertEqual(self._get_counts(again), [3, 0, 1, 1, 1])
        people = self._find('res.partner', [('ref', 'in', ('C-1', 'C-2'))]).sorted('ref')
        self.assertEqual(people.mapped('name'), ["Li Na-Mei", "Wang Wei"])
        self.assertTrue(people[1].phone, "an empty cell changes nothing")
        kept = self._import('customer', CUSTOMERS, is_update=False)
        self.assertEqual(self._get_counts(kept), [3, 0, 0, 2, 1])
        self.assertEqual(people[0].name, "Li Na-Mei")

    def test_customer_of_the_house_is_met(self):
        """Who is here already by name and phone gets the number of the other system, no second card."""
        here = self.env['res.partner'].create({'name': "li na", 'phone': '13800138001'})
        self._import('customer', CUSTOMERS)
        self.assertEqual((here.ref, here.name), ('C-1', "Li Na"))
        self.assertEqual(self._find('res.partner', [('ref', '=', 'C-1')]), here)

        written = self.env['res.partner'].create({'name': "Zhao Min", 'phone': '138-0013 8007'})
        self._import('customer', "Customer No.,Customer's Name,Phone Number\nC-7,Zhao Min,(138) 0013.8007\n")
        self.assertEqual(written.ref, 'C-7', "however the number is written")

    def test_all_wrong_rows_are_handed_back(self):
        """As many as there are, in the order of the file, each with its sentence; the next check forgets them."""
        self.patch(aftersales_exchange_import, 'TOLD_AT_A_TIME', 7)
        rows = [f",Nobody {number},=1+1" if number % 3 else f"W-{number},Somebody {number}," for number in range(60)]
        document = self._create_import('customer', "\n".join(["Customer No.,Customer's Name,Comment", *rows]))
        document.action_check()
        self.assertEqual(self._get_counts(document), [60, 20, 0, 0, 40])
        handed_back = list(table_file.iterate_table(base64.b64decode(document.rows_file)))
        self.assertEqual([row[1:3] for row in handed_back[1:]], [
            [f"Nobody {number}", "=1+1"] for number in range(60) if number % 3])
        self.assertEqual({row[-1] for row in handed_back[1:]}, {document.row_ids[0].message})
        document.action_check()
        self.assertEqual((len(document.row_ids), document.wrong_count), (40, 40))

    def test_gbk_and_workbook(self):
        """As spreadsheets of the trade save it; the template can be filled and comes back."""
        text = "Customer No.,Customer's Name\nC-8,李娜\n"
        self._import('customer', text.encode('gb18030'))
        self.assertEqual(self._find('res.partner', [('ref', '=', 'C-8')]).name, "李娜")
        template = openpyxl.load_workbook(io.BytesIO(base64.b64decode(self._create_import('operation', "a\n1").template_file)))
        self.assertEqual([cell.value for cell in template.worksheets[0][1]][:3], [
            "Operation Code", "Name of the Operation", "Hours Sold"])
        template.worksheets[0].append(["OP-77", "Align the wheels", 1.5])
        file = io.BytesIO()
        template.save(file)
        self._import('operation', file.getvalue())
        self.assertEqual(self._find('aftersales.operation', [('code', '=', 'OP-77')]).hours, 1.5)

    def test_bad_files(self):
        for data, sentence in (
            (b'\x00\x01\x02binary', "is no table"), (b'   ', "is no table"), (b'PK\x03\x04broken', "cannot be read"),
            (b'\xd0\xcf\x11\xe0old', "old Excel"), ("a,a\n1,2", "Two columns"), (",,\n1,2", "no headings"),
        ):
            with self.assertRaisesRegex(UserError, sentence):
                self._create_import('customer', data)
        document = self._create_import('vehicle', "VIN,Colour\nX,red\n")
        with self.assertRaisesRegex(UserError, "say which heading is"):
            document.action_check()
        with self.assertRaisesRegex(ValidationError, "name of a system"):
            self._create_import('customer', CUSTOMERS, source="a.b'c")

    def test_mapping_stays_for_the_mended_file(self):
        """What somebody said of a heading is not asked again when he brings the same file, mended, into the same import."""
        document = self._create_import('customer', "Who,Kunde\nC1,Chen Jing")
        said = self.env['aftersales.exchange.field'].search([('kind', '=', 'customer'), ('is_required', '=', True)])
        self.assertFalse(document.column_ids.field_id)
        for column, field in zip(document.column_ids, said, strict=False):
            column.field_id = field
        before = document.column_ids.field_id
        document.write({'file': base64.b64encode(b"Kunde,Who,Town\nChen Jing,C1,Shanghai"), 'file_name': "mended.csv"})
        self.assertLessEqual(set(before), set(document.column_ids.field_id))
        self.assertEqual(document.column_ids.filtered(lambda column: column.heading == 'Who').field_id, said[0])

    def test_another_file_has_no_wrong_rows_of_the_last(self):
        document = self._create_import('customer', CUSTOMERS)
        document.action_check()
        self.assertTrue(document.wrong_count and document.row_ids)
        document.file = base64.b64encode(CUSTOMERS.replace(",Nobody,", "C-3,Nobody,").encode())
        self.assertEqual((document.state, document.wrong_count, document.row_count, document.rows_file), ('draft', 0, 0, False))
        self.assertFalse(document.row_ids)

    def test_template_comes_before_the_file(self):
        """Who begins needs the template first; without a file nothing is checked, and he is told so."""
        document = self.env['aftersales.exchange.import'].with_user(self.user_manager).create({'kind': 'customer'})
        self.assertTrue(document.template_file)
        with self.assertRaisesRegex(UserError, "no file yet"):
            document.action_check()

    def test_headings_are_remembered(self):
        document = self._create_import('customer', "Kd-Nr,Wer\nC-5,Zhao Min\n")
        with self.assertRaisesRegex(UserError, "say which heading is “Customer No.”, “Customer's Name”\\.$"):
            document.action_check()
        number, name = (self.env.ref(f'aftersales.exchange_customer_{code}') for code in ('key', 'name'))
        document.column_ids[0].field_id, document.column_ids[1].field_id = number, name
        document.action_check()
        document.column_ids[1].field_id = name
        self.assertEqual(document.state, 'draft', "what is mapped anew is checked anew")
        document.action_check()
        document.action_import()
        later = self._create_import('customer', "Wer,Kd-Nr\nLi,C-6\n")
        self.assertEqual(later.column_ids.field_id, name | number)
        with self.assertRaisesRegex(UserError, "not changed any more"):
            document.source = "Other"

    # === KINDS ===#

    def test_cars_with_owners_and_readings(self):
        self._import('customer', CUSTOMERS, source="Old DMS")
        model, vins = self.model_a, [make_vin(910 + number) for number in range(4)]
        rows = [
            f"{vins[0]},沪C·91001,{model.brand_id.name},{model.name},C-1,52310,2026-09-30",
            f"{vins[1]},沪C·91002,{model.brand_id.name},{model.name},C-77,,",
            f"{vins[2]},沪C·91003,{model.brand_id.name},Unheard,C-2,,",
            f"{vins[3][:-1]},沪C·91004,{model.brand_id.name},{model.name},C-2,,",
            f"{vins[3]},沪C·91005,{model.brand_id.name},{model.name},C-2,12x,",
        ]
        text = "\n".join([
            "VIN,Plate No.,Make of the Car,Model of the Car,Owner's Customer No.,Odometer Shows,Day of the Reading", *rows])
        document = self._import('vehicle', text, source="Old DMS")
        self.assertEqual(self._get_counts(document), [5, 1, 0, 0, 4])
        told = {row.row_number: row.message for row in document.row_ids}
        for number, sentence in ((3, "No customer C-77"), (4, "is not in the register"), (5, "VIN"), (6, "is no number")):
            self.assertIn(sentence, told[number])
        car = self._find('fleet.vehicle', [('vin_sn', '=', vins[0])])
        self.assertEqual((car.owner_id.ref, car.model_id, car.is_customer_vehicle), ('C-1', model, True))
        reading = self.env['fleet.vehicle.odometer'].search([('vehicle_id', '=', car.id)])
        self.assertEqual((reading.value, reading.date.isoformat(), reading.source), (52310, '2026-09-30', 'import'))
        again = self._import('vehicle', text, source="Old DMS", makes_models=True)
        self.assertEqual(self._get_counts(again), [5, 1, 0, 1, 3])
        self.assertEqual(self._find('fleet.vehicle', [('vin_sn', '=', vins[2])]).model_id.name, "Unheard")
        self.assertEqual(self.env['fleet.vehicle.odometer'].search_count([('vehicle_id', '=', car.id)]), 1)

    def test_parts_and_operations(self):
        with self.assertRaisesRegex(AccessError, "Products/Create"):
            self._create_import('part', "Part No.,Part Name\nXP-1,Pads\n").action_check()
        self.user_manager.group_ids += self.env.ref('product.group_product_manager')
        part = self._import(
            'part', 'Part No.,Part Name,Price without Tax,Cost of a Piece\nXP-1,Pads,"1,320.50",180\nXP-2,,1,1\n')
        self.assertEqual(self._get_counts(part), [2, 1, 0, 0, 1], part.row_ids.mapped("message"))
        product = self._find('product.template', [('default_code', '=', 'XP-1')])
        self.assertEqual((product.list_price, product.is_storable), (1320.5, True))
        operation = self._import(
            'operation', "Operation Code,Name of the Operation,Hours Sold,Work Class\nXO-1,Wash,0.3,Unheard\nXO-2,Wax,0.5,\n")
        self.assertEqual(self._get_counts(operation), [2, 1, 0, 0, 1])
        self.assertEqual(self._find('aftersales.operation', [('code', '=', 'XO-2')]).hours, 0.5)

    # === WORK ===#

    def test_goes_on_in_the_background(self):
        """What stops in the middle goes on from the row it had come to, as who began it; each row once."""
        rows = [f"C-{number},Person {number}" for number in range(900, 1310)]
        document = self._create_import('customer', "\n".join(["Customer No.,Customer's Name", *rows]))
        work = type(document)._work_on
        self.patch(type(document), '_work_on', lambda self, seconds: work(self, -1))  # time stands still here
        document.action_check()
        self.assertEqual((document.state, document.next_row), ('checking', 202))
        for __ in range(2):
            document.sudo()._go_on()
        self.assertEqual((document.state, self._get_counts(document)), ('checking', [410, 410, 0, 0, 0]))
        document.sudo()._go_on()
        self.assertEqual(document.state, 'checked')
        document.action_import()
        document.action_stop()
        document.action_check()
        self.assertEqual((document.state, document.known_count, document.new_count), ('checking', 200, 0))
        with self.assertRaisesRegex(UserError, "is already"):
            document.action_check()

    def test_queries_do_not_grow_with_rows(self):
        def count(first, many):
            rows = [f"C-{number},Person {number},1380{number:07d}" for number in range(first, first + many)]
            document = self._create_import('customer', "\n".join(["Customer No.,Customer's Name,Phone Number", *rows]))
            document.action_check()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            document.action_import()
            self.env.flush_all()
            return self.cr.sql_log_count - before
        count(2000, 1)
        one, fifty = count(2100, 1), count(2200, 50)
        self.assertLess(fifty, one + 60, (one, fifty))

    def test_roles_and_companies(self):
        with self.assertRaises(AccessError):
            self._create_import('customer', CUSTOMERS, user=self.user_advisor)
        document = self._import('customer', CUSTOMERS)
        with self.assertRaises(AccessError):
            document.with_user(self.user_parts).read(['name'])
        with self.assertRaises(AccessError):
            document.row_ids.with_user(self.user_manager).write({'message': "None"})
        with self.assertRaisesRegex(UserError, "it stays"):
            document.unlink()
