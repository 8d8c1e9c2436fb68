from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractCars(ContractCommon):
    """Contracts §3: one contract for several cars of a fleet, which share what it pays for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vehicle.owner_id = cls.customer
        cls.second, cls.strange = (
            cls.vehicle.copy({'license_plate': plate, 'owner_id': owner.id})
            for plate, owner in (("FLEET 2", cls.customer), ("FLEET 3", cls.insurer)))

    def _sell_fleet(self):
        contract = self._sell(runs=False)
        contract.other_vehicle_ids = self.second
        contract.action_invoice()
        invoice = contract.sudo().invoice_id
        invoice.with_user(self.user_accountant).action_post()
        self._pay(invoice)
        contract.invalidate_recordset()
        return contract

    def _redeem_for(self, vehicle):
        order = self._create_order(self._job(operation_id=self.work.id), done=False, vehicle_id=vehicle.id)
        order.job_ids.with_user(self.user_advisor).action_redeem_contract()
        return order

    def test_shared(self):
        """Contracts §3: both cars use the same three services, and no other car does."""
        contract = self._sell_fleet()
        entitlement = contract.sudo().entitlement_ids
        for vehicle in (self.vehicle, self.second):
            self._redeem_for(vehicle)
        self.assertEqual((entitlement.reserved, entitlement.times_left), (2, 1))
        with self.assertRaisesRegex(UserError, "no contract of the car pays"), self.env.cr.savepoint():
            self._redeem_for(self.strange)
        self._redeem_for(self.second)
        with self.assertRaisesRegex(UserError, "no contract of the car pays"), self.env.cr.savepoint():
            self._redeem_for(self.vehicle)
        with self.assertRaisesRegex(UserError, "stays as it was sold"):
            contract.other_vehicle_ids = False

    def test_owner(self):
        """Contracts §3: a further car must be the customer's; sold to somebody else, it no longer uses the contract."""
        with self.assertRaisesRegex(ValidationError, "FLEET 3.* is not owned by"), self.env.cr.savepoint():
            self._sell(runs=False).other_vehicle_ids = self.strange
        self._sell_fleet()
        self.second.owner_id = self.insurer
        with self.assertRaisesRegex(UserError, "no contract of the car pays"):
            self._redeem_for(self.second)

    def test_price_of_the_dearest(self):
        """G3, contracts §3: what all its cars may use costs what it costs for the dearest, also in the discount's check."""
        dear = self.vehicle.model_id.sudo().copy({'name': "Dear model"})
        self.kind.price_ids = [Command.create({'model_id': dear.id, 'price': 300})]
        self.second.model_id = dear
        contract = self._sell(runs=False)
        contract.write({'price': 60, 'price_reason': "Third car"})
        contract.action_ask_price()
        contract.other_vehicle_ids = self.second
        self.assertEqual((contract.price, contract.list_price, contract.discount_percent), (60, 300, 80))
        self.assertFalse(contract.price_asker_id, "other cars are another question")
        contract.price = 100
        with self.assertRaisesRegex(UserError, "66.67 % below the list price"):
            contract.action_invoice()
        contract.other_vehicle_ids = False
        self.assertEqual((contract.price, contract.list_price), (100, 100))
        new = contract.create({
            'type_id': self.kind.id, 'vehicle_id': self.vehicle.id, 'partner_id': self.customer.id,
            'other_vehicle_ids': self.second.ids})
        self.assertEqual(new.price, 300)

    def test_stays_with_the_fleet(self):
        """Contracts §2, §3: a contract does not go over with one car while it pays for others of its owner."""
        self.kind.is_transferable = True
        contract = self._sell_fleet()
        self.vehicle.owner_id = self.insurer
        self.assertFalse(contract.is_to_transfer)
        with self.assertRaisesRegex(UserError, "pays for .*FLEET 2.* too"):
            contract.action_transfer()
        self.assertEqual(contract.partner_id, self.customer)
        self.second.owner_id = self.insurer
        self.assertTrue(contract.is_to_transfer)
        contract.action_transfer()
        self.assertEqual(contract.partner_id, self.insurer)
        self.assertTrue(contract._covers(self.second))

    def test_kilometres_are_of_one_car(self):
        """Contracts §3: a contract for so many kilometres is one car's; the type's cars hold for the further ones, too."""
        contract = self._sell(runs=False)
        self.kind.distance = 1000
        with self.assertRaisesRegex(ValidationError, "kilometres of one car"), self.env.cr.savepoint():
            contract.other_vehicle_ids = self.second
        self.kind.distance = 0
        other = self.vehicle.model_id.sudo().copy({'name': "Other model"})
        self.kind.model_ids = self.vehicle.model_id
        self.second.model_id = other
        with self.assertRaisesRegex(ValidationError, "is not sold for"), self.env.cr.savepoint():
            contract.other_vehicle_ids = self.second

    def test_print(self):
        """Contracts §14: the contract names all its cars."""
        paper = self.env['ir.actions.report'].with_user(self.user_advisor)._render_qweb_html(
            'aftersales.report_contract', self._sell_fleet().ids)[0].decode()
        self.assertIn("Further Cars", paper)
        self.assertIn("FLEET 2", paper)
