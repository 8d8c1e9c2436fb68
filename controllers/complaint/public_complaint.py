from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import PRIVATE, AftersalesPortal

from .complaints import MAX_STORY, PORTAL_KINDS

REQUEST = 'aftersales.complaint.request'


class AftersalesPublicComplaint(AftersalesPortal):
    """Complaining without a login: a code proves the address, and only then there is a case (see the page of codes of
    room ``booking``)."""

    @route(['/aftersales/complain'], type='http', auth='public', website=True, methods=['GET'], readonly=True, sitemap=False)
    def public_complain(self, workshop_id=None, **kwargs):
        return self._render_public_complain(workshop_id)

    @route(['/aftersales/complain'], type='http', auth='public', website=True, methods=['POST'])
    def public_complain_submit(self, workshop_id=None, website=None, **kwargs):
        workshop = self._get_complaint_workshop(workshop_id)
        if not workshop:
            return self._render_public_complain(workshop_id)
        try:
            token = self._ask_for_code(REQUEST, self._read_complaint_request(workshop, kwargs), website)
        except UserError as error:
            return self._render_public_complain(workshop.id, error=str(error))
        request.session['aftersales_complaint_outlet'] = workshop.id
        return request.redirect(f'/aftersales/complain/{token}')

    @route(
        ['/aftersales/complain/<string:token>'], type='http', auth='public', website=True, methods=['GET'], readonly=True,
        sitemap=False)
    def public_complain_code(self, token, **kwargs):
        return self._render_complaint_request(token)

    @route(['/aftersales/complain/<string:token>/code'], type='http', auth='public', website=True, methods=['POST'])
    def public_complain_verify(self, token, code=None, **kwargs):
        asked, error = self._prove(REQUEST, token, code)
        if error:
            return self._render_complaint_request(token, error=error)
        asked._make_complaint()
        return request.redirect(f'/aftersales/complain/{token}')

    @route(['/aftersales/complain/<string:token>/resend'], type='http', auth='public', website=True, methods=['POST'])
    def public_complain_resend(self, token, **kwargs):
        return self._render_complaint_request(token, **self._send_again(REQUEST, token))

    def _get_complaint_workshops(self):
        # sudo: outlets whose company lets everybody complain are told to everybody
        return request.env['aftersales.workshop'].sudo().with_context(lang=request.env.lang).search([
            ('company_id.aftersales_public_complaint', '=', True)])

    def _get_complaint_workshop(self, workshop_id):
        workshops, wanted = self._get_complaint_workshops(), reader.read_id(workshop_id)
        return workshops.filtered(lambda workshop: workshop.id == wanted) or workshops[:1]

    def _read_complaint_request(self, workshop, form):
        """:raises UserError: naming what is missing"""
        vals = {
            'workshop_id': workshop.id, 'kind': reader.read_choice(form.get('kind'), PORTAL_KINDS) or 'complaint',
            'story': reader.read_text(form.get('story'), MAX_STORY), **self._read_sender(form)}
        if not vals['story'] or not vals['contact_name']:
            raise UserError(request.env._("Enter your name and what happened."))
        return vals

    def _render_public_complain(self, workshop_id, error=None):
        workshops = self._get_complaint_workshops()
        workshop = self._get_complaint_workshop(workshop_id)
        return request.render('aftersales.public_complain', {
            'page_name': 'aftersales_public_complaint',
            'no_breadcrumbs': True,
            'workshops': workshops,
            'workshop': workshop,
            'form': request.httprequest.form,
            'error': error,
            'res_company': workshop.company_id or request.env.company,
            'title': request.env._("Complaints and suggestions"),
        }, headers=PRIVATE)

    def _render_complaint_request(self, token, error=None, news=None):
        """What is told is whether it was received; before that the page is the same for a known token and for none."""
        asked = self._get_requests(REQUEST)._find(token)
        is_told = asked.state == 'told'
        workshop = is_told and asked.workshop_id or self._get_complaint_workshop(
            request.session.get('aftersales_complaint_outlet'))
        return request.render('aftersales.public_complain_code', {
            'page_name': 'aftersales_public_complaint',
            'no_breadcrumbs': True,
            'token': token,
            'is_told': is_told,
            'workshop': workshop,
            'error': error,
            'news': news,
            'res_company': workshop.company_id or request.env.company,
            'title': request.env._("Complaints and suggestions"),
        }, headers=PRIVATE)
