from odoo import api, models


class AccountTax(models.Model):
    _inherit = 'account.tax'

    @api.model
    def _aftersales_freeze_base_line(self, base_line, company):
        """The base line's rounded amounts as ``extra_tax_data`` of an invoice line.

        An invoice line with it keeps these amounts whatever else stands on its
        invoice, until somebody changes its price, quantity, discount or taxes.
        """
        self._fix_base_lines_tax_details_on_manual_tax_amounts([base_line], company)
        if base_line['manual_total_excluded_currency'] is None:
            details = base_line['tax_details']
            for suffix in ('_currency', ''):
                base_line[f'manual_total_excluded{suffix}'] = (
                    details[f'total_excluded{suffix}'] + details[f'delta_total_excluded{suffix}'])
            # The engine takes fixed totals only together with fixed taxes: name one that isn't there.
            base_line['manual_tax_amounts'] = {'0': {}}
        return self._export_base_line_extra_tax_data(base_line)

    @api.model
    def _aftersales_reverse_base_line(self, base_line, company):
        """The base line with the opposite sign and the very same amounts."""
        extra_tax_data = self._aftersales_freeze_base_line(base_line, company)
        reverse = self._prepare_base_line_for_taxes_computation(
            dict(base_line, manual_total_excluded_currency=None, manual_total_excluded=None, manual_tax_amounts=None),
            quantity=-base_line['quantity'],
            extra_tax_data=self._reverse_quantity_base_line_extra_tax_data(extra_tax_data),
        )
        self._add_tax_details_in_base_lines([reverse], company)
        self._round_base_lines_tax_details([reverse], company)
        return reverse
