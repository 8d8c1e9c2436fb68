from odoo import models

# What an order may become cheaper by for the customer, beside its lines.
CHEAPER = frozenset({'is_dropped', 'payer_id', 'co_payer_id', 'pay_type_id', 'share', 'deductible'})


class AftersalesJob(models.Model):
    """Work that an agreement said yes to (G4)."""
    _inherit = 'aftersales.job'

    def write(self, vals):
        result = super().write(vals)
        if not CHEAPER.isdisjoint(vals):
            self.order_id._approve_by_itself()
        return result

    def _after_decline(self):
        result = super()._after_decline()
        self.order_id._approve_by_itself()
        return result

    def _get_strange_bearers(self):
        """Who must be asked and is not the agreement's customer: for him it says nothing."""
        self.ensure_one()
        customer = self.order_id.agreement_id.partner_id
        bearers = self._get_bearers().filtered(self._stands_for_customer) or self.order_id.partner_id
        return bearers.filtered(lambda partner: partner.commercial_partner_id != customer)
