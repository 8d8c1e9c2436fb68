from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractStart(ContractCommon):
    """G3, contracts §2: a contract begins when it is paid, with its first use, or on the day agreed."""

    def _begin_by_night(self, name='cron_begin_contracts'):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(f'aftersales.{name}').method_direct_trigger()
        self.env.invalidate_all()

    def _sell_from(self, day):
        contract = self._sell(runs=False)
        contract.planned_start = day
        contract.action_invoice()
        invoice = contract.sudo().invoice_id
        invoice.with_user(self.user_accountant).action_post()
        self._pay(invoice)
        contract.invalidate_recordset()
        return contract

    def test_first_use(self):
        """G3: paid, it pays for work at once; its months count from the day on which the first work is used."""
        self.kind.write({'start': 'use', 'start_months': 0})
        contract = self._sell()
        self.assertEqual((contract.state, contract.start_date, contract.end_date), ('active', False, False))
        self.assertFalse(contract.latest_start)
        self.assertEqual((str(contract.paid_date), contract.entitlement_ids.times_left), ('2026-03-03', 3))
        self.assertEqual(contract._get_portal_status()[1], 'info')
        with freeze_time('2027-05-01 02:00:00'):
            self.env.invalidate_all()
            self._begin_by_night()
            self.assertFalse(contract.start_date or contract.is_past_end or contract.is_to_renew)
            self.assertNotIn(contract, contract.search(['|', ('is_past_end', '=', True), ('is_to_renew', '=', True)]))
            with self.assertRaisesRegex(UserError, "not begun"):
                contract.action_expire()
            order = self._redeem()
            order._cancel("Stays away")
            self.assertFalse(contract.start_date, "nothing was used")
            order = self._redeem()
        with freeze_time('2027-05-03 02:00:00'):
            order.job_ids._use_contract()
            contract.invalidate_recordset()
            self.assertEqual((str(contract.start_date), str(contract.end_date)), ('2027-05-03', '2028-05-02'))
            self.assertAlmostEqual(self._get_balance(), 66.67, 2)

    def test_begins_at_the_latest(self):
        """G3: not used within the months of its type it begins by itself, so that it has a last day; days on which it stood
        do not count, and what its type says later holds for what is sold later."""
        self.kind.write({'start': 'use', 'start_months': 6})
        contract, still = self._sell(), self._sell()
        self.assertEqual((contract.start_date, str(contract.latest_start)), (False, '2026-09-03'))
        self.kind.start_months = 1
        still.with_user(self.user_manager)._suspend("Abroad")
        with freeze_time('2026-03-13 02:00:00'):
            still.with_user(self.user_manager).action_activate()
            self.assertEqual(str(still.latest_start), '2026-09-13')
        with freeze_time('2026-09-02 02:00:00'):
            self._begin_by_night()
            self.assertFalse(contract.start_date)
        with freeze_time('2026-09-03 02:00:00'):
            self._begin_by_night()
            self.assertEqual((str(contract.start_date), str(contract.end_date)), ('2026-09-03', '2027-09-02'))
            self.assertFalse(still.start_date)
            self.assertIn(contract, contract.search([('end_date', '<', '2027-10-01')]))
        with freeze_time('2026-09-20 02:00:00'):
            self._begin_by_night()
            self.assertEqual(
                (str(still.start_date), str(still.end_date)), ('2026-09-13', '2027-09-12'), "some nights did not run")

    def test_first_use_by_time(self):
        """G3: nothing is earned of a term that has not begun; given up, all of it is paid back, with interest since paid."""
        self.kind.write({'start': 'use', 'recognition': 'time'})
        contract = self._sell()
        with freeze_time('2026-05-15 02:00:00'):
            self._begin_by_night('cron_earn_contracts')
            self.assertEqual(self._get_balance(), 100)
            contract.with_user(self.user_manager)._refund(10, "Car sold")
            self.assertEqual((contract.state, contract.refund_days, self._get_balance()), ('refunded', 73, 0))

    def test_day_agreed(self):
        """G3: before its day it pays for nothing; paid later, it begins when it is paid."""
        self.kind.start = 'date'
        draft = self._sell(runs=False)
        with self.assertRaisesRegex(UserError, "on which day"):
            draft.action_invoice()
        contract, late = self._sell_from('2026-04-01'), self._sell_from('2026-02-01')
        self.assertEqual((contract.state, contract.start_date, str(late.start_date)), ('active', False, '2026-03-03'))
        self.assertEqual(
            self.env['aftersales.contract.entitlement']._find_fitting(self.company, self.vehicle).contract_id, late)
        with self.assertRaisesRegex(UserError, "stays as it was sold"):
            contract.planned_start = '2026-03-03'
        with self.assertRaises(AccessError):
            contract.start_date = '2026-03-03'
        self._begin_by_night()
        self.assertFalse(contract.start_date)
        with freeze_time('2026-04-01 02:00:00'):
            self._begin_by_night()
            self._begin_by_night()
            self.assertEqual((str(contract.start_date), str(contract.end_date)), ('2026-04-01', '2027-03-31'))
            self.assertIn(contract.sudo(), self.env['aftersales.contract.entitlement']._find_fitting(
                self.company, self.vehicle).contract_id)

    def test_pays_on_its_day(self):
        """G3: on the day agreed, by the company's clock, it pays for work although the night has not begun it yet."""
        self.patch(self.env.registry['res.company'], '_get_clock_zone', lambda company: 'Asia/Shanghai')
        self.kind.start = 'date'
        contract, other = self._sell_from('2026-04-01'), self._sell_from('2026-04-01')
        find = self.env['aftersales.contract.entitlement'].with_user(self.user_advisor)._find_fitting
        with freeze_time('2026-03-31 15:30:00'):
            self.assertFalse(find(self.company, self.vehicle))
        with freeze_time('2026-03-31 16:30:00'):
            self.assertEqual(find(self.company, self.vehicle).contract_id.sudo(False), contract | other)
            order = self._redeem()
            order.job_ids._use_contract()
            self.env.invalidate_all()
            begun = (contract | other).filtered('start_date')
            self.assertEqual((len(begun), str(begun.start_date), str(begun.end_date)), (1, '2026-04-01', '2027-03-31'))
            self._begin_by_night()
            self.assertEqual([str(one.start_date) for one in contract | other], ['2026-04-01'] * 2)

    def test_entered(self):
        """G3: the seller is asked for the day where the type says so; visits have no day to be planned from the first use."""
        self.kind.start = 'date'
        with Form(self.env['aftersales.contract'].with_user(self.user_advisor)) as form:
            form.type_id, form.vehicle_id, form.partner_id = self.kind, self.vehicle, self.customer
            form.planned_start = '2026-05-01'
        self.assertEqual(str(form.record.planned_start), '2026-05-01')
        self.kind.visits_per_year = 2
        with self.assertRaisesRegex(ValidationError, "planned from the day it begins"):
            self.kind.start = 'use'

    def test_paid_in_parts(self):
        """G3: a part of the price starts nothing; the last one does, for each of the contracts that are paid together."""
        contracts = self._sell(runs=False) | self._sell(runs=False)
        contracts.action_invoice()
        invoices = contracts.sudo().invoice_id
        invoices.with_user(self.user_accountant).action_post()
        self._pay(invoices[:1], 40)
        self.assertEqual(contracts.mapped('state'), ['invoiced', 'invoiced'])
        self._pay(invoices[:1])
        self._pay(invoices[1:])
        contracts.invalidate_recordset()
        self.assertEqual(contracts.mapped('state'), ['active', 'active'])
        self.assertEqual(self._get_balance(), 200)
