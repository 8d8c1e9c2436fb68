from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon

FIGURES = ('sold', 'running_count', 'renewed', 'lapsed', 'granted', 'used', 'price', 'earned', 'rest', 'forfeited')


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractReport(ContractCommon):
    """Contracts §12: what is sold, used, renewed and lapsed, margin and rest value, and what the sellers have of it."""

    def _get_row(self, contract):
        self.env.flush_all()
        Report = self.env['aftersales.contract.report'].with_user(self.user_manager)
        Report.invalidate_model()
        return Report.search([('contract_id', '=', contract.id)])

    def _get_renewal_rate(self):
        row, = self.env['aftersales.contract.report'].with_user(self.user_manager).formatted_read_group(
            [('type_id', '=', self.kind.id)], [], ['renewal_rate:avg'])
        return row['renewal_rate:avg']

    def assertFigures(self, contract, *expected):
        row = self._get_row(contract)
        for name, figure, wanted in zip(FIGURES, (row[name] for name in FIGURES), expected, strict=True):
            self.assertAlmostEqual(figure, wanted, 2, name)
        contract = contract.sudo()
        self.assertAlmostEqual(row.earned, contract.amount_recognised, 2)
        self.assertAlmostEqual(row.rest, contract.amount_rest, 2)
        return row

    def test_by_hand(self):
        """Contracts §12: three services for 100, one done, two forfeited; the figures are the contract's own."""
        draft, contract = self._sell(runs=False), self._sell()
        self.assertFalse(self._get_row(draft))
        row = self.assertFigures(contract, 1, 1, 0, 0, 3, 0, 100, 0, 100, 0)
        self.assertFalse(self._get_renewal_rate(), "none has ended")
        self.assertEqual((row.type_id, row.user_id, str(row.date)), (contract.type_id, self.user_advisor, '2026-03-03'))
        job = self._redeem().job_ids
        job._use_contract()
        row = self.assertFigures(contract, 1, 1, 0, 0, 3, 1, 100, 33.33, 66.67, 0)
        self.assertAlmostEqual(row.use, 33.3, 1)
        self.assertAlmostEqual(row.margin, row.earned - row.cost, 2)
        with freeze_time('2027-03-03 02:00:00'):
            contract.invalidate_recordset()
            contract.action_expire()
            row = self.assertFigures(contract, 1, 0, 0, 1, 3, 1, 100, 100, 0, 66.67)
            self.assertEqual(self._get_renewal_rate(), 0)
            contract.action_renew()
            self.assertFigures(contract, 1, 0, 1, 0, 3, 1, 100, 100, 0, 66.67)
            self.assertEqual(self._get_renewal_rate(), 100)
        self.assertEqual(row.action_view_contract()['res_id'], contract.id)

    def test_cost(self):
        """Contracts §12: hours of the jobs it has paid for, at what an hour costs the house, are taken off what it earned."""
        self.company.aftersales_hour_cost = 20
        contract = self._sell()
        job = self._redeem().job_ids
        self.assertEqual(self._get_row(contract).cost, 0)
        job._use_contract()
        hours = job.clocked_hours or job.flat_rate_hours
        self.assertTrue(hours)
        row = self._get_row(contract)
        self.assertAlmostEqual(row.cost, 20 * hours, 2)
        self.assertAlmostEqual(row.margin, 33.33 - 20 * hours, 2)

    def test_use(self):
        """Contracts §12: the use of several contracts is what was used of all that was granted, not the mean of rates."""
        self._sell()
        self._redeem().job_ids._use_contract()
        self.kind.line_ids.quantity = 1
        self._sell()
        row, = self.env['aftersales.contract.report'].with_user(self.user_manager).formatted_read_group(
            [('type_id', '=', self.kind.id)], [], ['use:avg', 'used:sum', 'granted:sum'])
        self.assertEqual((row['used:sum'], row['granted:sum']), (1, 4))
        self.assertAlmostEqual(row['use:avg'], 25, 2)

    def test_outlet(self):
        """Contracts §12: a contract is an outlet's that is valid there alone."""
        self.workshop.copy({'name': "Away", 'code': 'CTAW'})
        self.assertFalse(self._get_row(self._sell()).workshop_id)
        self.kind.sudo().workshop_ids = self.workshop
        self.assertEqual(self._get_row(self._sell()).workshop_id, self.workshop)

    def test_commission(self):
        """Contracts §2: the seller has his part once the contract is paid, of what it cost then; by seller and month."""
        self.kind.with_user(self.user_manager).commission_percent = 7.5
        waiting, contract = self._sell(runs=False), self._sell()
        self.kind.with_user(self.user_manager).commission_percent = 1
        self.assertEqual((waiting.sudo().commission, contract.sudo().commission), (0, 7.5))
        self.env.flush_all()
        rows = self.env['aftersales.contract.report'].with_user(self.user_manager).formatted_read_group(
            [('contract_id', 'in', (waiting | contract).ids)], ['user_id', 'date:month'], ['commission:sum', 'sold:sum'])
        self.assertEqual([(row['user_id'][0], row['commission:sum'], row['sold:sum']) for row in rows],
                         [(self.user_advisor.id, 7.5, 1)])
        with self.assertRaises(AccessError):
            contract.with_user(self.user_advisor).read(['commission'])

    def test_access(self):
        """Contracts §12: the figures are the manager's, of his own companies."""
        contract = self._sell()
        with self.assertRaises(AccessError):
            self.env['aftersales.contract.report'].with_user(self.user_advisor).search([])
        stranger = self.user_manager.copy({
            'login': "ct-report", 'company_id': self.other_company.id, 'company_ids': self.other_company.ids})
        self.assertFalse(self.env['aftersales.contract.report'].with_user(stranger).with_context(
            allowed_company_ids=self.other_company.ids).search([('contract_id', '=', contract.id)]))
