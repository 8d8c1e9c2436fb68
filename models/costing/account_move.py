from odoo import models


class AccountMove(models.Model):
    """Invoices of orders and bills for sublet work have the costs reckoned."""
    _inherit = 'account.move'

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        lines = posted.sudo().invoice_line_ids  # sudo: whoever posts need not see the orders
        (lines.aftersales_line_ids.order_id | lines.purchase_line_id.aftersales_line_id.order_id)._mark_cost_due()
        return posted
