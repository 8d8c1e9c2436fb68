from odoo import models


class AftersalesOrder(models.Model):
    """What the customer answered, as a paper of his page."""

    _inherit = 'aftersales.order'

    def _collect_portal_papers(self):
        papers = super()._collect_portal_papers()
        if self.authorisation_ids:
            papers['authorisation'] = self._prepare_paper(
                60, self.env._("Your answers"), 'authorisation', self.authorisation_ids)
        return papers
