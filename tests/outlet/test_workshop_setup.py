from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.outlet import WorkshopCommon


@tagged('post_install', '-at_install')
class TestWorkshopSetup(WorkshopCommon):

    def test_manager_creates_workshop_by_form(self):
        """A1: name and code suffice; address, warehouse and opening hours come from the company."""
        with Form(self.env['aftersales.workshop'].with_user(self.user_manager)) as form:
            form.name = 'North'
            form.code = ' tst 1 '
            form.employee_ids.add(self.technician)
        workshop = form.record
        self.assertEqual(workshop.code, 'TST1')
        self.assertEqual(workshop.partner_id, self.company.partner_id)
        self.assertEqual(workshop.warehouse_id.company_id, self.company)
        self.assertEqual(workshop.resource_calendar_id, self.company.resource_calendar_id)
        self.assertEqual(workshop.employee_ids, self.technician)

    @freeze_time('2026-12-31 12:00:00')
    def test_each_workshop_counts_its_own_orders(self):
        other = self.workshop.copy({'code': 'TSTS', 'name': 'South'})
        numbers = self.workshop.sequence_id.with_user(self.user_advisor)
        self.assertEqual(numbers.next_by_id(), 'RO/TSTC/2026/00001')
        self.assertEqual(numbers.next_by_id(), 'RO/TSTC/2026/00002')
        self.assertEqual(other.sequence_id.next_by_id(), 'RO/TSTS/2026/00001')
        with freeze_time('2027-01-01 12:00:00'):
            self.assertEqual(numbers.next_by_id(), 'RO/TSTC/2027/00001')

    def test_new_code_changes_later_numbers_only(self):
        self.workshop.with_user(self.user_manager).write({'code': 'tste'})
        self.assertIn('RO/TSTE/', self.workshop.sequence_id.prefix)

    def test_code_is_unique_in_its_company(self):
        self.env['aftersales.workshop'].create({
            'name': 'Same code elsewhere', 'code': 'TSTC', 'company_id': self.other_company.id})
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'):
            self.env['aftersales.workshop'].create({'name': 'Twice', 'code': 'tstc', 'company_id': self.company.id})

    def test_copy_gets_its_own_code_and_sequence(self):
        copy = self.workshop.copy()
        self.assertNotEqual(copy.code, self.workshop.code)
        self.assertNotEqual(copy.sequence_id, self.workshop.sequence_id)

    def test_unused_workshop_goes_with_its_sequence(self):
        sequence = self.workshop.sequence_id
        self.workshop.with_user(self.user_manager).unlink()
        self.assertFalse(sequence.exists())

    def test_foreign_warehouse_is_refused(self):
        warehouse = self.env['stock.warehouse'].search([('company_id', '=', self.other_company.id)], limit=1)
        if not warehouse:
            warehouse = self.env['stock.warehouse'].create({
                'name': 'Other', 'code': 'OTH', 'company_id': self.other_company.id})
        with self.assertRaises(UserError):
            self.workshop.warehouse_id = warehouse

    def test_labour_rate(self):
        """A5: the pay type's rate, else the default one, else none; converted on demand."""
        customer = self.env.ref('aftersales.pay_type_customer')
        warranty = self.env.ref('aftersales.pay_type_warranty')
        rework = self.env.ref('aftersales.pay_type_rework')
        self.assertIsNone(self.workshop._get_labour_rate(customer))
        self.workshop.with_user(self.user_manager).write({
            'labour_rate': 90.0,
            'rate_ids': [
                Command.create({'pay_type_id': warranty.id, 'rate': 70.0}),
                Command.create({'pay_type_id': rework.id, 'rate': 0.0}),
            ],
        })
        self.assertEqual(self.workshop._get_labour_rate(customer), 90.0)
        self.assertEqual(self.workshop._get_labour_rate(warranty), 70.0)
        self.assertEqual(self.workshop._get_labour_rate(rework), 0.0)
        foreign = self.env['res.currency'].create({
            'name': 'TST', 'symbol': 'T', 'rate_ids': [Command.create({
                'name': '2020-01-01', 'rate': 4.0, 'company_id': self.company.id})],
        })
        expected = self.workshop.currency_id._convert(70.0, foreign, self.company, round=False)
        self.assertNotEqual(expected, 70.0)
        self.assertAlmostEqual(self.workshop._get_labour_rate(warranty, currency=foreign), expected)

    def test_one_rate_per_pay_type(self):
        pay_type = self.env.ref('aftersales.pay_type_customer')
        self.workshop.rate_ids = [Command.create({'pay_type_id': pay_type.id, 'rate': 90.0})]
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'):
            self.workshop.rate_ids = [Command.create({'pay_type_id': pay_type.id, 'rate': 95.0})]

    def test_other_company_is_out_of_sight(self):
        foreign = self.env['aftersales.workshop'].create({
            'name': 'Elsewhere', 'code': 'EW', 'company_id': self.other_company.id,
            'bay_ids': [Command.create({'name': 'Lift'})],
        })
        for user in (self.user_advisor, self.user_manager):
            self.assertNotIn(foreign, foreign.with_user(user).search([]))
            self.assertFalse(self.env['aftersales.bay'].with_user(user).search([('workshop_id', '=', foreign.id)]))
            with self.assertRaises(AccessError):
                foreign.with_user(user).read(['name'])

    def test_roles(self):
        """A2: everybody reads the set-up, the manager writes it, the dispatcher the bays and operations."""
        records = self.workshop + self.workshop
        for role in ('technician', 'advisor', 'parts', 'claims', 'care', 'dispatcher', 'inspector', 'trainer',
                     'accountant'):
            user = getattr(self, f'user_{role}')
            records.with_user(user).read(['name', 'employee_count', 'bay_count'])
            self.operation.with_user(user).read(['display_name', 'hours'])
            with self.assertRaises(AccessError, msg=role):
                self.workshop.with_user(user).write({'name': 'Mine'})
            self.assertEqual(self.operation.with_user(user).has_access('write'), role == 'dispatcher')
            self.assertEqual(self.workshop.bay_ids.with_user(user).has_access('write'), role == 'dispatcher')
            template = self.env.ref('aftersales.inspection_template_small')
            self.assertEqual(template.with_user(user).has_access('write'), role == 'inspector')

    def test_lists_do_not_query_per_record(self):
        fields = ['name', 'code', 'employee_count', 'bay_count', 'warehouse_id', 'currency_id']
        workshops = self.env['aftersales.workshop'].create([
            {'name': f'W{i}', 'code': f'TW{i}', 'bay_ids': [Command.create({'name': 'Lift'})],
             'employee_ids': [Command.link(self.technician.id)]} for i in range(50)
        ])
        self.assertFlat(lambda records: records.with_user(self.user_advisor).read(fields), workshops[:1], workshops)


@tagged('post_install', '-at_install')
class TestPayType(WorkshopCommon):

    def test_shipped_pay_types(self):
        """A6: every class A to D is there, and only what a payer pays is invoiced or claimed."""
        classes = {
            'customer': 'a', 'warranty': 'c', 'recall': 'c', 'insurance': 'a',
            'contract': 'b', 'goodwill': 'c', 'internal': 'd', 'rework': 'd',
        }
        for key, service_class in classes.items():
            self.assertEqual(self.env.ref(f'aftersales.pay_type_{key}').service_class, service_class)

    def test_used_pay_type_is_not_deleted_but_archived(self):
        used, unused = pay_types = self.env['aftersales.pay.type'].with_user(self.user_manager).create([
            {'name': 'Fleet deal', 'code': 'TST-1'}, {'name': 'Spare', 'code': 'TST-2'}])
        self.workshop.rate_ids = [Command.create({'pay_type_id': used.id, 'rate': 10.0})]
        with self.assertRaisesRegex(UserError, "Fleet deal.*City Centre.*Archive it instead"):
            pay_types.unlink()
        self.assertEqual(pay_types.exists(), pay_types)
        used.action_archive()
        self.assertEqual(pay_types.search([('id', 'in', pay_types.ids)]), unused)

    def test_unused_pay_type_is_deleted(self):
        pay_type = self.env['aftersales.pay.type'].with_user(self.user_manager).create({'name': 'Extra', 'code': 'TST-3'})
        pay_type.unlink()
        self.assertFalse(pay_type.exists())

    def test_payer_follows_settlement(self):
        with self.assertRaisesRegex(ValidationError, "somebody must pay"):
            self.env['aftersales.pay.type'].create({
                'name': 'Odd', 'code': 'TST-4', 'settlement': 'claim', 'payer_policy': 'none'})
        with self.assertRaisesRegex(ValidationError, "never invoiced"):
            self.env['aftersales.pay.type'].create({
                'name': 'Odd', 'code': 'TST-5', 'settlement': 'internal', 'payer_policy': 'customer'})
        with Form(self.env['aftersales.pay.type'].with_user(self.user_manager)) as form:
            form.name = 'Extended warranty'
            form.code = 'TST-6'
            form.payer_policy = 'partner'
            form.partner_id = self.company.partner_id
            form.payer_policy = 'customer'
        self.assertFalse(form.record.partner_id)


@tagged('post_install', '-at_install')
class TestWorkClass(WorkshopCommon):

    def test_repair_guarantee_by_class(self):
        """F3: 20,000 km / 100 days, 5,000 km / 30 days, 2,000 km / 10 days."""
        for key, limits in {
            'assembly': (20000, 100), 'service2': (5000, 30), 'service1': (2000, 10), 'small': (2000, 10),
        }.items():
            work_class = self.env.ref(f'aftersales.work_class_{key}')
            self.assertEqual((work_class.guarantee_km, work_class.guarantee_days), limits)
            self.assertTrue(work_class.citation)
            self.assertTrue(work_class.checklist_id.line_ids)

    def test_law_changes_by_the_manager(self):
        work_class = self.env.ref('aftersales.work_class_small').with_user(self.user_manager)
        work_class.guarantee_days = 20
        self.assertEqual(work_class.guarantee_days, 20)
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'):
            work_class.guarantee_days = -1
            work_class.flush_recordset()

    def test_checklist_in_use_is_not_deleted(self):
        template = self.env.ref('aftersales.inspection_template_small').with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "Small and special repair"):
            template.unlink()
