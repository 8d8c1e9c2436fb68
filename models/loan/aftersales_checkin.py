from odoo import models


class AftersalesCheckin(models.Model):
    _inherit = 'aftersales.checkin'

    def action_book_loan(self):
        """The loaner of the visit, from its check-in."""
        self.ensure_one()
        return self.order_id.action_book_loan()
