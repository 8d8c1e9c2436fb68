from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import PRIVATE

from .booking import MAX_TEXT, AftersalesBookingPage
from .code_page import AftersalesCodePage

REQUEST = 'aftersales.booking.request'


class AftersalesPublicBooking(AftersalesCodePage, AftersalesBookingPage):
    """Booking without a login: a code proves the address, and only then an appointment is made."""

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
            token = self._ask_for_code(REQUEST, vals, website)
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
        booking, error = self._prove(REQUEST, token, code)
        return self._book_request(token, booking) if booking else self._render_booking_request(token, error=error)

    @route(['/aftersales/book/<string:token>/resend'], type='http', auth='public', website=True, methods=['POST'])
    def public_book_resend(self, token, **kwargs):
        return self._render_booking_request(token, **self._send_again(REQUEST, token))

    @route(['/aftersales/book/<string:token>/time'], type='http', auth='public', website=True, methods=['POST'])
    def public_book_time(self, token, start=None, **kwargs):
        """Another time for a proven request whose first choice was taken meanwhile."""
        booking = self._get_requests(REQUEST)._find(token)
        if not booking or booking.state != 'verified':
            return self._render_booking_request(token)
        try:
            booking.start = self._read_start(start)
        except UserError as error:
            return self._render_booking_request(token, error=str(error))
        return self._book_request(token, booking)

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
        vals = {
            'workshop_id': workshop.id,
            'start': self._read_start(form.get('start')),
            'is_waiter': work['is_waiter'],
            'menu_ids': work['menus'].ids,
            'operation_ids': work['operations'].ids,
            'concern': reader.read_text(form.get('concern'), MAX_TEXT),
            **self._read_sender(form),
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
        booking = self._get_requests(REQUEST)._find(token)
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
