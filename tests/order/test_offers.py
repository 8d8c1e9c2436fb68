from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestOffers(OrderCommon):
    """faults U5, U18: the pickers of the dialog and of the job's form offer what fits the car, with hours and price."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        brand = cls.env['fleet.vehicle.model.brand'].create({'name': 'Strangecar'})
        foreign = cls.env['fleet.vehicle.model'].create({'name': 'Foreignette 1.5', 'brand_id': brand.id})
        cls.own, cls.foreign = cls.env['aftersales.operation'].create([
            {'name': "Widget change", 'code': 'WDG-1', 'hours': 1.5, 'hours_ids': [
                Command.create({'model_id': cls.vehicle.model_id.id, 'hours': 2.0})]},
            {'name': "Widget change, Foreignette", 'code': 'WDG-2', 'hours': 1.0, 'hours_ids': [
                Command.create({'model_id': foreign.id, 'hours': 1.0})]},
        ])
        cls.own_part, cls.foreign_part = cls.env['product.product'].create([
            {'name': name, 'type': 'consu', 'is_storable': True, 'list_price': 75.0, 'taxes_id': False}
            for name in ("Widget ring", "Widget ring, Foreignette")])
        cls.order = cls._create_orders(job_ids=[])

    def _search(self, model, text, user=None, order=None, **context):
        Model = self.env[model].with_user(user or self.user_advisor).with_context(
            offer_order_id=(order or self.order).id, **context)
        return Model.web_name_search(text, {'display_name': {}}, [], 'ilike', 8)

    def test_fitting_work_first_others_behind_a_switch(self):
        """faults U5: work for other cars is offered only when it is asked for, and says so."""
        self.assertEqual([row['id'] for row in self._search('aftersales.operation', "widget")], self.own.ids)
        everything = self._search('aftersales.operation', "widget", offer_others=True)
        self.assertEqual([row['id'] for row in everything], (self.own + self.foreign).ids)
        self.assertIn("for other cars", everything[1]['__formatted_display_name'])
        self.assertNotIn("for other cars", everything[0]['__formatted_display_name'])
        by_code = self._search('aftersales.operation', "WDG-2")
        self.assertEqual([row['id'] for row in by_code], self.foreign.ids, "who types the very code means it")
        self.assertEqual([row['id'] for row in self._search('product.product', "widget")], self.own_part.ids)

    def test_hours_and_price_in_the_name(self):
        """faults U5: hours for this car, price of this customer, and stock, in the list; the name itself stays."""
        row = self._search('aftersales.operation', "widget")[0]
        self.assertEqual(row['display_name'], "[WDG-1] Widget change")
        self.assertIn("02:00 h", row['__formatted_display_name'])
        self.assertIn("200.00", row['__formatted_display_name'])
        row = self._search('product.product', "widget")[0]
        self.assertIn("75.00", row['__formatted_display_name'])
        self.assertIn("not here", row['__formatted_display_name'])

    def test_elsewhere_as_ever(self):
        """faults U5: without an order, or one that is not seen, pickers are those of the catalogue."""
        for context in ({}, {'offer_order_id': False}, {'offer_order_id': 'x'}, {'offer_order_id': 10 ** 9}):
            rows = self.env['aftersales.operation'].with_user(self.user_advisor).with_context(**context).name_search("widget")
            self.assertEqual({row[0] for row in rows}, set((self.own | self.foreign).ids), context)
        rows = self._search('aftersales.operation', "widget", user=self.user_other_advisor)
        self.assertFalse([row for row in rows if "200.00" in row['__formatted_display_name']], "another company's prices")

    def test_queries(self):
        """faults U5: no more queries for many offers."""
        self.env['aftersales.operation'].create([{'name': f"Gadget {number}", 'hours': 1.0} for number in range(30)])
        Operation = self.env['aftersales.operation'].with_user(self.user_advisor).with_context(offer_order_id=self.order.id)
        self.assertFlat(
            lambda limit: Operation.name_search("gadget" if limit > 1 else "gadget 3", limit=limit), 1, 30, slack=1)

    # === WORK THAT NO OPERATION DESCRIBES ===#

    def _open_wizard(self):
        return Form(self.env['aftersales.add.work.wizard'].with_user(self.user_advisor).with_context(
            default_order_id=self.order.id))

    def test_other_work_asks_for_hours_and_rate(self):
        """faults U18: other work in the dialog makes no job at 0.00."""
        form = self._open_wizard()
        form.other_work = "Find the rattle"
        self.assertEqual(form.other_rate, 100.0, "the outlet's rate")
        for hours, rate, refusal in ((0, 100, "hours"), (-1, 100, "hours"), (1.5, 0, "costs")):
            with self.assertRaisesRegex(UserError, refusal):
                self.env['aftersales.add.work.wizard'].with_user(self.user_advisor).create({
                    'order_id': self.order.id, 'other_work': "Rattle", 'other_hours': hours, 'other_rate': rate,
                }).action_add()
        self.assertFalse(self.order.job_ids)
        form.other_hours = 1.5
        form.concern = "Rattles on cobbles"
        form.save().action_add()
        job = self.order.job_ids
        self.assertEqual((job.name, job.flat_rate_hours, job.amount_untaxed), ("Find the rattle", 1.5, 150.0))
        self.assertEqual(job.concern, "Rattles on cobbles")

    def test_other_rate_and_operations_together(self):
        """faults U18: a rate of its own stays; operations beside it are added as ever."""
        form = self._open_wizard()
        form.operation_ids.add(self.own)
        form.other_work = "Polish"
        form.other_hours = 2
        form.other_rate = 120
        form.save().action_add()
        self.assertEqual(self.order.job_ids.mapped('name'), ["Widget change", "Polish"])
        self.assertEqual(self.order.job_ids[1].line_ids.price_unit, 120)

    def test_job_form_asks(self):
        """faults U18: a job without an operation asks for hours and a rate, unless it is a complaint to be looked at."""
        Job = self.env['aftersales.job'].with_user(self.user_advisor).with_context(default_order_id=self.order.id)
        view = 'aftersales.job_view_form_dialog'
        form = Form(Job, view=view)
        form.name = "Find the rattle"
        self.assertEqual(form.own_rate, 100.0)
        self.assertFalse(form._get_modifier('own_hours', 'invisible'))
        form.own_hours = 1.5
        job = form.save()
        self.assertEqual((job.flat_rate_hours, job.amount_untaxed), (1.5, 150.0))
        form = Form(Job, view=view)
        form.name = "Noise"
        form.concern = "Noise from the rear"
        self.assertFalse(form.save().line_ids)
        with self.assertRaises(UserError):
            form.record.with_user(self.user_advisor)._approve('phone')
        form = Form(Job, view=view)
        form.operation_id = self.own
        self.assertEqual(form.save().flat_rate_hours, 2.0)
