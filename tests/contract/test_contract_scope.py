from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractScope(ContractCommon):
    """G3, contracts §2: for which cars, at which price, at which outlets and how often a contract pays."""

    def setUp(self):
        super().setUp()
        self.kind = self.kind.with_user(self.user_manager)
        self.model = self.vehicle.model_id

    def test_code_is_once_in_a_company(self):
        """G3: the database holds that a code is one type's; other companies, and types without one, are free."""
        self.kind.code = 'PK3'
        self.assertFalse(self.kind.copy().code)
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            self.kind.copy({'code': 'PK3'})

    def test_cars_allowed(self):
        """G3: a car of another model is refused in one sentence; one of an allowed brand or model is sold."""
        other = self.model.sudo().copy({'name': "Other model", 'brand_id': self.model.brand_id.sudo().copy().id})
        self.kind.brand_ids = other.brand_id
        with self.assertRaisesRegex(ValidationError, "Three services is not sold for .*: it is for .* only"):
            self._sell(runs=False)
        self.kind.model_ids = self.model
        contract = self._sell(runs=False)
        self.kind.model_ids = other
        with self.assertRaisesRegex(ValidationError, "is not sold for"), self.env.cr.savepoint():
            contract.action_invoice()
        self.assertEqual(contract.state, 'draft')
        self.kind.brand_ids = self.model.brand_id
        contract.action_invoice()
        self.kind.write({'brand_ids': [Command.set(other.brand_id.ids)]})
        contract._check_car()
        self.assertEqual(contract.state, 'invoiced', "what is sold stays sold")
        with self.assertRaises(AccessError):
            self.kind.with_user(self.user_advisor).age_limit = 3

    def test_age(self):
        """G3: the age counts on the day of the sale, from the delivery, and must be known."""
        self.kind.age_limit = 3
        self.vehicle.write({'delivery_date': False, 'sale_date': False, 'acquisition_date': False})
        with self.assertRaisesRegex(ValidationError, "Enter first when"):
            self._sell(runs=False)
        self.vehicle.delivery_date = '2023-03-02'
        with self.assertRaisesRegex(ValidationError, "up to 3 years, and this one was delivered on 2023-03-02"):
            self._sell(runs=False)
        self.vehicle.delivery_date = '2023-03-03'
        contract = self._sell(runs=False)
        with freeze_time('2026-03-04 02:00:00'), self.assertRaisesRegex(ValidationError, "up to 3 years"):
            contract.action_invoice()

    def test_price_by_model(self):
        """G3: the price of the car's model is proposed, else the type's; what the seller enters stays."""
        self.kind.price_ids = [Command.create({'model_id': self.model.id, 'price': 80})]
        contract = self._sell(runs=False)
        self.assertEqual(contract.price, 80)
        contract.price = 75
        contract.action_invoice()
        self.assertEqual((contract.price, contract.sudo().invoice_id.amount_untaxed), (75, 75))
        other = self.model.sudo().copy({'name': "Other model"})
        vehicle = self.vehicle.copy({'license_plate': "CT 9", 'model_id': other.id})
        draft = self._sell(runs=False)
        draft.vehicle_id = vehicle
        self.assertEqual(draft.price, 100)
        for price in ({'model_id': self.model.id, 'price': 1}, {'model_id': other.id, 'price': 0}):
            with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
                self.kind.price_ids = [Command.create(price)]

    def test_outlets(self):
        """G3: it pays where it is valid; elsewhere it is refused and nothing is saved; an order that moves gives it back."""
        away = self.workshop.copy({'name': "Away", 'code': 'CTAW'})
        self.kind.workshop_ids = self.workshop
        contract = self._sell()
        entitlement = contract.sudo().entitlement_ids
        self.kind.workshop_ids = False
        self.assertEqual(contract.workshop_ids, self.workshop, "what was sold stays")
        order = self._create_order(self._job(operation_id=self.work.id), done=False)
        self.assertTrue(self._says_left(order))
        order.workshop_id = away
        self.assertFalse(self._says_left(order))
        job = order.job_ids.with_user(self.user_advisor)
        with self.assertRaisesRegex(UserError, f"is valid at {self.workshop.name} only"), self.env.cr.savepoint():
            job.action_redeem_contract()
        self.assertEqual((job.pay_type_id, entitlement.reserved), (self.pay_customer, 0))
        order.workshop_id = self.workshop
        job.action_redeem_contract()
        self.assertEqual(entitlement.reserved, 1)
        order.workshop_id = away
        self.assertEqual((job.pay_type_id, entitlement.reserved), (self.pay_customer, 0))

    def _says_left(self, order):
        return any("paid in advance" in alert.message for alert in order.with_user(self.user_advisor)._get_alerts())

    def test_interval(self):
        """G3: at most once in so many months, open orders count too; what was given back does not."""
        self.kind.line_ids.interval_months = 3
        entitlement = self._sell().sudo().entitlement_ids
        order = self._redeem()
        with self.assertRaisesRegex(UserError, "another open order counts on it"), self.env.cr.savepoint():
            self._redeem()
        order._cancel("Stays away")
        self._redeem().job_ids._use_contract()
        with self.assertRaisesRegex(UserError, "once in 3 months, again from 2026-06-03"), self.env.cr.savepoint():
            self._redeem()
        self.assertEqual((entitlement.used, entitlement.reserved), (1, 0))
        with freeze_time('2026-06-03 02:00:00'):
            self._redeem()
        self.assertEqual((entitlement.used, entitlement.reserved), (1, 1))

    def test_companies(self):
        """G3: outlets and prices are those of the type's company."""
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.kind.sudo().workshop_ids = self.env['aftersales.workshop'].search(
                [('company_id', '=', self.other_company.id)], limit=1) or self.workshop.copy(
                    {'name': "Theirs", 'code': 'CTTH', 'company_id': self.other_company.id})
