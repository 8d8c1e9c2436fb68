from datetime import date, datetime

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.followup import FollowupCommon
from odoo.addons.aftersales.tests.dealership.survey import TUESDAY


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestCustomerBasicFile(FollowupCommon):
    """J1, D1: the file of customer and car: what is asked, what he refuses to say, until when, and on one page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['aftersales.file.item'].search([]).active = False
        cls.item = cls.env['aftersales.file.item'].create({'detail': 'model_year'})
        cls.birth = cls.env.ref('aftersales.file_item_birth')
        cls.birth.write({'active': True, 'date_from': False})
        cls.cars = cls._create_cars(3)

    def _missing(self, car):
        self.env.flush_all()
        is_listed = bool(self.env['fleet.vehicle'].search_count([('id', '=', car.id), ('missing_details', '!=', False)]))
        self.assertEqual(is_listed, bool(car.missing_details), "list and record agree")
        self.env['aftersales.file.item']._renew_files()
        self.assertEqual(car.is_file_incomplete, is_listed, "and what is worked out for all cars at once")
        return car.missing_details or ''

    def _render_text(self, owner, user):
        Report = self.env['ir.actions.report'].with_user(user)
        source, __ = Report._render_qweb_html('aftersales.report_customer_file', owner.ids)
        return ' '.join(' '.join(html.fromstring(source).itertext()).split())

    def _refuse(self, car, item, user=None):
        return self.env['aftersales.file.refusal'].with_user(user or self.user_care).create({
            'vehicle_id': car.id, 'item_id': item.id, 'note': "None of your business"})

    def test_refused_is_not_missing(self):
        """J1: who refuses to say something is missed no more; who was told, and when, is kept; it may be asked again."""
        car, other = self.cars[:2]
        second = self._create_cars()
        second.owner_id = car.owner_id
        self.assertIn("Birth date", self._missing(car))
        with self.assertRaises(AccessError):
            self._refuse(car, self.birth, self.user_technician)
        refusal = self._refuse(car, self.birth)
        self.assertEqual(
            (refusal.partner_id, refusal.user_id, refusal.date), (car.owner_id, self.user_care, datetime(2026, 3, 3, 2)))
        self.assertNotIn("Birth date", self._missing(car))
        self.assertNotIn("Birth date", self._missing(second), "what he refuses of himself holds for all of his cars")
        self.assertIn("Birth date", self._missing(other))
        self.assertIn("Model year", self._missing(car))
        self._refuse(car, self.item)
        self.assertFalse(self._missing(car))
        self.assertIn("Model year", self._missing(second), "what is about a car, for that one")
        with self.assertRaises(UserError):
            refusal.unlink()
        with self.assertRaises(AccessError):
            refusal.write({'partner_id': other.owner_id.id})
        refusal.action_ask_again()
        self.assertIn("Birth date", self._missing(car))
        car.with_user(self.user_advisor).owner_id.aftersales_birth_date = '1980-02-03'
        self.assertFalse(self._missing(car))

    def test_form_offers_what_is_missing(self):
        """J1: the dialog offers what this file lacks, and nothing else."""
        action = self.cars[0].with_user(self.user_care).action_refuse_detail()
        form = Form(self.env['aftersales.file.refusal'].with_user(self.user_care).with_context(**action['context']))
        self.assertEqual(set(form.missing_item_ids.ids), {self.birth.id, self.item.id})
        form.item_id = self.birth
        self.assertEqual(form.save().partner_id, self.cars[0].owner_id)

    def test_asked_of_new_files_only(self):
        """J1: a detail that is asked from a day on does not make the files of before late."""
        self.item.active = False
        self.birth.date_from = '2100-01-01'
        self.assertFalse(self._missing(self.cars[0]))
        self.birth.date_from = self.cars[1].create_date.date()
        self.assertIn("Birth date", self._missing(self.cars[0]))
        self.cars[0].sudo()._note_first_visit(datetime(2020, 1, 1))  # as the import of a history tells it
        self.birth.date_from = self.cars[1].create_date.date()
        self.assertFalse(self._missing(self.cars[0]), "it was here before")
        self.birth.date_from = '2000-01-01'
        self.assertIn("Birth date", self._missing(self.cars[0]))
        firm = self.cars[1].owner_id
        firm.is_company = True
        self.assertFalse(self._missing(self.cars[1]), "a firm has no birthday")

    def test_birth_date(self):
        with self.assertRaisesRegex(ValidationError, "cannot be born"):
            self.cars.owner_id.with_user(self.user_care).write({'aftersales_birth_date': '2027-01-01'})
        with self.assertRaises(AccessError):
            self.cars[0].owner_id.with_user(self.user_technician).read(['aftersales_birth_date'])

    def test_second_phone_is_found(self):
        owner = self.cars[0].owner_id
        owner.aftersales_phone2 = '+86 137 7777 0101'
        found = self.env['res.partner'].with_user(self.user_technician).search([('display_name', 'ilike', '13777770101')])
        self.assertEqual(found, owner)

    def test_complete_in_time(self):
        """J1: the share of files complete within the days of the company; what is not decided yet does not count."""
        done, late, waiting = self.cars
        Report = self.env['aftersales.file.report'].with_user(self.user_manager)
        (done.owner_id | late.owner_id).aftersales_agent_id = self.user_care
        for car in self.cars:
            car._reopen_file()
        (done | late).write({'model_year': '2024'})
        done.owner_id.aftersales_birth_date = '1980-02-03'
        self.env.flush_all()
        own = [('vehicle_id', 'in', self.cars.ids)]
        self.assertEqual(Report.search(own).mapped(lambda row: (row.vehicle_id, row.in_time, row.agent_id)), [
            (done, 1, self.user_care)])
        with freeze_time('2026-03-12 02:00:00'):
            waiting._reopen_file()
            late.owner_id.aftersales_birth_date = '1980-02-03'
            self.env.flush_all()
            self.env.invalidate_all()
            rates = Report._read_group(own, ['vehicle_id'], ['in_time_rate:avg', 'files:sum'])
            self.assertEqual(rates, [(done, 100, 1), (late, 0, 1)])
            mine = self.env['fleet.vehicle'].with_user(self.user_care)._read_group(
                [('id', 'in', self.cars.ids), ('is_file_late', '=', False)], ['owner_agent_id'], ['__count'])
            self.assertEqual(dict(mine), {self.user_care: 2, self.env['res.users']: 1})

    def test_change_of_owner(self):
        """J1, J6: a sold car begins a new file with its agent and its deadline; the past is kept with its days."""
        car, other = self.cars[:2]
        former, buyer = car.owner_id, self.env['res.partner'].create({'name': "Buyer", 'phone': '+86 137 5555 0202'})
        car.ownership_ids.sudo().date_start = '2025-01-01'
        self.workshop.write({'care_agent_rule': 'round', 'care_agent_ids': self.user_care.ids})
        self._refuse(car, self.item)
        step = self._create_steps(car)
        plan = self.env['aftersales.contact.plan'].with_user(self.user_care).create({
            'partner_id': former.id, 'vehicle_id': car.id, 'date': '2026-06-01', 'topic': "Summer check"})
        action = car.with_user(self.user_care).action_change_owner()
        Wizard = self.env['aftersales.owner.wizard'].with_user(self.user_care).with_context(**action['context'])
        for day, owner, words in (
                ('2027-01-01', buyer, "between 2025-01-01"), ('2024-01-01', buyer, "between"),
                ('2026-03-01', former, "already")):
            with self.assertRaisesRegex(UserError, words):
                Wizard.create({'owner_id': owner.id, 'date': day}).action_apply()
        with self.assertRaises(AccessError):
            self.env['aftersales.owner.wizard'].with_user(self.user_technician).create({
                'vehicle_id': car.id, 'owner_id': buyer.id}).action_apply()
        Wizard.create({'owner_id': buyer.id, 'date': '2026-02-01', 'source': 'call', 'note': "He told"}).action_apply()
        self.env.invalidate_all()
        current, past = car.ownership_ids.sorted('id', reverse=True)
        self.assertEqual(
            (past.partner_id, past.date_end, current.partner_id, current.date_start, current.source, current.note),
            (former, date(2026, 2, 1), buyer, date(2026, 2, 1), 'call', "He told"))
        self.assertEqual((step.state, step.end_reason), ('cancelled', 'sold'))
        self.assertFalse(plan.active, "what was planned for the former owner's car is over")
        self.assertEqual(buyer.aftersales_agent_id, self.user_care)
        self.assertEqual(car.activity_ids.user_id, self.user_care)
        self.assertEqual(car.file_deadline, datetime(2026, 3, 5, 2))
        self.assertIn("Model year", self._missing(car), "what the former owner refused is asked of the new one")
        self.assertFalse(other.activity_ids)

    def test_no_file_of_suppliers(self):
        """J1: a customer's file is shown of whoever is one, or nothing else yet; not of suppliers, insurers and colleagues."""
        owner, insured = self.cars[:2].owner_id
        supplier, insurer, both, new = self.env['res.partner'].create([
            {'name': name} for name in ("Supplier", "Insurer", "Supplier with a car", "Walked in")])
        (supplier | both).supplier_rank = 1
        self.cars[1].insurer_id = insurer
        self.cars[2].owner_id = both
        asked = (owner | insured | supplier | insurer | both | new | self.user_technician.partner_id).with_user(self.user_care)
        self.assertEqual(asked.mapped('aftersales_has_file'), [True, True, False, False, True, True, False])
        self.assertTrue(self.env['res.partner'].with_user(self.user_care).new({}).aftersales_has_file)
        self.assertFlat(lambda some: some.mapped('aftersales_has_file'), asked[:1], asked)

    def test_one_page(self):
        """J1: the basic file has all blocks, in the words of whoever prints it; only who keeps files prints it."""
        owner = self.cars[0].owner_id
        self.cars[1].owner_id = owner
        self._deliver(self.cars[0], 10)
        owner.write({
            'aftersales_sex': 'female', 'aftersales_birth_date': '1980-02-03', 'aftersales_agent_id': self.user_care.id,
            'aftersales_service_wish_ids': self.env.ref('aftersales.customer_tag_pickup').ids})
        text = self._render_text(owner, self.user_care)
        for part in ("Customer Basic File", "Female", "46 years", "Pick-up and delivery of the car", self.user_care.name,
                     "沪F·00000", "沪F·00001", "Behaviour in 12 Months"):
            self.assertIn(part, text)
        with self.assertRaises(AccessError):
            self._render_text(owner, self.user_technician)
