from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.controllers.supply.parts_orders import parts_wishes
from odoo.addons.aftersales.tests.dealership.portal import PortalCommon

TICKET = 'a' * 32


@tagged('post_install', '-at_install')
class TestPartsOrders(PortalCommon):
    """H9, O2: a customer asks for parts on his page; the clerk finds a quotation and a task, the customer how far it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parts = cls.env['product.product'].create([
            {'name': f"Zqxwish {name}", 'default_code': f"ZQW-{name}", 'type': 'consu', 'is_storable': True, 'lst_price': price,
             'aftersales_is_online': True, 'taxes_id': [Command.clear()], 'company_id': company_id}
            for name, price, company_id in (
                ('pad', 100, False), ('disc', 0, False), ('hidden', 5, False), ('foreign', 5, cls.other_company.id))])
        cls.parts[2].aftersales_is_online = False
        cls.env['aftersales.fitment'].create([
            {'product_tmpl_id': part.product_tmpl_id.id, 'model_id': cls.vehicle.model_id.id} for part in cls.parts[:2]])
        cls.customer.write({'street': "12 Harbour Road", 'city': "Shanghai"})

    def setUp(self):
        super().setUp()
        parts_wishes.clear()
        self.addCleanup(parts_wishes.clear)

    def _ask(self, quantities=None, request=TICKET, partner=None, workshop=None, **vals):
        pad, disc = self.parts[:2]
        return self.env['aftersales.counter.sale'].with_user(self.user_customer).sudo()._ask_online(
            workshop or self.workshop, partner or self.customer,
            {pad.id: 2, disc.id: 1} if quantities is None else quantities, request, **vals)

    def _send(self, **data):
        page = f'/my/parts?vehicle_id={self.vehicle.id}&words=zqxwish'
        return self._post('/my/parts/order', page, **{
            'product_id': [self.parts[0].id, self.parts[1].id], 'quantity': [2, 1], 'workshop_id': self.workshop.id,
            'vehicle_id': self.vehicle.id, 'wish': TICKET, 'delivery_kind': 'counter', 'words': "Please <b>quickly</b>",
            **data})

    def _find(self):
        return self.env['aftersales.counter.sale'].search([('partner_id', '=', self.customer.id)])

    def test_from_the_list_to_the_clerk(self):
        """O2: looked up, put on the list, asked for; the same form sent twice is one wish, and the list is empty then."""
        self.authenticate('portal_chen', 'portal_chen')
        page = f'/my/parts?vehicle_id={self.vehicle.id}&words=zqxwish'
        self.assertIn('action="/my/parts/basket"', self._get_page(page).text)
        pad, disc = self.parts[:2]
        basket = self._post('/my/parts/basket', page, **{
            'product_id': [pad.id, disc.id, self.parts[2].id], 'quantity': [1, '', 3], 'vehicle_id': self.vehicle.id,
            'workshop_id': self.workshop.id}).text
        self.assertIn("Zqxwish pad", basket)
        self.assertIn("is not offered any more", basket)
        self.assertNotIn("Zqxwish disc", basket)
        self.assertNotIn("Zqxwish hidden", basket)
        self.assertFalse(self._find(), "nothing is written before he asks")
        wish = basket.split('name="wish" value="')[1][:32]
        for __ in range(2):
            told = self._send(wish=wish)
            self.assertIn("We have your wish", told.text)
        sale = self._find()
        self.assertRecordValues(sale, [{
            'state': 'quote', 'is_online': True, 'workshop_id': self.workshop.id, 'user_id': False, 'amount_total': 200,
            'delivery_kind': 'counter'}])
        self.assertEqual(sale.line_ids.mapped('quantity'), [2, 1])
        self.assertIn(self.vehicle.license_plate, sale.note)
        self.assertIn("&lt;b&gt;quickly", told.text)
        self.assertIn("on request", told.text)
        self.assertEqual(sale.activity_ids.user_id, self.user_parts)
        self.assertIn("Zqxwish pad", sale.activity_ids.note)
        self.assertNotIn(self.customer, sale.message_partner_ids)
        self.assertIn("Nothing is on your list", self._get_page('/my/parts/basket').text)
        self.assertIn(sale.name, self._get_page('/my/parts/orders').text)

    def test_how_far_it_is(self):
        """O2: the clerk corrects and confirms it as any quotation; the customer reads each step in his own words."""
        sale = self._ask(delivery_kind='parcel')
        clerk = sale.with_user(self.user_parts)
        self.assertEqual(sale.shipping_id, self.customer)
        clerk.line_ids[1].price_unit = 30
        words = [sale._get_portal_status()[0]]
        clerk.action_confirm()
        self.assertFalse(sale.activity_ids)
        words.append(sale._get_portal_status()[0])
        for part in self.parts[:2]:
            self.env['stock.quant']._update_available_quantity(part, self.workshop.warehouse_id.lot_stock_id, 9)
        clerk.line_ids.move_ids.sudo()._action_assign()
        self.env.invalidate_all()
        words.append(sale._get_portal_status()[0])
        clerk.parcel_number = "ZQ-1"
        clerk.action_hand_over()
        words.append(sale._get_portal_status()[0])
        self.assertEqual(words, ["We look at your wish", "We get the parts for you", "Being packed", "Sent to you"])
        self.authenticate('portal_chen', 'portal_chen')
        self.assertIn("ZQ-1", self._get_page(f'/my/parts/orders/{sale.id}').text)

    def test_called_off(self):
        """O2: what nobody has confirmed the customer calls off himself, twice is once; afterwards he is told to call."""
        sales = self._ask() + self._ask(request='b' * 32)
        self.authenticate('portal_chen', 'portal_chen')
        for __ in range(2):
            page = self._post(f'/my/parts/orders/{sales[0].id}/call-off').text
            self.assertIn("Called off", page)
        self.assertEqual(sales[0].state, 'cancelled')
        self.assertFalse(sales[0].activity_ids)
        sales[1].with_user(self.user_parts).action_confirm()
        self.assertIn("We are at it already", self._post(f'/my/parts/orders/{sales[1].id}/call-off').text)
        self.assertEqual(sales[1].state, 'confirmed')

    def test_limits(self):
        """O2: what is too much, strange or not offered is answered by a sentence, and nothing is made."""
        pad = self.parts[0]
        for quantities, words in (
                ({}, "Say how many"), ({pad.id: 0}, "Say how many"), ({pad.id: 100}, "That is much at once"),
                (dict.fromkeys(range(1, 12), 1), "That is much at once"), ({self.parts[2].id: 1}, "is not offered online"),
                ({self.parts[3].id: 1}, "is not offered online"), ({2 ** 31 - 1: 1}, "is not offered online")):
            with self.subTest(words, quantities=quantities), self.assertRaisesRegex(UserError, words):
                self._ask(quantities)
        self.customer.city = False
        with self.assertRaisesRegex(UserError, "where to send it"):
            self._ask(delivery_kind='parcel')
        for number in range(5):
            self._ask(request=f'{number}' * 32)
        with self.assertRaisesRegex(UserError, "5 times already"):
            self._ask()
        self.assertEqual(len(self._find()), 5)
        elsewhere = self.customer.create({'name': "Zqx elsewhere", 'company_id': self.other_company.id})
        with self.assertRaisesRegex(UserError, "does not know you yet"):
            self._ask(partner=elsewhere)

    def test_hostile_forms(self):
        """faults A5: strange tickets, outlets, quantities and parts are answered by sentences."""
        self.authenticate('portal_chen', 'portal_chen')
        foreign = self.workshop.copy({
            'name': "Zqx foreign", 'company_id': self.other_company.id, 'employee_ids': [Command.clear()],
            'resource_calendar_id': self.env['resource.calendar'].create({
                'name': "Zqx foreign", 'company_id': self.other_company.id}).id,
            'warehouse_id': self.env['stock.warehouse'].create({
                'name': "Zqx foreign", 'code': "ZQF", 'company_id': self.other_company.id}).id})
        for data, words in (
                ({'wish': 'x'}, "This page is too old"), ({'workshop_id': foreign.id}, "Choose the outlet"),
                ({'workshop_id': '9' * 30}, "Choose the outlet"), ({'quantity': ['-5', 'NaN']}, "Say how many"),
                ({'product_id': ['x', '<b>']}, "Say how many"), ({'quantity': ['1e9', '999']}, "That is much at once")):
            with self.subTest(words, **data):
                self.assertIn(words, self._send(**data).text)
        self.assertFalse(parts_wishes._seen, "what is refused is not counted")
        self.patch(parts_wishes, 'most', 0)
        self.assertIn("You have asked for much already", self._send().text)
        self.assertFalse(self._find())
        self.patch(parts_wishes, 'most', 1)
        for __ in range(2):  # sent twice, it counts once
            self.assertIn("We have your wish", self._send().text)
        self.assertIn("You have asked for much already", self._send(wish='b' * 32).text)
        self.assertEqual(len(self._find()), 1)

    def test_nobody_elses(self):
        """I1: another customer sees none of it, the house speaks in nobody's name, and a visitor has to log in."""
        sale = self._ask()
        paths = (f'/my/parts/orders/{sale.id}', '/my/parts/orders')
        self.assertIn('/web/login', self._get_page('/my/parts/basket').url)
        self.authenticate('portal_qian', 'portal_qian')
        for path in paths:
            self.assertNotIn("Zqxwish", self._get_page(path).text)
        self._post(f'/my/parts/orders/{sale.id}/call-off')
        self.authenticate(self.user_parts.login, self.user_parts.login)
        self.assertIn("Zqxwish", self._get_page(paths[0]).text)
        self._post(f'/my/parts/orders/{sale.id}/call-off')
        self.assertEqual((sale.state, sale.channel), ('quote', 'portal'))
        with self.assertRaises(AccessError):
            sale.with_user(self.user_customer).read(['name'])
        with self.assertRaises(AccessError):
            sale.with_user(self.user_other_advisor).read(['name'])
        offer = sale.copy()
        self.authenticate('portal_chen', 'portal_chen')
        self.assertNotIn(offer.name, self._get_page('/my/parts/orders').text, "what the house only thinks of is its own")

    def test_who_is_told(self):
        """H9: a clerk of the outlet before others; without any, who leads it."""
        sale = self._ask()
        self.assertEqual(sale._get_parts_clerk(), self.user_parts)
        self.user_parts.active = False
        self.assertTrue(sale._get_parts_clerk() != self.user_parts)

    def test_today(self):
        """H9: the clerk's day counts wishes that wait."""
        sale = self._ask()
        now = fields.Datetime.now()
        tally = next(
            tally for tally in self.workshop.with_user(self.user_parts)._get_tallies(now, now) if tally.key == 'parts_wishes')
        self.assertEqual(self.env['aftersales.counter.sale'].search(tally.domain), sale)
