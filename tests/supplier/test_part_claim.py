from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestPartClaim(BillingCommon):
    """H8: what a bad part costs in the books: the customer's credit note, and the supplier's."""
    with_shop = True

    def test_refund_is_credited(self):
        """H8: of what is invoiced, the piece that came back stands on a draft; while the invoice is one, it is made anew."""
        self.pads.write({'aftersales_guarantee_months': 12, 'standard_price': 30})
        for post in (True, False):
            sale = self.env['aftersales.counter.sale'].with_user(self.user_parts).create({
                'workshop_id': self.workshop.id, 'partner_id': self.customer.id, 'line_ids': [Command.create({
                    'product_id': self.pads.id, 'quantity': 2})]})
            sale.action_sell()
            sale.with_user(self.user_accountant).action_invoice()
            self.env.invalidate_all()
            if post:
                sale.sudo().invoice_ids.with_user(self.user_accountant).action_post()
            context = sale.line_ids.action_report_defect()['context']
            defect = self.env['aftersales.part.defect'].with_user(self.user_parts).with_context(**context).create({
                'failure_mode': 'broken', 'effect': "It broke off"})
            defect.action_refund()
            self.env.invalidate_all()
            note = defect.sudo().credit_note_id
            self.assertEqual(sale.line_ids.qty_delivered, 1)
            if not post:
                self.assertFalse(note)
                self.assertTrue(sale.is_to_credit, "the draft is to be made anew")
                continue
            self.assertEqual((note.move_type, note.state, note.reversed_entry_id), (
                'out_refund', 'draft', sale.sudo().invoice_ids - note))
            self.assertAlmostEqual(note.amount_total, (note.reversed_entry_id.amount_total) / 2, 2)
            self.assertEqual((sale.line_ids.qty_to_credit, defect.remedy), (0, 'refund'))

    def test_credited_by_the_supplier(self):
        """H8: what the supplier grants is drafted once as his credit note; the accountant posts it, and the record says so."""
        defect = self.env['aftersales.part.defect'].with_user(self.user_claims).create({
            'workshop_id': self.workshop.id, 'product_id': self.pads.id, 'failure_mode': 'broken', 'effect': "It broke off",
            'partner_id': self.customer.id, 'answer_due': '2099-01-01', 'claim_amount': 80})
        defect.action_claim()
        with self.assertRaisesRegex(UserError, "granted nothing"):
            defect.action_book_refund()
        defect.write({'answer': 'partly', 'granted_amount': 50})
        defect.action_answer()
        self.assertEqual((defect.claim_difference, defect.refund_state), (30, 'none'))
        defect.action_book_refund()
        refund = defect.sudo().supplier_refund_id
        self.assertEqual((refund.move_type, refund.amount_untaxed, refund.partner_id), ('in_refund', 50, self.customer))
        self.assertEqual((defect.refund_state, defect.credited_amount), ('draft', 0))
        with self.assertRaisesRegex(UserError, "already"):
            defect.action_book_refund()
        refund.invoice_date = '2026-03-03'
        refund.with_user(self.user_accountant).action_post()
        defect.invalidate_recordset()
        self.assertEqual((defect.refund_state, defect.credited_amount), ('posted', 50))
