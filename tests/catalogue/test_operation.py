from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.outlet import WorkshopCommon


@tagged('post_install', '-at_install')
class TestOperation(WorkshopCommon):

    def test_hours_by_model(self):
        """E9: the model's own flat-rate time, else the default."""
        no_model = self.env['fleet.vehicle.model']
        self.assertEqual(self.operation._get_hours(self.model_b), 1.5)
        self.assertEqual(self.operation._get_hours(self.model_a), 1.2)
        self.assertEqual(self.operation._get_hours(no_model), 1.2)

    def test_source_of_hours(self):
        """A5: where hours come from is said with its day; other hours are of the day they are entered."""
        operation = self.operation.with_user(self.user_dispatcher)
        self.assertEqual(operation._say_hours_source(), '')
        with freeze_time('2026-03-02'):
            operation.write({'hours_source': 'maker', 'hours_reference': "2026/1, 46-10"})
        self.assertEqual(operation._say_hours_source(), "Maker's Time Guide, 2026/1, 46-10, as of 03/02/2026")
        with freeze_time('2026-03-09'):
            operation.hours = 1.4
            row = operation.hours_ids.create({
                'operation_id': operation.id, 'model_id': self.model_a.id, 'hours': 2,
                'hours_source': 'measured'})
        self.assertEqual([str(each.hours_date) for each in (operation, row)], ['2026-03-09', '2026-03-09'])

    def test_model_without_work_takes_no_hours(self):
        self.operation.hours_ids.hours = 0.0
        self.assertEqual(self.operation._get_hours(self.model_b), 0.0)

    def test_hours_of_many_operations_cost_no_more_queries(self):
        operations = self.env['aftersales.operation'].create([
            {'name': f'Op {i}', 'hours_ids': [Command.create({'model_id': self.model_a.id, 'hours': i})]}
            for i in range(50)
        ])

        def get_hours(records):
            for operation in records.with_user(self.user_advisor):
                operation._get_hours(self.model_a)

        self.assertFlat(get_hours, operations[:1], operations)

    def test_found_by_code_and_name(self):
        Operation = self.env['aftersales.operation'].with_user(self.user_advisor)
        for text in ('TST-010', 'tst-0', 'brake pads'):
            self.assertIn(self.operation.id, [row[0] for row in Operation.name_search(text)])
        self.assertEqual(self.operation.display_name, '[TST-010] Front brake pads, replace')

    def test_dispatcher_writes_one_by_form(self):
        with Form(self.env['aftersales.operation'].with_user(self.user_dispatcher)) as form:
            form.name = 'Oil service'
            form.hours = 0.5
            with form.part_ids.new() as line:
                line.product_id = self.part
                line.quantity = 4
        operation = form.record
        self.assertEqual(operation.product_id, self.env.ref('aftersales.product_labour'))
        self.assertEqual(operation.part_ids.product_uom_id, self.part.uom_id)

    def test_labour_product_is_sold_by_time(self):
        with self.assertRaisesRegex(ValidationError, "choose a service whose unit is a time"):
            self.operation.product_id = self.env.ref('aftersales.product_menu')
        with self.assertRaisesRegex(ValidationError, "Front brake pads"):
            self.operation.product_id = self.part

    def test_code_is_unique_in_its_scope(self):
        self.env['aftersales.operation'].create({
            'name': 'Company variant', 'code': 'TST-010', 'company_id': self.company.id})
        self.env['aftersales.operation'].create([{'name': 'No code'}, {'name': 'No code either'}])
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'):
            self.env['aftersales.operation'].create({'name': 'Twice', 'code': 'TST-010'})

    def test_wrong_values(self):
        for values in (
            {'hours': -1},
            {'part_ids': [Command.create({'product_id': self.part.id, 'quantity': 0})]},
            {'hours_ids': [Command.create({'model_id': self.model_b.id, 'hours': 2})]},
        ):
            with self.assertRaises(IntegrityError, msg=values), mute_logger('odoo.sql_db'), self.cr.savepoint():
                self.operation.write(values)
                self.env.flush_all()
        with self.assertRaisesRegex(ValidationError, "Choose another unit"):
            self.operation.part_ids.product_uom_id = self.env.ref('uom.product_uom_hour')

    def test_foreign_part_is_refused(self):
        self.part.company_id = self.other_company
        with self.assertRaises(UserError):
            self.env['aftersales.operation'].create({
                'name': 'Ours', 'company_id': self.company.id,
                'part_ids': [Command.create({'product_id': self.part.id})],
            })

    def test_foreign_operation_is_out_of_sight(self):
        foreign = self.env['aftersales.operation'].create({
            'name': 'Theirs', 'company_id': self.other_company.id,
            'hours_ids': [Command.create({'model_id': self.model_a.id, 'hours': 1})],
        })
        found = self.env['aftersales.operation'].with_user(self.user_manager).search([])
        self.assertIn(self.operation, found)
        self.assertNotIn(foreign, found)
        self.assertNotIn(foreign.hours_ids, self.env['aftersales.operation.hours'].with_user(self.user_manager).search([]))

    def test_operation_on_a_menu_is_not_deleted(self):
        menu = self.env['aftersales.menu'].create({
            'name': 'Brake service', 'line_ids': [Command.create({'operation_id': self.operation.id})]})
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            self.operation.with_user(self.user_manager).unlink()
        menu.unlink()
        self.operation.with_user(self.user_manager).unlink()
        self.assertFalse(self.operation.exists())


@tagged('post_install', '-at_install')
class TestMenu(WorkshopCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.menu = cls.env['aftersales.menu'].create({
            'name': 'Brake service',
            'code': 'TST-M',
            'line_ids': [Command.create({'operation_id': cls.operation.id})],
            'price_ids': [
                Command.create({'price': 199.0}),
                Command.create({'model_id': cls.model_b.id, 'price': 249.0}),
            ],
        })

    def test_price_by_model(self):
        """E9: the model's price, else the one for all other models, else none."""
        self.assertEqual(self.menu._get_price(self.model_b), 249.0)
        self.assertEqual(self.menu._get_price(self.model_a), 199.0)
        self.assertEqual(self.menu._get_price(self.env['fleet.vehicle.model']), 199.0)
        self.menu.price_ids.filtered(lambda row: not row.model_id).unlink()
        self.assertIsNone(self.menu._get_price(self.model_a))

    def test_price_in_another_currency(self):
        foreign = self.env['res.currency'].create({
            'name': 'TST', 'symbol': 'T', 'rate_ids': [Command.create({
                'name': '2020-01-01', 'rate': 4.0, 'company_id': self.company.id})],
        })
        expected = self.menu.currency_id._convert(249.0, foreign, self.company)
        self.assertEqual(self.menu._get_price(self.model_b, currency=foreign, company=self.company), expected)
        self.assertNotEqual(expected, 249.0)

    def test_one_price_per_model(self):
        for model in (self.env['fleet.vehicle.model'], self.model_b):
            with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.cr.savepoint():
                self.menu.price_ids = [Command.create({'model_id': model.id, 'price': 1.0})]

    def test_hours_sum_the_operations(self):
        self.assertEqual(self.menu.hours, 1.2)

    def test_manager_sets_prices_by_form(self):
        with Form(self.env['aftersales.menu'].with_user(self.user_manager)) as form:
            form.name = '10,000 km service'
            with form.line_ids.new() as line:
                line.operation_id = self.operation
            with form.price_ids.new() as price:
                price.price = 99.0
        self.assertEqual(form.record._get_price(self.model_a), 99.0)
        self.assertEqual(form.record.product_id, self.env.ref('aftersales.product_menu'))


@tagged('post_install', '-at_install')
class TestEmployeeSkill(WorkshopCommon):

    def test_skilled_employees(self):
        """E5, M1: only who holds the skill on the day counts."""
        team = (self.technician + self.technician_2).with_user(self.user_dispatcher)
        self._give_skill(self.technician, valid_from='2026-01-01', valid_to='2026-06-30')
        self.assertEqual(team._filter_skilled(self.skill, '2026-03-01'), self.technician)
        self.assertFalse(team._filter_skilled(self.skill, '2026-07-01'))
        self.assertFalse(team._filter_skilled(self.skill, '2025-12-31'))
        self.assertEqual(team._filter_skilled(self.env['hr.skill']), team)
        self.assertTrue(team[0]._has_skill(self.skill, '2026-03-01'))
        self.assertFalse(team._has_skill(self.skill, '2026-03-01'))
