from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import AftersalesPortal
from odoo.addons.aftersales.controllers.base.throttle import Throttle

MAX_STORY = 5000
PORTAL_KINDS = ('complaint', 'suggestion')
# Whoever has something to say says it in one go, or in a few.
told_complaints = Throttle(10, window=3600)


class AftersalesPortalComplaints(AftersalesPortal):
    """What a customer tells us, how far it is, and what we answered; nothing of what the house found out."""

    @route(['/my/complaints'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_my_complaints(self, **kwargs):
        complaints = self._search_own('aftersales.complaint', order='received_date desc, id desc', limit=100)
        return self._render_own('aftersales.portal_my_complaints', {
            'page_name': 'aftersales_complaint',
            'complaints': complaints.with_context(lang=request.env.lang),
        })

    @route(
        ['/my/complaints/<int:complaint_id>'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_my_complaint(self, complaint_id, told=None, **kwargs):
        try:
            complaint = self._document_check_access('aftersales.complaint', complaint_id)
        except (AccessError, MissingError):
            return self._to_home()
        complaint = complaint.sudo().with_context(lang=request.env.lang)  # sudo: access is checked; the page shows his own
        return self._render_own('aftersales.portal_my_complaint', {
            'page_name': 'aftersales_complaint',
            'complaint': complaint,
            'letters': complaint._get_portal_letters(),
            'is_told': reader.read_flag(told),
            'res_company': complaint.company_id,
        })

    # === TO TELL US ===#

    @route(['/my/complaints/new'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_new_complaint(self, vehicle_id=None, order_id=None, **kwargs):
        return self._render_new_complaint(vehicle_id, order_id)

    @route(['/my/complaints/new'], type='http', auth='user', website=True, methods=['POST'])
    def portal_tell_complaint(self, vehicle_id=None, order_id=None, kind=None, story=None, **kwargs):
        try:
            with request.env.cr.savepoint():
                # sudo: outlet, car and visit are those of who is logged in
                complaint = request.env['aftersales.complaint'].sudo()._tell_online(
                    self._read_own_complaint(vehicle_id, order_id, kind, story))
        except UserError as error:
            return self._render_new_complaint(vehicle_id, order_id, error=str(error))
        return request.redirect(f'/my/complaints/{complaint.id}?told=1')

    def _read_own_complaint(self, vehicle_id, order_id, kind, story):
        """:raises UserError: naming what is missing, or what is not his"""
        order = self._find_own('aftersales.order', order_id)
        vehicle = order.vehicle_id or self._find_own('fleet.vehicle', vehicle_id)
        words = reader.read_text(story, MAX_STORY)
        if not words:
            raise UserError(request.env._("Tell us in your own words what happened."))
        workshop = self._get_complaint_outlet(vehicle, order)
        if not workshop:
            raise UserError(request.env._("Nobody can read it here yet. Please call us."))
        if not told_complaints.take(request.httprequest.remote_addr):
            raise UserError(request.env._("You have told us much already. We read it first; please call us if it is urgent."))
        partner = request.env.user.partner_id
        return {
            'kind': reader.read_choice(kind, PORTAL_KINDS) or 'complaint', 'workshop_id': workshop.id, 'story': words,
            'vehicle_id': vehicle.id, 'order_id': order.id, 'partner_id': partner.id, 'email': partner.email or ''}

    def _find_own(self, model, record_id):
        """:return: the customer's own record, SUDOED, or none; what is not his is as if it were not there"""
        wanted = reader.read_id(record_id)
        return self._search_own(model, [('id', '=', wanted)], limit=1) if wanted else request.env[model].sudo()

    def _get_complaint_outlet(self, vehicle, order):
        """Where the visit was, else where the car was last, else the first outlet of the customer's house, SUDOED."""
        partner = request.env.user.partner_id.sudo()
        last = vehicle and vehicle._get_portal_orders(partner)[:1]
        # sudo: what outlets there are is no secret
        return order.workshop_id or last and last.workshop_id or request.env['aftersales.workshop'].sudo().search([
            ('company_id', '=', request.env.company.id)], limit=1)

    def _render_new_complaint(self, vehicle_id, order_id, error=None):
        order = self._find_own('aftersales.order', order_id)
        return self._render_own('aftersales.portal_new_complaint', {
            'page_name': 'aftersales_complaint',
            'is_new': True,
            'vehicles': self._search_own('fleet.vehicle', order='license_plate, id', limit=100),
            'vehicle': order.vehicle_id or self._find_own('fleet.vehicle', vehicle_id),
            'order': order,
            'form': request.httprequest.form,
            'error': error,
        })
