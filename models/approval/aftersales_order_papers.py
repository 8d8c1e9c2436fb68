from odoo import models


class AftersalesOrder(models.Model):
    """What the customer answered, as a paper of his page."""

    _inherit = 'aftersales.order'

    def _has_signed_papers(self):
        # sudo: whoever asks
        return super()._has_signed_papers() or bool(self.env['aftersales.authorisation'].sudo().search_count(
            [('order_id', 'in', self.ids), '|', ('signature', '!=', False), ('signature_kind', '!=', False)], limit=1))

    def _collect_portal_papers(self):
        papers = super()._collect_portal_papers()
        if self.authorisation_ids:
            papers['authorisation'] = self._prepare_paper(
                60, self.env._("Your answers"), 'authorisation', self.authorisation_ids)
        return papers
