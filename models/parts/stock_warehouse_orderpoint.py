from odoo import models


class StockWarehouseOrderpoint(models.Model):
    _inherit = 'stock.warehouse.orderpoint'

    def _procure_orderpoint_confirm(self, use_new_cursor=False, company_id=None, raise_user_error=True):
        """Finish this transaction before the procurement works in another one.

        The scheduler has just reckoned here what each rule is to order. Left unwritten, the other transaction orders
        by the old quantity, writes the new one, and the night's run ends with "could not serialize access".
        """
        if use_new_cursor:
            self.env['ir.cron']._commit_progress()
        return super()._procure_orderpoint_confirm(
            use_new_cursor=use_new_cursor, company_id=company_id, raise_user_error=raise_user_error)
