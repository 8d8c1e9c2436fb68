from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-10 04:00:00')
class TestWritedown(BillingCommon):
    """H5, parts 5: parts at rest are written off over three years; a manager releases it, and the books follow."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env['product.category'].create({'name': "Lamps"})
        cls.warehouse = cls.env['stock.warehouse'].create({'name': "Old Store", 'code': 'OLD', 'company_id': cls.company.id})
        cls.one, cls.two, cls.three, cls.fresh = cls.env['product.product'].create([{
            'name': name, 'type': 'consu', 'is_storable': True, 'standard_price': 10, 'categ_id': cls.category.id,
        } for name in ("One year", "Two years", "Three years", "Fresh")])
        for product, day in (
                (cls.one, '2024-11-20'), (cls.two, '2023-11-20'), (cls.three, '2020-05-05'), (cls.fresh, '2025-06-01')):
            with freeze_time(f'{day} 04:00:00'):
                cls._bring(product, 10)
        Account = cls.env['account.account'].with_company(cls.company)
        cls.expense, cls.reserve = Account.create([
            {'name': "Write-downs", 'code': 'WD1', 'account_type': 'expense'},
            {'name': "Written off of parts", 'code': 'WD2', 'account_type': 'asset_current'}])
        cls.journal = cls.env['account.journal'].create({
            'name': "Write-downs", 'code': 'WD', 'type': 'general', 'company_id': cls.company.id})

    @classmethod
    def _bring(cls, product, quantity):
        move = cls.env['stock.move'].create({
            'product_id': product.id, 'product_uom_qty': quantity, 'company_id': cls.company.id,
            'location_id': cls.env.ref('stock.stock_location_suppliers').id,
            'location_dest_id': cls.warehouse.lot_stock_id.id})
        move._action_confirm()
        move.write({'quantity': quantity, 'picked': True})
        move._action_done()

    def _switch_on(self):
        self.company.write({
            'aftersales_writedown': True, 'aftersales_writedown_account_id': self.expense.id,
            'aftersales_writedown_reserve_id': self.reserve.id, 'aftersales_writedown_journal_id': self.journal.id})

    def _write_down(self, date='2025-12-31', user=None):
        return self.env['aftersales.stock.writedown'].with_user(user or self.user_accountant).create({
            'date': date, 'company_id': self.company.id})

    def _get_balances(self, writedown):
        lines = writedown.sudo().entry_id.line_ids
        return [sum(lines.filtered(lambda line: line.account_id == account).mapped('balance'))  # noqa: B023 - called at once
                for account in (self.expense, self.reserve)]

    def test_off_until_switched_on(self):
        """Parts 5: nothing is written down before somebody switches it on and names the accounts."""
        self.company.aftersales_writedown = False
        with self.assertRaisesRegex(UserError, "does not write parts down"):
            self._write_down()
        self.company.aftersales_writedown = True
        with self.assertRaisesRegex(UserError, "name journal and accounts"):
            self._write_down('2024-12-31', user=self.user_manager).action_release()
        with self.assertRaises(ValidationError):
            self._write_down('2026-12-31')
        with self.assertRaises(AccessError):
            self._write_down('2023-12-31', user=self.user_parts)

    def test_released_and_taken_back(self):
        """Parts 5: by the rates of the day, in the books by one entry; the next year takes the former one back."""
        self._switch_on()
        writedown = self._write_down()
        found = {line.product_id: line for line in writedown.line_ids if line.warehouse_id == self.warehouse}
        self.assertEqual(
            {product: (line.months, line.percent, line.value, line.amount, line.rest) for product, line in found.items()},
            {self.one: (13, 33, 100, 33, 67), self.two: (25, 67, 100, 67, 33), self.three: (67, 100, 100, 100, 0)})
        with self.assertRaises(AccessError):
            writedown.action_release()
        with self.assertRaises(AccessError):
            found[self.one].percent = 0
        found[self.one].remark = "To sell"
        writedown.with_user(self.user_manager).action_release()
        total = writedown.amount
        entry = writedown.sudo().entry_id
        self.assertEqual((entry.state, str(entry.date)), ('posted', '2025-12-31'))
        self.assertEqual(self._get_balances(writedown), [total, -total])
        self.assertEqual(writedown.released_id, self.user_manager)
        for record, values in ((writedown, {'note': "Else"}), (found[self.one], {'remark': "Else"})):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "is approved"):
                record.write(values)
        with freeze_time('2027-01-20 04:00:00'):
            later = self._write_down('2026-12-31')
            self.assertEqual(later.line_ids.filtered(lambda line: line.product_id == self.fresh).percent, 33)
            later.with_user(self.user_manager).action_release()
            self.assertEqual((later.former_id, later.former_amount), (writedown, total))
            difference = later.amount - total
            self.assertAlmostEqual(self._get_balances(later)[0], difference)
            self.assertEqual(len(later.sudo().entry_id.line_ids), 4)
            with self.assertRaisesRegex(UserError, "takes back"):
                entry.with_user(self.user_accountant).button_draft()
            with self.assertRaisesRegex(UserError, "takes back"):
                entry.with_user(self.user_accountant)._reverse_moves()
            both = self._write_down('2022-12-31') | self._write_down('2023-12-31')
            with self.assertRaisesRegex(UserError, "one write-down after the other"):
                both.with_user(self.user_manager).action_release()
            earlier = self._write_down('2024-12-31')
            with self.assertRaisesRegex(UserError, "a later one"):
                earlier.with_user(self.user_manager).action_release()

    def test_bought_again(self):
        """Parts 5: what was bought lately is not at rest, however old its last sale; the year ends where the company is."""
        self._switch_on()
        with freeze_time('2025-12-01 04:00:00'):
            self._bring(self.three, 1)
        self.patch(type(self.company), '_get_clock_zone', lambda company: 'Asia/Shanghai')
        with freeze_time('2025-12-31 20:00:00'):  # in the new year already
            self._bring(self.two, 1)
        products = self._write_down().line_ids.filtered(lambda line: line.warehouse_id == self.warehouse).product_id
        self.assertEqual(products, self.one | self.two)

    def _book(self, account, amount, date='2025-06-30'):
        entry = self.env['account.move'].create({
            'move_type': 'entry', 'journal_id': self.journal.id, 'date': date, 'line_ids': [
                Command.create({'account_id': account.id, 'balance': amount}),
                Command.create({'account_id': self.reserve.id, 'balance': -amount})]})
        entry._post(soft=False)

    def test_ceiling(self):
        """Parts 5: what the stock is worth above its share of three years' cost of sales is written off as well."""
        self._switch_on()
        self.assertEqual(self._write_down('2024-12-31').excess, 0)
        goods = self.env['account.account'].with_company(self.company).create(
            {'name': "Cost of goods", 'code': 'WD3', 'account_type': 'expense_direct_cost'})
        for date in ('2025-06-30', '2023-01-01', '2022-12-31', '2026-01-01'):
            self._book(goods, 10_000, date)
        before = self._write_down('2023-12-31')
        self.company.aftersales_ceiling_percent = 0.65
        writedown = self._write_down()
        self.assertEqual(before.ceiling, 0)
        early = self._write_down('2021-12-31')
        self.assertGreater(early.stock_value, 0)
        self.assertEqual(
            (early.sales_cost, early.ceiling, early.excess), (0, 0, 0), "without cost of sales nothing says what is too much")
        self.assertEqual(writedown.ceiling, self.company.currency_id.round(writedown.sales_cost * 0.0065))
        self.assertGreaterEqual(writedown.sales_cost, 20_000)
        self.assertGreaterEqual(writedown.stock_value, 400)
        self.assertAlmostEqual(
            writedown.excess, max(0, writedown.stock_value - writedown.amount - writedown.ceiling))
        self.company.aftersales_ceiling_percent = 1000
        writedown.action_work_out()
        self.assertEqual(writedown.excess, 0)
        self.company.aftersales_ceiling_percent = 0.01
        writedown.action_work_out()
        self.assertGreater(writedown.excess, 0)
        with self.assertRaises(AccessError):
            writedown.excess = 0
        writedown.with_user(self.user_manager).action_release()
        self.assertEqual(self._get_balances(writedown), [writedown.total_written, -writedown.total_written])
        with freeze_time('2027-01-20 04:00:00'):
            later = self._write_down('2026-12-31')
            later.with_user(self.user_manager).action_release()
            self.assertEqual(later.former_amount, writedown.total_written)

    def test_result_with_and_without(self):
        """Parts 5: the month's profit with and without bad debts and write-downs, for manager and accountant only."""
        self._switch_on()
        bad = self.env['account.account'].with_company(self.company).create(
            {'name': "Bad debts", 'code': 'WD4', 'account_type': 'expense'})
        foreign = self.env['account.account'].with_company(self.other_company).create(
            {'name': "Theirs", 'code': 'WD5', 'account_type': 'expense'})
        with self.assertRaisesRegex(UserError, "Theirs"):
            self.company.aftersales_bad_debt_account_ids = foreign
        self.company.aftersales_bad_debt_account_ids = bad
        Result = self.env['aftersales.result.month'].with_user(self.user_manager)
        domain = [('month', '=', '2025-06-01'), ('company_id', '=', self.company.id)]
        names = ('expense', 'bad_debts', 'writedowns', 'profit', 'profit_without')
        before = Result.search_read(domain, names)
        self._book(bad, 70)
        self._book(self.expense, 30)
        self.env.flush_all()
        self.env.invalidate_all()
        row = Result.search(domain)
        old = before[0] if before else dict.fromkeys(names, 0)
        self.assertEqual([row[name] - old[name] for name in names], [100, 70, 30, -100, 0])
        self.assertTrue(Result.with_user(self.user_accountant).search(domain).read(['profit']))
        with self.assertRaises(AccessError):
            Result.with_user(self.user_parts).search(domain)
        elsewhere = self.user_manager.copy({
            'company_ids': [self.other_company.id], 'company_id': self.other_company.id, 'login': 'manager.elsewhere'})
        self.assertFalse(Result.with_user(elsewhere).with_context(allowed_company_ids=self.other_company.ids).search(domain))
