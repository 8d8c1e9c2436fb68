from odoo.exceptions import AccessError, MissingError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base.portal import AftersalesPortal


class AftersalesPortalComplaints(AftersalesPortal):
    """What a customer told us, how far it is, and what we answered; nothing of what the house found out."""

    @route(['/my/complaints'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_my_complaints(self, **kwargs):
        complaints = self._search_own('aftersales.complaint', order='received_date desc, id desc', limit=100)
        return self._render_own('aftersales.portal_my_complaints', {
            'page_name': 'aftersales_complaint',
            'complaints': complaints.with_context(lang=request.env.lang),
        })

    @route(
        ['/my/complaints/<int:complaint_id>'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_my_complaint(self, complaint_id, **kwargs):
        try:
            complaint = self._document_check_access('aftersales.complaint', complaint_id)
        except (AccessError, MissingError):
            return self._to_home()
        complaint = complaint.sudo().with_context(lang=request.env.lang)  # sudo: access is checked; the page shows his own
        return self._render_own('aftersales.portal_my_complaint', {
            'page_name': 'aftersales_complaint',
            'complaint': complaint,
            'letters': complaint._get_portal_letters(),
            'res_company': complaint.company_id,
        })
