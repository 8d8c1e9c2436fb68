import json
from collections import defaultdict
from contextlib import closing
from itertools import cycle, islice

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.dealership.order import OrderCommon

# As JSON and files bring them.
IMPOSSIBLE = [json.loads(text) for text in ('NaN', 'Infinity', '-Infinity', '1e30')]
IMPOSSIBLE_TEXTS = ('nan', 'inf', '-inf', '1e30')


@tagged('post_install', '-at_install')
class TestNumbers(OrderCommon):
    """faults A4: every number of ours is finite and within bounds, whatever way it comes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.floats = [
            (name, field)
            for name, model in sorted(cls.env.registry.items())
            if model._auto and not model._abstract
            for field in model._fields.values()
            if field.type in ('float', 'monetary') and field.store and 'aftersales' in field._modules
        ]

    def _get_rows(self):
        """A record of each model, as far as there is one."""
        self._receive_approved()
        return {name: self.env[name].search([], order='id desc', limit=1) for name in dict(self.floats)}

    def _get_definitions(self):
        """What holds the numbers of each table: read at once for all of them."""
        definitions = defaultdict(list)
        for table, definition in self.env.execute_query(SQL("""
            SELECT relname, pg_get_constraintdef(pg_constraint.oid) FROM pg_constraint
              JOIN pg_class ON pg_class.oid = conrelid WHERE conname LIKE '%%finite_numbers'
        """)):
            definitions[table].append(definition)
        return definitions

    def test_the_walk_finds_them(self):
        names = {f'{name}.{field.name}' for name, field in self.floats}
        self.assertGreater(len(names), 90)
        self.assertLessEqual({
            'aftersales.operation.hours', 'fleet.vehicle.sale_price', 'fleet.vehicle.odometer.value',
            'aftersales.order.line.price_unit', 'aftersales.sublet.wizard.cost', 'res.company.aftersales_sublet_markup',
        }, names)

    def test_the_database_holds_them(self):
        """faults A4: whatever writes the column, the table refuses it; nothing and 0 or the lowest value are taken."""
        known, texts = self._get_definitions(), ['NaN', 'Infinity', '-Infinity', '1e30', '-1e30']
        for name, field in self.floats:
            model = self.env[name]
            definitions = known[model._table]
            self.assertEqual(len(definitions), 1, name)
            columns = SQL(', ').join(
                SQL('NULL::%s AS %s', SQL(column.column_type[1]), SQL.identifier(column.name))
                for column in map(model._fields.get, model._input_bounds) if column != field and column.column_type)
            check = definitions[0].removeprefix('CHECK ')
            value = SQL("given.text::%s AS %s", SQL(field.column_type[1]), SQL.identifier(field.name))
            row = SQL(', ').join(filter(None, [value, columns]))
            answers = self.env.execute_query(SQL(
                "SELECT %s FROM (SELECT %s FROM unnest(%s) WITH ORDINALITY AS given (text, place) ORDER BY given.place) AS row",
                SQL(check), row, texts))
            for text, (holds,) in zip(texts, answers, strict=True):
                with self.subTest(model=name, field=field.name, value=text):
                    self.assertIs(holds, False)

    @mute_logger('odoo.sql_db')
    def test_the_orm_says_it(self):
        """faults A4: written or created, it is refused in a sentence that names the field."""
        rows, tried, order = self._get_rows(), 0, self._create_orders()
        values = cycle(IMPOSSIBLE)
        for name, field in self.floats:
            label = field._description_string(self.env)
            with closing(self.cr.savepoint()) as savepoint:
                for value in islice(values, 3):
                    with self.subTest(model=name, field=field.name, value=value):
                        with self.assertRefused(savepoint) as caught:
                            if rows[name]:
                                rows[name].write({field.name: value})
                            elif name == 'aftersales.delivery.wizard':
                                self.env[name].create({'order_id': order.id, field.name: value})
                            else:
                                self.env[name].create({field.name: value})
                            self.env.flush_all()
                        if isinstance(caught.exception, ValidationError):
                            self.assertRegex(str(caught.exception), 'is not a number|is not between')
                            self.assertIn(label, str(caught.exception))
                            tried += 1
        self.assertGreater(tried, 3 * 0.7 * len(self.floats), "most of them are asked by the ORM itself")

    @mute_logger('odoo.sql_db')
    def test_people_and_files(self):
        """faults A4: nobody writes it by RPC or import, and what he is told is a sentence."""
        rows = self._get_rows()
        values = cycle(zip(IMPOSSIBLE, IMPOSSIBLE_TEXTS))  # the database is asked for each of them above
        for name, field in self.floats:
            if self.env[name]._transient:
                continue
            model = self.env[name].with_user(self.user_manager)
            for value, text in islice(values, 1):
                with self.subTest(model=name, field=field.name, value=text), closing(self.cr.savepoint()):
                    if rows[name]:
                        with self.assertRaises(UserError):
                            rows[name].with_user(self.user_manager).write({field.name: value})
                            self.env.flush_all()
                    try:
                        answer = model.with_context(import_file=True).load([field.name], [[text]])
                    except UserError:
                        continue  # who may not create one is told before his file is read
                    self.assertFalse(answer['ids'])
                    for message in answer['messages']:
                        self.assertNotRegex(message['message'], r"class '|Error|psycopg|[a-z]_[a-z]+ violates")

    @mute_logger('odoo.sql_db')
    def test_whole_numbers(self):
        """faults A4: so is every whole number of ours; where its field has bounds, the table holds them, too."""
        whole = [
            (self.env[name], field)
            for name, model in sorted(self.env.registry.items())
            if model._auto and not model._abstract
            for field in model._fields.values()
            if field.type == 'integer' and field.store and 'aftersales' in field._modules and field.column_type
        ]
        self.assertGreater(len(whole), 70)
        definitions = self._get_definitions()
        rows = {model: model.search([], order='id desc', limit=1) for model in dict(whole)}
        held, values = 0, cycle([*IMPOSSIBLE[:3], 2 ** 31, -2 ** 31 - 1, 2 ** 70, 'x', '1e3', {'a': 1}, [1]])
        for model, field in whole:
            record = rows[model]
            low, high = getattr(field, 'bounds', None) or (None, None)
            beyond = [value for value in (low is not None and low - 1, high and high + 1) if value is not False and value]
            with closing(self.cr.savepoint()) as savepoint:
                for value in [*islice(values, 3), *beyond]:  # of ten kinds, the next field goes on with the next ones
                    with self.subTest(model=model._name, field=field.name, value=value), self.assertRefused(savepoint):
                        (record.write if record else model.create)({field.name: value})
                        self.env.flush_all()
            if high is None:
                continue
            definition, = definitions[model._table]
            self.assertIn(field.name, definition)
            held += 1
        self.assertGreater(held, 25)

    def test_product_of_possible_numbers(self):
        """faults A4: quantity and price are possible, what they make is not."""
        job = self._receive_approved().job_ids
        line = job.line_ids[:1]
        with self.assertRaisesRegex(ValidationError, "is not between"):
            line.write({'quantity': 999_999, 'price_unit': 9e9})
            self.env.flush_all()

    def test_odometer(self):
        """faults A4: no reading of 1e30 stands in the way of later ones."""
        vehicle = self.vehicle.with_user(self.user_advisor)
        for value in (1e30, float('nan'), 10_000_000):
            with self.subTest(value=value), closing(self.cr.savepoint()), self.assertRaises(UserError):
                self.env['fleet.vehicle.odometer'].with_user(self.user_manager).create({
                    'vehicle_id': vehicle.id, 'value': value, 'date': '2026-01-01'})
        reading = self.env['fleet.vehicle.odometer'].with_user(self.user_manager).create({
            'vehicle_id': vehicle.id, 'value': 9_999_999, 'date': '2026-01-01'})
        self.assertEqual(vehicle.last_odometer, reading.value)

    def test_earlier_versions_values_are_mended(self):
        """faults A4: an upgrade makes 0 of what is no possible number, and then the table refuses it."""
        operation, sound = self.operation, self.operation.copy({'code': 'SOUND', 'hours': 2})
        self.env.flush_all()
        model = self.env['aftersales.operation']
        name = next(name for name in model._table_objects if name.endswith('finite_numbers'))
        self.cr.execute(SQL("ALTER TABLE aftersales_operation DROP CONSTRAINT %s", SQL.identifier(name)))
        self.cr.execute("UPDATE aftersales_operation SET hours = 'NaN' WHERE id = %s", [operation.id])
        self.env.invalidate_all()
        with self.assertLogs('odoo.addons.aftersales.models.base.base', 'WARNING'):
            model._table_objects[name].apply_to_database(model)
        self.assertEqual((operation.hours, sound.hours), (0, 2))
        with self.assertRaises(ValidationError):
            operation.hours = float('inf')

    @mute_logger('odoo.sql_db')
    def test_days(self):
        """faults A5: a year that no calendar can reckon with, or no date at all, is refused in a sentence."""
        self._receive_approved()
        days = [
            (name, field)
            for name, model in sorted(self.env.registry.items())
            if model._auto and not model._abstract
            for field in model._fields.values()
            if field.type in ('date', 'datetime') and field.store and 'aftersales' in field._modules
        ]
        self.assertGreater(len(days), 60)
        rows = {name: self.env[name].search([], order='id desc', limit=1) for name, _field in days}
        tried = 0
        for name, field in days:
            with closing(self.cr.savepoint()) as savepoint:
                for value in ('9999-12-31 23:59:59', '0001-01-01 00:00:00', 'soon', 5, {'a': 1}):
                    for record in (rows[name], rows[name].with_user(self.user_manager)):
                        with self.subTest(model=name, field=field.name, value=value, user=record.env.user.name):
                            tried += self._refuse_day(savepoint, record, field, value)
        self.assertGreater(tried, 5 * len(days))

    def _refuse_day(self, savepoint, record, field, value):
        """Whether it is refused because of its year."""
        with self.assertRefused(savepoint) as caught:
            if record:
                record.write({field.name: value})
            else:
                record = self.env[record._name].create({field.name: value})
            self.env.flush_all()
            if not str(record.sudo()[field.name]).startswith(('9999', '0001')):
                self._go_back(savepoint)
                dropped = f'{field}: what was sent is dropped'
                raise UserError(dropped)
        return 'is not a date between' in str(caught.exception)


@tagged('post_install', '-at_install')
class TestTexts(OrderCommon):
    """faults A9: what nobody sees or means does not get in."""

    def test_unseen_signs(self):
        operation = self.operation.with_user(self.user_manager)
        operation.name = 'Brake\u202e pads\u200b, \0front\ud800'
        self.assertEqual(operation.name, "Brake pads, front")
        order = self._create_orders()
        order.job_ids.with_user(self.user_advisor).write({'correction': 'A\u2066b\0c\nd'})
        self.assertEqual(order.job_ids.correction, 'Abc\nd')

    def test_length(self):
        order = self._create_orders()
        with self.assertRaisesRegex(ValidationError, "at most 300 characters"):
            order.job_ids.with_user(self.user_advisor).name = 'x' * 10_000
        with self.assertRaisesRegex(ValidationError, "at most 300 characters"):
            self.env['aftersales.job'].with_user(self.user_advisor).create({'order_id': order.id, 'name': 'x' * 301})

    def test_scripts_stay(self):
        operation = self.operation.with_user(self.user_manager)
        for text in ("制动片 · 前", "می‌خواهم", "Bremsbeläge", "👨\u200d🔧", "\u200fפנים"):
            operation.name = text
            self.assertEqual(operation.name, text)

    def test_marks_where_nothing_needs_them(self):
        """faults A9: joiners and marks of direction in Latin or Chinese words make two of what looks like one."""
        operation = self.operation.with_user(self.user_manager)
        for text, kept in (
                ("Bra\u200dke\u200e", "Brake"), ("\u200f制\u200c动片", "制动片"), ("7\u200f\u200e·8", "7·8")):
            operation.name = text
            self.assertEqual(operation.name, kept)

    def test_numbers_of_parts(self):
        """faults A4, A9: what parts are found and priced by is read like ours, whatever way it comes."""
        Product = self.env['product.product']
        result = Product.load(['default_code', 'name', 'list_price', 'type'], [
            ['P\u202e-\u200b1', "One", '1', 'Goods'], ['P-2', "Two", '2500000000', 'Goods']])
        self.assertFalse(result['messages'])
        self.assertEqual(Product.browse(result['ids']).mapped('default_code'), ['P-1', 'P-2'])
        for values in (
                {'list_price': 'NaN'}, {'list_price': 'inf'}, {'standard_price': '1e400'}, {'default_code': 'x' * 10_000}):
            with self.subTest(values):
                result = Product.load(['name', 'type', *values], [["Bad", 'Goods', *values.values()]])
                self.assertFalse(result['ids'])
                self.assertRegex(result['messages'][0]['message'], "is not a number|is not between|at most 300 characters")
                for number in (value for value in values.values() if len(value) < 10):
                    with self.assertRaises(ValidationError):
                        self.part.write({name: float(number) for name in values})
        self.part.write({'default_code': '\ufeffBP\u00ad-7'})
        self.assertEqual(self.part.product_tmpl_id.default_code, 'BP-7')
