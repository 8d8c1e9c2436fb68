from odoo import models


class AccountMove(models.Model):
    """Invoices say when a benefit is used, and credit notes when it goes back to the customer (G3)."""
    _inherit = 'account.move'

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        posted._get_benefits()._follow_books()
        return posted

    def button_draft(self):
        result = super().button_draft()
        self._get_benefits()._follow_books()
        return result

    def button_cancel(self):
        result = super().button_cancel()
        self._get_benefits()._follow_books()
        return result

    def _get_benefits(self):
        lines = self.sudo().invoice_line_ids  # sudo: whoever keeps the books uses none
        return lines.aftersales_line_ids.benefit_id | lines.aftersales_counter_line_id.benefit_id
