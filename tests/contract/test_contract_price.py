from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
class TestContractPrice(ContractCommon):
    """G3: a contract is sold below its list price within the seller's limit, or by who may give that much."""

    def _get_tasks(self, contract):
        return contract.sudo().activity_search(['aftersales.mail_activity_contract_price'])

    def _draft(self, price, reason="Third car of the family"):
        contract = self._sell(runs=False)
        contract.write({'price': price, 'price_reason': reason})
        return contract

    def test_own_limit(self):
        """G3: up to his own limit the seller sells it, above it he is told who may."""
        kept, beyond = self._draft(90), self._draft(89.99)
        self.assertEqual((kept.list_price, kept.discount_percent), (100, 10))
        kept.action_invoice()
        with self.assertRaisesRegex(UserError, "10.01 % below the list price.*limit is 10.00 %.*: After-Sales Manager"):
            beyond.action_invoice()
        self.assertFalse(beyond.sudo().invoice_id)
        beyond.price = 120
        beyond.action_invoice()
        self.assertEqual((kept | beyond).mapped('state'), ['invoiced', 'invoiced'])

    def test_agreed_for_another_car(self):
        """G3: a price that was entered stays when another car is chosen; for another type it is that of the list."""
        other = self.vehicle.copy({'license_plate': "PRICE-2", 'vin_sn': False})
        agreed, listed = self._draft(95), self._sell(runs=False)
        (agreed | listed).vehicle_id = other
        self.assertEqual((agreed | listed).mapped('price'), [95, 100])
        self.kind.price_ids = [Command.create({'model_id': other.model_id.id, 'price': 130})]
        third = self.vehicle.copy({'license_plate': "PRICE-3", 'vin_sn': False})
        (agreed | listed).vehicle_id = third
        self.assertEqual((agreed | listed).mapped('price'), [95, 130])
        agreed.type_id = self.kind.copy({'name': "Five services", 'price': 150, 'price_ids': False})
        self.assertEqual(agreed.price, 150)
        with Form(self.env['aftersales.contract'].with_user(self.user_advisor)) as form:
            form.type_id = self.kind
            form.partner_id = self.customer
            form.vehicle_id = self.vehicle
            form.price = 99
            form.vehicle_id = other
            self.assertEqual(form.price, 99)

    def test_asked(self):
        """G3: asked for with a reason; the manager's one click sells it, and who asked is told."""
        first, second = self._draft(60), self._draft(50, reason="  ")
        with self.assertRaisesRegex(UserError, "enter why"):
            second.action_ask_price()
        second.price_reason = "Loyal <b>customer</b>"
        (first | second).action_ask_price()
        self.assertEqual(self._get_tasks(first).user_id, self.user_manager)
        self.assertIn("Loyal &lt;b&gt;", self._get_tasks(second).note)
        self.assertEqual(first.search([('price_asker_id', '!=', False)]), second | first)
        with self.assertRaisesRegex(UserError, "asked already"):
            first.action_ask_price()
        with self.assertRaisesRegex(AccessError, "limit is 10.00"):
            second.action_refuse_price()
        with self.assertRaisesRegex(UserError, "Ask for This Price"):
            first.action_invoice()
        with self.assertRaises(AccessError):
            first.price_asker_id = False
        with Form(first.with_user(self.user_manager)) as form:
            self.assertTrue(form.may_answer_price)
        first.with_user(self.user_manager).action_invoice()
        second.with_user(self.user_manager).action_refuse_price()
        self.assertEqual((first.state, second.state), ('invoiced', 'draft'))
        self.assertEqual(first.sudo().invoice_id.amount_untaxed, 60)
        for contract in first | second:
            self.assertFalse(self._get_tasks(contract) or contract.price_asker_id)
            self.assertIn(self.user_advisor.partner_id, contract.message_ids.partner_ids)
        with self.assertRaisesRegex(UserError, "nobody asks"):
            second.with_user(self.user_manager).action_refuse_price()

    def test_another_price(self):
        """G3: who changes the price has asked for nothing yet, and a contract that is not sold asks for nothing."""
        contract, other = self._draft(60), self._draft(60)
        (contract | other).action_ask_price()
        contract.price = 55
        other.action_cancel()
        for one in contract | other:
            self.assertFalse(one.price_asker_id or self._get_tasks(one))
        with self.assertRaises(AccessError):
            other.with_user(self.user_technician).action_ask_price()

    def test_who_may(self):
        """G3: a role that sells no contracts is neither named nor asked, whatever discount it may give on orders."""
        dispatcher = self.env.ref('aftersales.discount_limit_dispatcher')
        self.assertEqual((dispatcher.percent, dispatcher.group_id), (15, self.env.ref('aftersales.group_dispatcher')))
        people = self.env['aftersales.discount.limit']._get_able_people(self.company, 12, 'aftersales.group_contract')
        self.assertEqual(people, self.user_manager)
        self.env['aftersales.discount.limit'].search([('percent', '=', 100)]).unlink()
        with self.assertRaisesRegex(UserError, "Nobody of"):
            self._draft(60).action_ask_price()
