from odoo import models


class AftersalesOrder(models.Model):
    """The papers signed at the counter, on the customer's page."""

    _inherit = 'aftersales.order'

    def _collect_portal_papers(self):
        papers = super()._collect_portal_papers()
        if self.checkin_id.state == 'signed':
            papers['check-in'] = self._prepare_paper(40, self.env._("Check-in sheet"), 'checkin', self.checkin_id)
        if self.state == 'delivered':
            papers['delivery'] = self._prepare_paper(70, self.env._("Delivery sheet"), 'delivery')
        return papers
