import base64
import io

from openpyxl import Workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.aftersales.tests.dealership.claim_money import ClaimMoneyCommon


@tagged('post_install', '-at_install')
class TestCredit(ClaimMoneyCommon):
    """I3: a maker's credit list is compared row by row, booked once, and the books, ledger and claims agree."""

    def _create_due(self, *prices):
        """A decided claim whose receivable is posted."""
        claim = self._submit_claim(*(prices or (100.0,)))
        self._decide(claim, {})
        claim.move_ids.with_user(self.user_accountant).action_post()
        return claim

    def _create_credit(self, data, user=None, read=True, **values):
        if isinstance(data, str):
            data = data.encode()
        credit = self.env['aftersales.claim.credit'].with_user(user or self.user_accountant).create({
            'name': "C-1", 'terms_id': self.terms.id, 'filename': "list.csv", 'file': base64.b64encode(data), **values})
        if read:
            credit.action_read()
        return credit

    def _table(self, *rows, header="Claim,Amount,Date,Reason,Currency"):
        return '\n'.join([header, *(','.join(str(cell) for cell in row) for row in rows)])

    def test_list_settles_the_claims(self):
        """I3: rows that fit are booked in one entry and reconciled; the claims are settled by it."""
        first, second = self._create_due(100.0), self._create_due(250.0)
        credit = self._create_credit(self._table((first.name, 100), (second.name, 250)))
        self.assertEqual((credit.row_count, credit.difference_count, credit.amount), (2, 0, 350.0))
        self.assertEqual(first.state, 'decided', "comparing books nothing")
        credit.action_book()
        self.assertEqual((first.state, second.state, credit.state), ('settled', 'settled', 'booked'))
        self.assertLedger(second, work=-250.0, maker=250.0)
        self.assertEqual(first.move_ids.payment_state, 'paid')
        self.assertEqual(sum(credit.move_id.line_ids.mapped('balance')), 0.0)
        self.assertAlmostEqual(sum(credit.move_id.line_ids.filtered('partner_id').mapped('balance')), -395.5)
        credit.action_cancel()
        self.assertLedger(second, work=-250.0, due=250.0)
        self.assertEqual((second.state, second.move_ids.amount_residual), ('decided', 282.5))

    def test_too_much_with_its_taxes(self):
        """I3: what a maker credits above what he owes comes with its taxes, to the cent, and stays open with him."""
        self.terms.credit_amounts = 'untaxed'
        for owed, credited, total in ((1049.10, 2000.0, 2260.0), (100.0, 130.0, 146.9), (333.33, 1000.01, 1130.01)):
            with self.subTest(owed=owed):
                claim = self._create_due(owed)
                credit = self._create_credit(self._table((claim.name, credited)), name=f"C-{owed}")
                self.assertEqual((credit.line_ids.difference, credit.line_ids.booked_total), ('more', total))
                credit.action_book()
                self.assertEqual(claim.move_ids.payment_state, 'paid')
                left = credit.move_id.line_ids.filtered('partner_id')
                self.assertAlmostEqual(left.amount_residual, claim.move_ids.amount_total - total)
                self.assertLedger(claim, work=-owed, maker=owed)

    def test_differences_row_by_row(self):
        """I3: what does not fit is told row by row, with what to do; the rest is booked."""
        due, less, more, open_claim = (self._create_due(100.0) for __ in range(4))
        undecided = self._submit_claim(10.0)
        other_maker = self._create_due(70.0)
        works = self.env['res.partner'].create({'name': "Otherworks"})
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE aftersales_claim SET partner_id = %s WHERE id = %s", works.id, other_maker.id))
        other_maker.invalidate_recordset()
        credit = self._create_credit(self._table(
            ("CLM/0000/1", 5), (due.name, 100), (due.name, 100), (less.name, 60), (more.name, 130), (undecided.name, 10),
            (open_claim.name, "NaN"), (open_claim.name, "inf"), (open_claim.name, "x"), (open_claim.name, 0),
            (open_claim.name, -20), (open_claim.name, 100, "2026-02-30"), (open_claim.name, 100, "2199-01-01"),
            (open_claim.name, 100, "2026-01-05", "", "JPY"), (other_maker.name, 70)))
        self.assertEqual(credit.line_ids.mapped('difference'), [
            'unknown', False, 'doubled', 'less', 'more', 'undecided', 'amount', 'amount', 'amount', 'amount', 'negative',
            'date', 'date', 'currency', 'other_maker'])
        self.assertTrue(all(line.next_step for line in credit.line_ids if line.difference))
        credit.action_book()
        self.assertLedger(due, work=-100.0, maker=100.0)
        self.assertLedger(less, work=-100.0, maker=60.0, due=40.0)
        self.assertLedger(more, work=-100.0, maker=100.0)
        self.assertLedger(open_claim, work=-100.0, due=100.0)
        over = credit.move_id.line_ids.filtered('partner_id')[-1]
        self.assertAlmostEqual(over.amount_residual, -33.9, msg="what is too much stays with the maker")

    def test_imported_twice_changes_nothing(self):
        """I3: the same file is refused, the same row of another file is told, and nothing is booked twice."""
        claim = self._create_due(100.0)
        data = self._table((claim.name, 60, "2026-01-05"))
        self._create_credit(data).action_book()
        with self.assertRaisesRegex(UserError, "read already as C-1"):
            self._create_credit(data, name="C-2")
        again = self._create_credit(data + "\n\n", name="C-3")
        self.assertEqual(again.line_ids.difference, 'credited')
        with self.assertRaisesRegex(UserError, "no row"):
            again.action_book()
        self.assertLedger(claim, work=-100.0, maker=60.0, due=40.0)

    def test_two_lists_at_once(self):
        """I3: money that came since the list was compared is not booked on top."""
        claim = self._create_due(100.0)
        first = self._create_credit(self._table((claim.name, 100)))
        second = self._create_credit(self._table((claim.name, "100.00")), name="C-2")
        first.action_book()
        with self.assertRaisesRegex(UserError, "has changed"):
            second.action_book()
        with self.assertRaisesRegex(UserError, "already|cannot go"):
            first.action_book()
        self.assertEqual(second.state, 'read')
        self.assertLedger(claim, work=-100.0, maker=100.0)

    def test_every_spelling(self):
        """I3: encodings, separators, signs and workbooks are read for what they say."""
        claim = self._create_due(1234.5)
        workbook = Workbook()
        for cells in (["Credits of March"], ["索赔单号", "结算金额"], [claim.name, 1234.5]):
            workbook.active.append(cells)
        stream = io.BytesIO()
        workbook.save(stream)
        for number, data in enumerate((
            f"索赔单号;结算金额\n{claim.name};¥1.234,50".encode('gb18030'),
            f"\ufeff索赔单号\t结算金额\n{claim.name}\t1,234.50".encode(),
            f'Claim,Amount\n{claim.name},"1,234.50"',
            f"Amount|Claim\n１２３４.５|{claim.name.lower()}",
            stream.getvalue(),
        )):
            with self.subTest(data):
                credit = self._create_credit(data, name=f"S-{number}")
                self.assertEqual((credit.line_ids.amount, credit.line_ids.difference), (1234.5, False))
        with self.assertRaisesRegex(UserError, "headers"):
            self._create_credit("a,b\n1,2", name="S-x")
        with self.assertRaisesRegex(UserError, "neither XLSX nor"):
            self._create_credit(b'\x00\x01\xff\xfe', name="S-y")
        unclear = self._create_credit(f"Claim;Amount\n{claim.name};1.234", name="S-z")
        self.assertEqual(unclear.line_ids.difference, 'amount', "1.234 may be a thousand or one")

    def test_matched_by_the_makers_number(self):
        """I3: the maker's own number finds the claim; amounts with taxes where his terms say so."""
        self.terms.credit_amounts = 'total'
        claim = self._create_due(100.0)
        claim.sudo().reference = "M-77"
        credit = self._create_credit("Reference;Amount\nm-77;113,00")
        self.assertEqual((credit.line_ids.claim_id, credit.line_ids.difference), (claim, False))
        credit.action_book()
        self.assertLedger(claim, work=-100.0, maker=100.0)

    def test_wrong_people(self):
        """I3: claims clerks compare, who keeps the books books, and nobody else does either."""
        claim = self._create_due(100.0)
        for user in (self.user_advisor, self.user_technician):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._create_credit(self._table((claim.name, 100)), user=user)
        credit = self._create_credit(self._table((claim.name, 100)), user=self.user_claims)
        with self.assertRaises(AccessError):
            credit.action_book()
        with self.assertRaises(AccessError):
            credit.line_ids.write({'amount': 5.0})
        with self.assertRaisesRegex(UserError, "not changed any more"):
            credit.write({'date': '2026-01-01'})
        credit.with_user(self.user_accountant).action_book()
        self.assertEqual(claim.state, 'settled')

    def test_locked_period(self):
        """I3: nothing is booked on a day whose books are closed."""
        claim = self._create_due(100.0)
        self.company.sudo().fiscalyear_lock_date = '2025-12-31'
        credit = self._create_credit(self._table((claim.name, 100)), date='2025-12-01')
        with self.assertRaisesRegex(UserError, "locked until"):
            credit.action_book()
        self.assertLedger(claim, work=-100.0, due=100.0)
