from odoo import models


class AftersalesOrder(models.Model):
    """The health check on the customer's page."""

    _inherit = 'aftersales.order'

    def _collect_portal_papers(self):
        papers = super()._collect_portal_papers()
        checks = self.health_check_ids.filtered(lambda check: check.state == 'done')
        if checks and (self.request_ids or self.state in ('ready', 'delivered')):
            # Not before the advisor has spoken: findings come with their prices.
            papers['health-check'] = self._prepare_paper(50, self.env._("Health check"), 'health_check', checks)
        return papers
