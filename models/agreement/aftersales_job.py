from odoo import models


class AftersalesJob(models.Model):
    """Work that an agreement said yes to (G4)."""
    _inherit = 'aftersales.job'

    def _get_strange_bearers(self):
        """Who must be asked and is not the agreement's customer: for him it says nothing."""
        self.ensure_one()
        customer = self.order_id.agreement_id.partner_id
        bearers = self._get_bearers().filtered(self._stands_for_customer) or self.order_id.partner_id
        return bearers.filtered(lambda partner: partner.commercial_partner_id != customer)
