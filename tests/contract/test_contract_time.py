from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractTime(ContractCommon):
    """G3, contracts §2: a contract that is earned by time, and one that goes with the car."""

    def _earn(self, contract):
        contract.sudo()._earn_by_time()
        return self._get_balance()

    def test_by_time(self):
        """G3: each month its days, once, in entries of their own month; work done earns nothing, the end earns the rest."""
        self.kind.recognition = 'time'
        contract = self._sell()
        days = (contract.end_date - contract.start_date).days + 1
        self.assertEqual(self._earn(contract), 100, "February has earned nothing of it")
        with freeze_time('2026-03-31 02:00:00'):
            self.assertAlmostEqual(self._earn(contract), 100 - 100 * 29 / days, 2)
            self.assertAlmostEqual(self._earn(contract), 100 - 100 * 29 / days, 2, "called twice it books once")
        entry = contract.sudo().entitlement_ids.move_ids.entry_id
        self.assertEqual(str(entry.date), '2026-03-31')
        order = self._redeem()
        jobs = order.job_ids.with_user(self.user_technician)
        jobs.action_start()
        jobs.action_done()
        self.deliver(self.inspect(order))
        self.assertAlmostEqual(self._get_balance(), 100 - 100 * 29 / days, 2)
        with freeze_time('2026-05-02 02:00:00'):
            self.assertAlmostEqual(self._earn(contract), 100 - 100 * 59 / days, 2)
        with freeze_time('2027-04-01 02:00:00'):
            self.env.invalidate_all()
            contract.action_expire()
            self.assertAlmostEqual(self._get_balance(), 0, 2)

    def test_by_kilometres(self):
        """G3, contracts §2: at each month's end the part of its kilometres, once and never back; driven, it has ended."""
        self.kind.write({'recognition': 'distance', 'distance': 10000})
        contract = self._sell(runs=False)
        contract.action_invoice()
        contract.sudo().invoice_id.action_post()
        self._pay(contract.sudo().invoice_id)
        self.assertEqual(contract.state, 'invoiced', "who takes the money is not stopped")
        task = contract.activity_search(['aftersales.mail_activity_contract_start'])
        self.assertIn("nobody has read", task.filtered(lambda task: task.user_id == self.user_advisor).note)
        with self.assertRaisesRegex(UserError, "nobody has read the odometer"):
            contract.action_activate()
        self.vehicle._record_odometer(5000, 'manual')
        contract.action_activate()
        self.assertEqual((contract.start_distance, contract.end_distance, contract.distance_left), (5000, 15000, 10000))
        with freeze_time('2026-03-31 02:00:00'):
            self.vehicle._record_odometer(7000, 'manual')
            self.assertEqual(self._earn(contract), 80)
            self.assertEqual(self._earn(contract), 80, "called twice it books once")
            self.assertEqual(str(contract.sudo().entitlement_ids.move_ids.entry_id.date), '2026-03-31')
        with freeze_time('2026-05-02 02:00:00'):
            self.vehicle._record_odometer(8000, 'manual')
            self.assertEqual(self._earn(contract), 80, "what was driven in May is earned at its end")
            self.assertFalse(contract.is_to_renew)
            self.vehicle._record_odometer(13000, 'manual')
            self.assertTrue(contract.is_to_renew)
            self.assertIn(contract, contract.search([('is_to_renew', '=', True)]))
            with self.assertRaisesRegex(UserError, "runs until"):
                contract.action_expire()
        with freeze_time('2026-06-02 02:00:00'):
            self.assertEqual(self._earn(contract), 20)
            self.vehicle.odometer_ids.sorted('id')[-1].sudo().unlink()
            self.assertEqual(self._earn(contract), 20, "what is earned stays earned")
            self.vehicle._record_odometer(15100, 'manual')
            self.assertIn(contract, contract.search([('is_past_end', '=', True)]))
            self.assertFalse(self.env['aftersales.contract.entitlement']._find_fitting(self.company, self.vehicle))
            contract.action_expire()
            self.assertEqual((contract.state, self._get_balance()), ('expired', 0))
        with self.assertRaisesRegex(ValidationError, "how many it runs for"):
            self.kind.distance = 0

    def test_goes_with_the_car(self):
        """Contracts §2: the next owner takes it over where its type says so."""
        contract = self._sell()
        buyer = self.env['res.partner'].create({'name': "Buyer"})
        self.vehicle.owner_id = buyer
        with self.assertRaisesRegex(UserError, "does not go with the car"):
            contract.action_transfer()
        self.kind.is_transferable = True
        contract.action_transfer()
        self.assertEqual((contract.partner_id, contract.state), (buyer, 'active'))
        with self.assertRaisesRegex(UserError, "owner's already"):
            contract.action_transfer()
