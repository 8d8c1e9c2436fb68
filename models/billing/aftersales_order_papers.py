from odoo import models


class AftersalesOrder(models.Model):
    """The customer's invoices and the settlement on his page."""

    _inherit = 'aftersales.order'

    def _get_portal_invoices(self):
        """Posted invoices of the order that are made out to the customer."""
        return super()._get_portal_invoices() | self._get_invoices().filtered(
            lambda move: move.state == 'posted'
            and move.commercial_partner_id == self.partner_id.commercial_partner_id
        ).sorted('id')

    def _get_portal_invoices_of_more(self):
        return super()._get_portal_invoices_of_more() | self._get_portal_invoices().filtered(
            lambda move: (move.invoice_line_ids.aftersales_line_ids.order_id
                          | move.invoice_line_ids.aftersales_share_job_id.order_id) != self)

    def _collect_portal_papers(self):
        papers = super()._collect_portal_papers()
        if self._is_certifiable():
            papers['settlement'] = self._prepare_paper(30, self.env._("Settlement and certificate"), 'settlement')
        return papers
