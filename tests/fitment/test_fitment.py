from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestFitment(BillingCommon):
    """H1: a part is found by any of its numbers, and the sheet says whether it fits the car."""

    def setUp(self):
        super().setUp()
        self.order = self._create_order(self._job(self._line(100)))
        self.car = self.order.vehicle_id
        self.model = self.car.model_id
        self.pump, self.hose = self.env['product.product'].create([
            {'name': "Zqxpump", 'type': 'consu', 'sale_ok': True}, {'name': "Zqxhose", 'type': 'consu', 'sale_ok': True}])
        self.templates = self.pump.product_tmpl_id | self.hose.product_tmpl_id

    def _number(self, name, product=None, **values):
        return self.env['aftersales.part.number'].with_user(self.user_parts).create({
            'product_tmpl_id': (product or self.pump).product_tmpl_id.id, 'name': name, **values})

    def _fitment(self, product=None, **values):
        return self.env['aftersales.fitment'].with_user(self.user_parts).create({
            'product_tmpl_id': (product or self.pump).product_tmpl_id.id, 'brand_id': self.model.brand_id.id, **values})

    def _explain(self, product=None):
        template = (product or self.pump).product_tmpl_id
        return template.with_user(self.user_advisor)._explain_fit(self.car)[template]

    def test_found_by_any_spelling(self):
        self._number("9X7-115.562 Q")
        for text in ("9x7115562q", "9X7 115 562 Q", "9X7.115-562", "115562Q"):
            for record in (self.pump, self.pump.product_tmpl_id):
                found = [row[0] for row in record.with_user(self.user_advisor).name_search(text)]
                self.assertIn(record.id, found, text)
        hits = self.order.with_user(self.user_advisor).sheet_find("9x7 115 562q")['hits']
        self.assertEqual([hit['id'] for hit in hits if hit['kind'] == 'part'], self.pump.ids)
        self.assertFalse(self.env['aftersales.part.number']._find_templates("--"))

    def test_own_code_by_any_spelling(self):
        self.pump.default_code = "9X7-145-722-T"
        for text in ("9X7.145.722.T", "9x7145722t", "9X7 145 722 T", "145.722"):
            for record in (self.pump, self.pump.product_tmpl_id):
                found = [row[0] for row in record.with_user(self.user_parts).name_search(text)]
                self.assertIn(record.id, found, text)
            listed = self.env['product.product'].with_user(self.user_parts).search([('find_text', 'ilike', text)])
            self.assertIn(self.pump, listed, text)
        self.hose.write({'default_code': "9X7-145-722-TX"})
        found = self.env['aftersales.part.number'].with_user(self.user_parts)._find_templates("9x7145722t")
        self.assertEqual(found, self.templates.ids, "that with the very code stands first")

    def test_number_once_a_part(self):
        self._number("AB-12 34")
        self._number("AB1234", self.hose)
        self._number("AB1234", kind='supplier')
        for name in ("ab 12.34", "--"):
            with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.cr.savepoint():
                self._number(name)

    def test_explain(self):
        self.assertIsNone(self._explain()[0])
        fitment = self._fitment(model_id=self.model.id, position="front left")
        self.assertEqual(self._explain(), (True, "Fits. front left"))
        self.car.model_year = '2015'
        fitment.write({'year_from': 2016})
        self.assertIs(self._explain()[0], False)
        fitment.write({'year_from': 2014, 'year_to': 2015})
        self.assertIs(self._explain()[0], True)
        self._fitment(vin_from=self.car.vin_sn, vin_to=self.car.vin_sn, is_exclusion=True)
        self.assertIs(self._explain()[0], False)

    def test_unknown_without_year(self):
        self.car.model_year = False
        self._fitment(year_from=2014)
        self.assertIsNone(self._explain()[0])

    def test_sheet_puts_fitting_first(self):
        self._fitment(self.hose)
        self._fitment(self.pump, is_exclusion=True)
        answer = self.order.with_user(self.user_advisor).sheet_find("zqx")
        self.assertEqual([hit['id'] for hit in answer['hits'] if hit['kind'] == 'part'], self.hose.ids)
        self.assertEqual(answer['others'], 1)

    def test_says_which_cars(self):
        other = self.env['fleet.vehicle.model'].create({'name': "Zqx9", 'brand_id': self.car.model_id.brand_id.id})
        self._fitment(model_id=other.id, year_from=2014)
        fits, why = self._explain()
        self.assertIs(fits, False)
        self.assertRegex(why, r"it is for .*Zqx9 2014–\.")

    def test_sheet_says_why(self):
        """Who picks a part reads why it is for the car or not; nothing is said where the catalogue says nothing."""
        bolt = self.env['product.product'].create({'name': "Zqxbolt", 'type': 'consu', 'sale_ok': True})
        self._fitment(self.hose, position="front left")
        self._fitment(self.pump, is_exclusion=True, qualifier="with sport chassis")
        hits = self.order.with_user(self.user_advisor).sheet_find("zqx", others=True)['hits']
        self.assertEqual({hit['id']: hit.get('why') for hit in hits if hit['kind'] == 'part'}, {
            self.hose.id: "Fits. front left",
            self.pump.id: "Does not fit: left out for this car. with sport chassis",
            bolt.id: None,
        })

    def test_why_costs_the_same(self):
        """Fifty parts of the box are explained with the queries of five."""
        parts = self.env['product.product'].create([
            {'name': f"Zqw {index}", 'type': 'consu', 'sale_ok': True} for index in range(50)])
        for part in parts:
            self._fitment(part, is_exclusion=True)
        car = self.car.with_user(self.user_advisor)
        counts = []
        for some in (parts[:5], parts):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some.product_tmpl_id.with_user(self.user_advisor)._explain_fit(car)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_tab(self):
        """Who keeps products and parts writes a part's numbers on its form; others read them there."""
        template = self.pump.product_tmpl_id
        self.user_parts.group_ids |= self.env.ref('product.group_product_manager')
        with Form(template.with_user(self.user_parts)) as form, form.aftersales_number_ids.new() as line:
            line.name = "06L-115"
            line.number_brand = "Volkswagen"
        self.assertEqual(template.aftersales_number_ids.key, "06L115")
        arch = template.with_user(self.user_advisor).get_view(view_type='form')['arch']
        self.assertIn('aftersales_fitment_ids', arch)

    def test_ranges(self):
        for values in ({'year_from': 2016, 'year_to': 2015}, {'vin_from': "B", 'vin_to': "A"}):
            with self.assertRaises(ValidationError):
                self._fitment(**values)

    def test_queries(self):
        self._fitment()
        self._fitment(self.hose, is_exclusion=True)
        self.env.flush_all()
        self.env.invalidate_all()
        self.car.model_id.brand_id.name  # noqa: B018, read before
        with self.assertQueryCount(8):
            self.templates._explain_fit(self.car)

    def test_who(self):
        self._number("AB-12 34")
        for model in ('aftersales.fitment', 'aftersales.part.number'):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.user_advisor).check_access('create')

    def test_other_company(self):
        self._number("AB-12 34")
        self.pump.company_id = self.env.company
        Number = self.env['aftersales.part.number'].with_user(self.user_other_advisor).with_context(
            allowed_company_ids=self.other_company.ids)
        self.assertFalse(Number._find_templates("ab1234"))

    def test_import(self):
        template = self.pump.product_tmpl_id
        result = self.env['aftersales.fitment'].with_user(self.user_parts).load(
            ['product_tmpl_id', 'brand_id', 'year_from', 'is_exclusion'],
            [[template.name, self.model.brand_id.name, '2014', '0']])
        self.assertFalse([message for message in result['messages'] if message['type'] == 'error'], result)
        self.assertEqual(template.aftersales_fitment_ids.year_from, 2014)

    def test_form_of_the_part(self):
        form = Form(self.pump.product_tmpl_id)
        with form.aftersales_number_ids.new() as number:
            number.name, number.number_brand = "9X7 115", "Zqx"
        with form.aftersales_fitment_ids.new() as fitment:
            fitment.model_id = self.model
        template = form.save()
        self.assertEqual(template.aftersales_number_ids.key, "9X7115")
        self.assertEqual(template.aftersales_fitment_ids.brand_id, self.model.brand_id)
        self.assertIs(self._explain()[0], True)
