from odoo import models
from odoo.exceptions import UserError


class AftersalesOrder(models.Model):
    """What the pass says that lets a car out of the gate (D6)."""

    _inherit = 'aftersales.order'

    def _check_may_pass(self):
        for order in self:
            if order.state not in ('ready', 'delivered'):
                raise UserError(self.env._(
                    "%(order)s is %(state)s: an exit pass is printed when the car is ready or delivered.",
                    order=order.name, state=order._get_state_label(order.state),
                ))

    def _get_print_pass_payment(self):
        """In words whether the customer may drive off: (text, whether anything is open)."""
        self.ensure_one()
        due = sum(job._get_customer_amount() for job in self.job_ids if job._is_live())
        if self.currency_id.compare_amounts(due, 0) <= 0:
            return self.env._("Nothing to pay"), False
        amount = self.currency_id.format(due)
        if self.payment_state in ('paid', 'in_payment'):
            return self.env._("Paid: %(amount)s", amount=amount), False
        if self.partner_id.commercial_partner_id.aftersales_account_customer:
            return self.env._("On account: %(amount)s", amount=amount), False
        return self.env._("NOT PAID: %(amount)s", amount=amount), True
