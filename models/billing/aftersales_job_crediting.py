from odoo import models


class AftersalesJob(models.Model):
    """What of a job is to be credited, to its payer and to his co-payer."""

    _inherit = 'aftersales.job'

    def _get_lines_above(self):
        """Lines that are invoiced for more than they are: a part of them came back."""
        return self.line_ids.filtered(
            lambda line: line.product_uom_id.compare(line.qty_invoiced, line.quantity) > 0)

    def _get_lines_to_credit(self):
        """Of these what cost somebody something: no credit note is made of nothing."""
        return self._get_lines_above().filtered(lambda line: (
            line._is_worth_a_document() and line.product_uom_id.compare(line._get_qty_to_credit(), 0) > 0))

    def _prepare_credit_lines(self, journal, rate):
        """Lines of the credit notes.

        :return: list of (payer, list of values)
        """
        self.ensure_one()
        AccountTax = self.env['account.tax']
        lines = self._get_lines_to_credit()
        base_lines = [
            line._prepare_base_line_for_taxes_computation(
                quantity=line._get_qty_to_credit(), rate=rate, account_id=line._get_income_account(journal))
            for line in lines
        ]
        AccountTax._add_tax_details_in_base_lines(base_lines, self.company_id)
        AccountTax._round_base_lines_tax_details(base_lines, self.company_id)
        share = self._get_share_amount(self.order_id._get_base_lines_by_job(self)[self])
        result = []
        principal = self._get_principal()
        if principal:
            vals_list = [
                line._prepare_invoice_line_vals(quantity=base_line['quantity'], account_id=base_line['account_id'].id)
                for line, base_line in zip(lines, base_lines, strict=True)
            ]
            vals_list += self._prepare_share_line_vals('deduction', base_lines, self.share_deducted - share)
            result.append((principal, vals_list))
        if vals_list := self._prepare_share_line_vals('charge', base_lines, self.share_charged - share):
            result.append((self.co_payer_id, vals_list))
        return result
