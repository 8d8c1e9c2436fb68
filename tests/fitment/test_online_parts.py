from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.controllers.fitment.parts import part_searches
from odoo.addons.aftersales.tests.dealership.portal import PortalCommon


@tagged('post_install', '-at_install')
class TestOnlineParts(PortalCommon):
    """H1, O2: a customer looks up what fits his car, whether it is here, and what it costs him."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parts = cls.env['product.product'].create([
            {'name': f"Zqxonline {name}", 'default_code': f"ZQO-{name}", 'type': 'consu', 'is_storable': True,
             'lst_price': 100, 'standard_price': 47.11, 'aftersales_is_online': True, 'taxes_id': [Command.clear()],
             'company_id': company_id}
            for name, company_id in (
                ('here', False), ('elsewhere', False), ('coming', False), ('order', False), ('hidden', False),
                ('unfit', False), ('foreign', cls.other_company.id))])
        here, elsewhere, coming, __, hidden, unfit, __ = cls.parts
        hidden.aftersales_is_online = False
        cls.env['aftersales.fitment'].create([
            {'product_tmpl_id': part.product_tmpl_id.id, 'model_id': cls.vehicle.model_id.id} for part in cls.parts - unfit])
        other = cls.workshop.copy({'name': "Zqx North", 'warehouse_id': cls.env['stock.warehouse'].create({
            'name': "Zqx North", 'code': "ZQN", 'company_id': cls.company.id}).id})
        warehouse = cls.workshop.warehouse_id
        cls.env['stock.quant']._update_available_quantity(here, warehouse.lot_stock_id, 7777)
        cls.env['stock.quant']._update_available_quantity(elsewhere, other.warehouse_id.lot_stock_id, 8888)
        cls.env['stock.move'].create({
            'product_id': coming.id, 'product_uom_qty': 9999, 'picking_type_id': warehouse.in_type_id.id,
            'location_id': cls.env.ref('stock.stock_location_suppliers').id,
            'location_dest_id': warehouse.lot_stock_id.id, 'date': fields.Datetime.now()})._action_confirm()

    def setUp(self):
        super().setUp()
        part_searches.clear()
        self.addCleanup(part_searches.clear)

    def _look_up(self, words='zqxonline', vehicle=None):
        return self._get_page(f'/my/parts?vehicle_id={(vehicle or self.vehicle).id}&words={words}').text

    def test_own_car(self):
        """H1: published parts that fit, a word for where they are; no quantities, no costs, nobody else's car."""
        self.authenticate('portal_chen', 'portal_chen')
        page = self._look_up()
        for text in (
                "Zqxonline here", "Zqxonline elsewhere", "Zqxonline coming", "Zqxonline order", "Here",
                "At another of our outlets", "On the way to us", "To be ordered", "100.00", self.workshop.name):
            self.assertIn(text, page)
        for text in ("Zqxonline hidden", "Zqxonline unfit", "Zqxonline foreign", "7777", "8888", "9999", "47.11"):
            self.assertNotIn(text, page)
        self.assertIn("Zqxonline order", self._look_up('ZQO-order'))
        self.assertIn("no such part", self._look_up('%3Cb%3Enothing'))
        strange = self._look_up(vehicle=self.strange_vehicle)
        for secret in self.secrets:
            self.assertNotIn(secret, strange)
        for path in ('/my/parts', '/my/parts?vehicle_id=x&words=', '/my/parts/page/99?vehicle_id=99999999999'):
            self.assertEqual(self._get_page(path).status_code, 200)
        self.assertIn(f'/my/parts?vehicle_id={self.vehicle.id}', self._get_page(f'/my/vehicles/{self.vehicle.id}').text)
        self.assertIn('/my/parts', self._get_page('/my').text)

    def test_large_fleet(self):
        """H1: of a fleet the list shows the first hundred cars, and each of them can be looked up."""
        self.env['fleet.vehicle'].create([
            {'model_id': self.model_a.id, 'license_plate': f"0 FLEET {number:03}", 'owner_id': self.vehicle.owner_id.id,
             'company_id': self.vehicle.company_id.id} for number in range(100)])
        self.vehicle.license_plate = "沪Z·99999"
        self.authenticate('portal_chen', 'portal_chen')
        self.assertIn("Zqxonline here", self._look_up())

    def test_quarantine_is_not_on_the_way(self):
        """H1: what stands apart in the house is neither here nor coming."""
        apart = self.env['stock.location'].create({
            'name': "Zqx apart", 'location_id': self.workshop.warehouse_id.view_location_id.id, 'usage': 'internal'})
        part = self.parts[3]
        self.env['stock.quant']._update_available_quantity(part, apart, 5)
        self.assertEqual(self.parts[:4]._get_online_states(self.workshop), dict(
            zip(self.parts[:4], ('here', 'elsewhere', 'coming', 'order'), strict=True)))

    def test_his_price(self):
        """H1: the price is that of his list, with the taxes he pays; without one it is on request."""
        product = self.parts[0]
        product.taxes_id = self.env['account.tax'].create({
            'name': "Zqx 13 %", 'amount': 13, 'type_tax_use': 'sale', 'company_id': self.company.id,
            'price_include_override': 'tax_excluded'})
        self.parts[3].lst_price = 0
        self.customer.with_company(self.company).specific_property_product_pricelist = self.env['product.pricelist'].create({
            'name': "Zqx friends", 'company_id': self.company.id, 'item_ids': [Command.create({
                'applied_on': '0_product_variant', 'product_id': product.id, 'compute_price': 'percentage',
                'percent_price': 10})]})
        rows = self.env['product.product'].with_company(self.company)._find_online(
            self.vehicle, 'zqxonline')._prepare_online_rows(self.workshop, self.customer)
        self.assertEqual(
            [(row['code'], row['state'], row['price']) for row in rows],
            [('ZQO-coming', 'coming', 100), ('ZQO-elsewhere', 'elsewhere', 100), ('ZQO-here', 'here', 101.7),
             ('ZQO-order', 'order', None)])

    def test_too_many(self):
        """H1: who copies the catalogue is slowed down, and nobody without a login sees it."""
        self.assertIn('/web/login', self._get_page('/my/parts').url)
        self.authenticate('portal_chen', 'portal_chen')
        self.patch(part_searches, 'most', 1)
        self.assertIn("Zqxonline here", self._look_up())
        page = self._look_up()
        self.assertIn("wait some minutes", page)
        self.assertNotIn("Zqxonline here", page)
