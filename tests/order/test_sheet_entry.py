from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.sheet import SheetCommon


@tagged('post_install', '-at_install')
class TestSheetEntry(SheetCommon):
    """faults U5, U18: one box for all that can be done of a car."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Model = cls.env['fleet.vehicle.model']
        cls.model = cls.vehicle.model_id
        cls.foreign_model = Model.create({
            'name': 'Foreignette 1.5', 'brand_id': cls.env['fleet.vehicle.model.brand'].create({'name': 'Strangecar'}).id})
        cls.own_part, cls.foreign_part, cls.foreign_named = cls.env['product.product'].create([
            {'name': name, 'default_code': code, 'type': 'consu', 'list_price': 50, 'barcode': barcode}
            for name, code, barcode in (
                ("Widget pad", 'WP-1', '4006381333931'), ("Widget pad heavy", 'WP-2', False),
                ("Widget pad, Foreignette", 'WP-3', False))
        ])

    def _find(self, text, others=False, user=None, order=None):
        return (order or self.order).with_user(user or self.user_advisor).sheet_find(text, others)

    def _names(self, answer):
        return [hit['name'] for hit in answer['hits']]

    # === FINDING ===#

    def test_all_kinds_with_hours_and_price(self):
        """faults U5: price and hours stand in the list."""
        hit = next(hit for hit in self._find("brake pads replace")['hits'] if hit['id'] == self.operation.id)
        self.assertEqual((hit['kind'], hit['hours']), ('operation', 1.2))
        self.assertEqual(hit['price'], 120 + 160)
        part = next(hit for hit in self._find(self.own_part.default_code)['hits'])
        self.assertEqual((part['kind'], part['code'], part['price']), ('part', 'WP-1', 50))

    def test_by_code_number_and_barcode(self):
        """faults U5: the very number comes first."""
        for text in ('wp-1', '4006381333931', 'pad widget'):
            self.assertEqual(self._names(self._find(text))[0], "Widget pad", text)
        self.assertEqual(self._find(self.operation.code)['hits'][0]['id'], self.operation.id)

    def test_what_is_for_other_cars_stands_behind_a_switch(self):
        """faults U5: a part whose name speaks of another car, or that was only sold for one, is not offered first."""
        foreign_car = self.env['fleet.vehicle'].create({
            'model_id': self.foreign_model.id, 'license_plate': 'F-1', 'owner_id': self.customer.id, 'company_id': False})
        strangers = self._create_orders(3, vehicle_id=foreign_car.id)
        stranger = strangers[0]
        stranger.sheet_add({'kind': 'part', 'id': self.foreign_part.id})
        self.assertIn("Widget pad heavy", self._names(self._find("widget pad")), "one sale proves nothing")
        for order in strangers[1:]:
            order.sheet_add({'kind': 'part', 'id': self.foreign_part.id})
        answer = self._find("widget pad")
        self.assertEqual(self._names(answer), ["Widget pad"])
        self.assertEqual(answer['others'], 2)
        everything = self._find("widget pad", others=True)
        self.assertEqual(set(self._names(everything)), {"Widget pad", "Widget pad heavy", "Widget pad, Foreignette"})
        self.assertEqual({hit['name'] for hit in everything['hits'] if hit.get('other')},
                         {"Widget pad heavy", "Widget pad, Foreignette"})
        self.assertEqual(set(self._names(self._find("widget pad", order=stranger))),
                         {"Widget pad", "Widget pad heavy", "Widget pad, Foreignette"})
        self.assertTrue(self._find("WP-3")['hits'], "who types the very number wants it")

    def test_sold_for_this_car_before_fits(self):
        self._create_orders(vehicle_id=self.vehicle.id).sheet_add({'kind': 'part', 'id': self.own_part.id})
        self.assertTrue(self._find("widget")['hits'][0]['fits'])

    def test_stock_stands_in_the_list(self):
        """faults U5: whether it is here."""
        self.own_part.is_storable = True
        self.assertEqual(self._find("WP-1")['hits'][0]['stock']['message'], "not here")
        self.env['stock.quant']._update_available_quantity(self.own_part, self.workshop.warehouse_id.lot_stock_id, 3)
        self.env.invalidate_all()
        self.assertEqual(self._find("WP-1")['hits'][0]['stock']['message'], "3 here")

    def test_who_may_not_add_finds_nothing(self):
        for role in ('technician', 'inspector', 'parts', 'care', 'accountant'):
            self.assertFalse(self._find("brake", user=getattr(self, f'user_{role}'))['hits'], role)

    def test_hostile_text(self):
        for text in ('', '   ', None, 5, ['brake'], "%' OR 1=1 --", '\\', 'x' * 5000, '_%'):
            self.assertIsInstance(self._find(text)['hits'], list, text)

    def test_queries_do_not_grow_with_hits(self):
        """faults U5: a box that is asked at each key."""
        self.env['product.product'].create([
            {'name': f"Sprocket {index}", 'type': 'consu', 'list_price': 5, 'is_storable': True} for index in range(10)])
        self.env['product.product'].create({'name': "Lonesome", 'type': 'consu', 'list_price': 5, 'is_storable': True})
        self.assertFlat(self._find, "Lonesome", "Sprocket")

    # === ADDING ===#

    def _add(self, hit, job=None, user=None):
        answer = self.order.with_user(user or self.user_advisor).sheet_add(hit, job.id if job else False)
        return self.env['aftersales.job'].browse(answer['job'])

    def test_an_operation_is_a_job(self):
        job = self._add({'kind': 'operation', 'id': self.operation.id})
        self.assertEqual((job.operation_id, len(job.line_ids)), (self.operation, 2))
        self.assertEqual(self.order.job_ids[-1], job)

    def test_a_part_goes_into_a_job_or_makes_one(self):
        job = self._add({'kind': 'part', 'id': self.own_part.id}, self.job)
        self.assertEqual(job, self.job)
        self.assertEqual(job.line_ids[-1].product_id, self.own_part)
        job = self._add({'kind': 'part', 'id': self.own_part.id, 'quantity': 2})
        self.assertEqual((job.name, job.line_ids.quantity, job.line_ids.price_unit), ("Widget pad", 2, 50))

    def test_free_labour_has_hours_and_a_rate(self):
        """faults U18: free text asks for hours and rate; never a job at 0.00."""
        job = self._add({'kind': 'labour', 'name': "Find the rattle", 'hours': 0.5, 'rate': 100})
        self.assertEqual((job.name, job.line_ids.quantity, job.line_ids.price_unit), ("Find the rattle", 0.5, 100))
        self.assertEqual(job.line_ids.technical_price_unit, 100, "the outlet's rate is computed, not typed")
        job = self._add({'kind': 'labour', 'name': "Polish", 'hours': 1, 'rate': 130}, self.job)
        self.assertEqual(job.line_ids[-1].price_unit, 130)
        for hit in (
            {'name': "Polish"}, {'name': "Polish", 'hours': 0, 'rate': 100}, {'name': "Polish", 'hours': -1, 'rate': 100},
            {'name': "Polish", 'hours': 1, 'rate': 0}, {'name': "Polish", 'hours': 1, 'rate': -5},
            {'name': "Polish", 'hours': float('nan'), 'rate': 100}, {'name': "Polish", 'hours': '1', 'rate': 100},
            {'name': "Polish", 'hours': 1e9, 'rate': 100}, {'name': "  ", 'hours': 1, 'rate': 100},
            {'name': None, 'hours': 1, 'rate': 100}, {'hours': 1, 'rate': float('inf'), 'name': "Polish"},
        ):
            with self.assertRaises(UserError, msg=str(hit)), self.cr.savepoint():
                self._add({'kind': 'labour', **hit})

    def test_hostile_hits(self):
        other = self._create_orders()
        service = self.env.ref('aftersales.product_labour')
        foreign = self.env['product.product'].create({
            'name': "Theirs", 'type': 'consu', 'company_id': self.other_company.id})
        count = len(self.order.job_ids)
        for hit, job_id in (
            ({'kind': 'part', 'id': service.id}, False), ({'kind': 'part', 'id': foreign.id}, False),
            ({'kind': 'part', 'id': 10**8}, False), ({'kind': 'part', 'id': 'x'}, False), ({'kind': 'part', 'id': True}, False),
            ({'kind': 'part', 'id': self.own_part.id}, other.job_ids.id),
            ({'kind': 'part', 'id': self.own_part.id, 'quantity': float('nan')}, False),
            ({'kind': 'user', 'id': 1}, False), ({}, False), (None, False), ('part', False), ({'kind': ['part']}, False),
        ):
            with self.assertRaises(UserError, msg=f'{hit} {job_id}'), self.cr.savepoint():
                self.order.with_user(self.user_advisor).sheet_add(hit, job_id)
        self.assertEqual(len(self.order.job_ids), count)

    def test_who_may_not_add(self):
        for role in ('technician', 'inspector', 'parts', 'care', 'accountant'):
            with self.assertRaises(AccessError, msg=role):
                self._add({'kind': 'operation', 'id': self.operation.id}, user=getattr(self, f'user_{role}'))
        self.cancel(self.order)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            self._add({'kind': 'operation', 'id': self.operation.id})
