from freezegun import freeze_time

from odoo.exceptions import UserError
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
