from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.exchange import ImportCommon
from odoo.addons.aftersales.tests.dealership.recall import make_vin

CARS = "VIN,Plate No.,Make of the Car,Model of the Car,Owner's Customer No.,Odometer Shows,Day of the Reading"
# A picture of one dot.
LOGO = b'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
VISITS = ("Order No.,VIN,Came In On,Odometer Shows,Code or Part No.,Work or Part in Words,Hours or Pieces of It,"
          "Amount of the Row")


@tagged('post_install', '-at_install')
@freeze_time('2026-11-18 08:00:00')
class TestImportBatches(ImportCommon):
    """Q3: rows go in together, each still answers for itself, and what is stopped or comes again does nothing twice."""

    with_outlet = True

    def _write_cars(self, first, count):
        named = f'{self.model_a.brand_id.name},{self.model_a.name}'
        numbers = range(first, first + count)
        return "\n".join([
            CARS, *(f'{make_vin(number)},沪D·{number:05},{named},,{20000 + number},2026-09-30' for number in numbers)])

    def _write_visits(self, first, count):
        return "\n".join([VISITS, *(
            f'V-{first + number},{make_vin(first + number)},2025-05-06,9000,,Oil,0.5,120' for number in range(count))])

    # === EACH ROW ANSWERS FOR ITSELF ===#

    def test_bad_row_takes_no_other_along(self):
        """Two parts with one bar code: the database refuses the second, in core's own sentence; all others are there."""
        self.user_manager.group_ids += self.env.ref('product.group_product_manager')
        rows = [f'XB-{number},Part {number},{4000000000000 + number // 2 * 2 + (number % 2 if number != 21 else 0)}'
                for number in range(40)]
        document = self._import('part', "\n".join(["Part No.,Part Name,Bar Code", *rows]))
        self.assertEqual(self._get_counts(document), [40, 39, 0, 0, 1], document.row_ids.mapped('message'))
        self.assertEqual(document.row_ids.subject, 'XB-21')
        self.assertIn("4000000000020", document.row_ids.message)
        self.assertEqual(len(self._find('product.template', [('default_code', '=like', 'XB-%')])), 39)

    def test_bad_change_takes_no_other_along(self):
        text = "Customer No.,Customer's Name,Country Name\nD-1,Li Na,China\nD-2,Wang Wei,CN\nD-3,Zhao Min,\n"
        self._import('customer', text)
        document = self._import('customer', text.replace("Li Na,China", "Li Na,Atlantis").replace("Zhao Min", "Zhao Min-Li"))
        self.assertEqual(self._get_counts(document), [3, 0, 1, 1, 1], document.row_ids.mapped('message'))
        self.assertIn("Atlantis", document.row_ids.message)
        people = self._find('res.partner', [('ref', '=like', 'D-%')]).sorted('ref')
        self.assertEqual(people.mapped('name'), ["Li Na", "Wang Wei", "Zhao Min-Li"])
        self.assertEqual(people.mapped('country_id.code'), ['CN'])

    def test_cells_as_people_write_them(self):
        """Full and half width are one; thousands with commas are read, days that do not exist are not."""
        self._import('customer', "Customer No.,Customer's Name\nＣ－８１,Li Na\n")
        again = self._import('customer', "Customer No.,Customer's Name\nC-81,Li Na\n")
        self.assertEqual(self._get_counts(again), [1, 0, 0, 1, 0])
        named = f'{self.model_a.brand_id.name},{self.model_a.name}'
        document = self._import('vehicle', "\n".join([
            CARS,
            f'{make_vin(700)},沪D·00700,{named},C-81,"12,345",２０２６－０９－３０',
            f'{make_vin(701)},沪D·00701,{named},Ｃ－８１,１２３４５,2026/9/30',
            f'{make_vin(702)},沪D·00702,{named},,12345,31.02.2026',
            f'{make_vin(703)},沪D·00703,{named},,=1+1,2026-09-30']))
        self.assertEqual(self._get_counts(document), [4, 2, 0, 0, 2], document.row_ids.mapped('message'))
        self.assertEqual([row.message for row in document.row_ids], [
            "“31.02.2026” is no day. Write it as 2026-11-18.", "“=1+1” is no number."])
        cars = self._find('fleet.vehicle', [('vin_sn', 'in', [make_vin(700), make_vin(701)])])
        self.assertEqual((cars.owner_id.ref, set(cars.mapped('last_odometer'))), ('C-81', {12345}))

    # === NOTHING TWICE ===#

    def test_same_file_writes_nothing(self):
        """What says the same is known, and not touched."""
        self._import('vehicle', self._write_cars(600, 6))
        self._import('history', self._write_visits(600, 6))
        cars = self._find('fleet.vehicle', [('vin_sn', 'in', [make_vin(600 + number) for number in range(6)])])
        lines = cars.past_visit_ids.line_ids
        self.env.flush_all()
        self.env.cr.execute("UPDATE fleet_vehicle SET write_date = '2026-01-01' WHERE id IN %s", [tuple(cars.ids)])
        self.env.invalidate_all()
        for kind, text in (('vehicle', self._write_cars(600, 6)), ('history', self._write_visits(600, 6))):
            document = self._import(kind, text)
            self.assertEqual(self._get_counts(document), [6, 0, 0, 6, 0])
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual({day.isoformat() for day in cars.mapped('write_date')}, {'2026-01-01T00:00:00'})
        self.assertEqual((cars.past_visit_ids.line_ids, len(cars.odometer_ids)), (lines, 12))

    def test_killed_in_the_middle(self):
        """What was not kept yet is undone; the next process goes on from there, and each row is taken once."""
        document = self._create_import('vehicle', self._write_cars(1000, 410))
        work, keep = type(document)._work_on, type(document)._keep
        self.patch(type(document), '_work_on', lambda self, seconds: work(self, -1))  # a part at a time
        document.action_check()
        while document.state == 'checking':
            document.sudo()._go_on()
        document.action_import()
        self.assertEqual((document.state, document.next_row, document.new_count), ('running', 202, 200))

        def die(self, result, rows):
            keep(self, result, rows)
            raise KeyboardInterrupt

        self.env.flush_all()
        with self.assertRaises(KeyboardInterrupt), self.cr.savepoint():
            self.patch(type(document), '_keep', die)
            document.sudo()._go_on()
        self.env.invalidate_all()
        self.patch(type(document), '_keep', keep)
        self.assertEqual((document.state, document.next_row), ('running', 202))
        while document.state == 'running':
            document.sudo()._go_on()
        self.assertEqual(self._get_counts(document), [410, 410, 0, 0, 0])
        cars = self._find('fleet.vehicle', [('vin_sn', 'in', [make_vin(1000 + number) for number in range(410)])])
        self.assertEqual((len(cars), len(cars.odometer_ids)), (410, 410))

    def test_queries_do_not_grow_with_rows(self):
        def count(kind, text):
            document = self._create_import(kind, text)
            document.action_check()
            return self.count_queries(document.action_import)

        self.model_a.brand_id.image_128 = LOGO  # kept with the make, not with each of its cars
        for kind, write in (('vehicle', self._write_cars), ('history', self._write_visits)):
            count(kind, write(2000, 1))
            one, sixty = count(kind, write(2001, 1)), count(kind, write(2100, 60))
            self.assertLess(sixty, one + 20, (kind, one, sixty))
            if kind == 'vehicle':
                continue
            known = count(kind, write(2100, 60))
            self.assertLess(known, one + 10, (one, known))
