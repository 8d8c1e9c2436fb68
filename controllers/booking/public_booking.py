from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import PRIVATE

from .booking import MAX_TEXT, AftersalesBookingPage

MAX_NAME, MAX_PLATE, MAX_PHONE, MAX_CODE = 100, 20, 40, 20


class AftersalesPublicBooking(AftersalesBookingPage):
    """Booking without a login: a code proves the address, and only then an appointment is made.

    The pages say the same whether the visitor is a customer or not, whether his token is known
    or not, and whether he is a person or fills the field that no person sees.
    """

    @route(['/aftersales/book'], type='http', auth='public', website=True, methods=['GET'], readonly=True, sitemap=False)
    def public_book(self, workshop_id=None, **kwargs):
        return self._render_public_book(workshop_id)

    @route(['/aftersales/book'], type='http', auth='public', website=True, methods=['POST'])
    def public_book_submit(self, workshop_id=None, website=None, **kwargs):
        workshop = self._get_workshop(self._get_visitor_workshops(), workshop_id)
        if not workshop:
            return self._render_public_book(workshop_id)
        work = self._read_work_from_form(workshop)
        try:
            vals = self._read_booking_request(workshop, work, kwargs)
            token = 'sent' if website else self._get_booking_requests()._ask(vals, request.httprequest.remote_addr or '')
        except UserError as error:
            return self._render_public_book(workshop.id, work=work, error=str(error))
        request.session['aftersales_booking_outlet'] = workshop.id
        return request.redirect(f'/aftersales/book/{token}')

    @route(
        ['/aftersales/book/<string:token>'], type='http', auth='public', website=True, methods=['GET'], readonly=True,
        sitemap=False)
    def public_book_code(self, token, **kwargs):
        return self._render_booking_request(token)

    @route(['/aftersales/book/<string:token>/code'], type='http', auth='public', website=True, methods=['POST'])
    def public_book_verify(self, token, code=None, **kwargs):
        booking = self._get_booking_requests()._find(token)
        if not booking or not booking._verify(reader.read_line(code, MAX_CODE)):
            return self._render_booking_request(token, error=request.env._(
                "This code is wrong or no longer valid. Check the latest message or ask for a new code."))
        return self._book_request(token, booking)

    @route(['/aftersales/book/<string:token>/resend'], type='http', auth='public', website=True, methods=['POST'])
    def public_book_resend(self, token, **kwargs):
        booking = self._get_booking_requests()._find(token)
        try:
            if booking:
                booking._resend()
        except UserError as error:
            return self._render_booking_request(token, error=str(error))
        return self._render_booking_request(token, news=request.env._("A new code has been sent."))

    @route(['/aftersales/book/<string:token>/time'], type='http', auth='public', website=True, methods=['POST'])
    def public_book_time(self, token, start=None, **kwargs):
        """Another time for a proven request whose first choice was taken meanwhile."""
        booking = self._get_booking_requests()._find(token)
        if not booking or booking.state != 'verified':
            return self._render_booking_request(token)
        try:
            booking.start = self._read_start(start)
        except UserError as error:
            return self._render_booking_request(token, error=str(error))
        return self._book_request(token, booking)

    def _get_booking_requests(self):
        # sudo: requests are the page's own; nobody has rights on them
        return request.env['aftersales.booking.request'].sudo().with_context(lang=request.env.lang)

    def _book_request(self, token, booking):
        try:
            with request.env.cr.savepoint():
                appointment = booking._book()
        except UserError as error:
            booking.invalidate_recordset()
            return self._render_booking_request(token, error=str(error))
        return request.redirect(appointment.get_portal_url(query_string='&booked=1'))

    def _read_booking_request(self, workshop, work, form):
        """Fields of the request from the form.

        :raises UserError: naming what is missing
        """
        channel = 'sms' if form.get('channel') == 'sms' else 'email'
        vals = {
            'workshop_id': workshop.id,
            'start': self._read_start(form.get('start')),
            'is_waiter': work['is_waiter'],
            'menu_ids': work['menus'].ids,
            'operation_ids': work['operations'].ids,
            'concern': reader.read_text(form.get('concern'), MAX_TEXT),
            'license_plate': reader.read_line(form.get('license_plate'), MAX_PLATE),
            'contact_name': reader.read_line(form.get('contact_name'), MAX_NAME),
            'email': reader.read_line(form.get('email'), MAX_NAME),
            'phone': reader.read_line(form.get('phone'), MAX_PHONE),
            'channel': channel,
            'lang': request.env.lang,
        }
        if not vals['license_plate'] or not vals['contact_name']:
            raise UserError(request.env._("Enter your name and the plate of the vehicle."))
        return vals

    def _render_public_book(self, workshop_id, work=None, error=None):
        workshops = self._get_visitor_workshops()
        workshop = self._get_workshop(workshops, workshop_id)
        return request.render('aftersales.public_book', {
            **self._get_form_values(workshops, workshop, work, error),
            'page_name': 'aftersales_public_booking',
            'no_breadcrumbs': True,
            'booking_url': '/aftersales/book',
            'res_company': workshop.company_id or request.env.company,
            'title': workshop.name,
        }, headers=PRIVATE)

    def _render_booking_request(self, token, error=None, news=None):
        booking = self._get_booking_requests()._find(token)
        if booking.state == 'booked' and booking.appointment_id:
            return request.redirect(booking.appointment_id.get_portal_url())
        # Only the owner of the address comes as far as to see anything of the request, its company included: before that
        # the page stands under the outlet at which its visitor asked, whether the token is known or not.
        booking = booking if booking.state == 'verified' else booking.browse()
        workshop = booking.workshop_id or self._get_workshop(
            self._get_visitor_workshops(), request.session.get('aftersales_booking_outlet'))
        return request.render('aftersales.public_book_code', {
            'page_name': 'aftersales_public_booking',
            'no_breadcrumbs': True,
            'token': token,
            'booking': booking,
            'error': error,
            'news': news,
            'res_company': workshop.company_id or request.env.company,
            'title': request.env._("Book a visit"),
        }, headers=PRIVATE)
