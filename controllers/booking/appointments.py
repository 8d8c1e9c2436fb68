from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader

from .booking import MAX_DAYS, AftersalesBookingPage

MAX_REASON = 200


class AftersalesPortalAppointments(AftersalesBookingPage):

    @route(['/my/appointments'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_my_appointments(self, **kwargs):
        appointments = self._search_own('aftersales.appointment', order='start desc, id desc', limit=100)
        return self._render_own('aftersales.portal_my_appointments', {
            'page_name': 'aftersales_appointment',
            'appointments': appointments,
            'labels': appointments._get_portal_status_labels(),
            'may_book': bool(self._get_customer_workshops()),
        })

    @route(['/my/appointments/<int:appointment_id>'], type='http', auth='public', website=True, methods=['GET'], readonly=True)
    def portal_my_appointment(self, appointment_id, access_token=None, **kwargs):
        try:
            appointment = self._get_appointment(appointment_id, access_token)
        except (AccessError, MissingError):
            return self._to_home()
        return self._render_appointment(appointment, access_token)

    @route(
        ['/my/appointments/<int:appointment_id>/slots'], type='jsonrpc', auth='public', website=True, readonly=True,
    )
    def portal_appointment_slots(self, appointment_id, access_token=None, skip=0, **kwargs):
        try:
            appointment = self._get_appointment(appointment_id, access_token)
        except (AccessError, MissingError):
            return {'error': request.env._("This appointment is not available any more.")}
        if refusal := self._check_searches():
            return refusal
        days = appointment._get_online_days(skip=reader.read_number(skip, high=MAX_DAYS))
        return {'html': request.env['ir.qweb']._render('aftersales.booking_slots', days), 'next': days['next']}

    @route(
        ['/my/appointments/<int:appointment_id>/reschedule'],
        type='http', auth='public', website=True, methods=['POST'],
    )
    def portal_appointment_reschedule(self, appointment_id, access_token=None, start=None, **kwargs):
        return self._change_appointment(appointment_id, access_token, lambda appointment: appointment._reschedule_online(
            self._read_start(start)))

    @route(
        ['/my/appointments/<int:appointment_id>/cancel'], type='http', auth='public', website=True, methods=['POST'],
    )
    def portal_appointment_cancel(self, appointment_id, access_token=None, reason=None, **kwargs):
        return self._change_appointment(appointment_id, access_token, lambda appointment: appointment._cancel_online(
            reader.read_line(reason, MAX_REASON)))

    def _get_appointment(self, appointment_id, access_token, to_change=False):
        check = self._get_as_customer if to_change else self._document_check_access
        appointment = check('aftersales.appointment', appointment_id, access_token=access_token)
        return appointment.with_context(lang=request.env.lang)

    def _change_appointment(self, appointment_id, access_token, change):
        try:
            appointment = self._get_appointment(appointment_id, access_token, to_change=True)
        except (AccessError, MissingError):
            return self._to_home()
        try:
            with request.env.cr.savepoint():
                change(appointment)
        except UserError as error:
            appointment.invalidate_recordset()
            return self._render_appointment(appointment, access_token, error=str(error))
        news = 'cancelled' if appointment.state == 'cancelled' else 'changed'
        return request.redirect(appointment.get_portal_url(query_string=f'&{news}=1'))

    def _render_appointment(self, appointment, access_token, error=None):
        appointment = appointment.with_context(aftersales_hide_keys=self._is_house(appointment))
        values = {
            'page_name': 'aftersales_appointment',
            'appointment': appointment,
            'label': appointment._get_portal_status_labels()[appointment.state],
            'res_company': appointment.company_id,
            'title': f'{appointment.name} · {appointment.workshop_id.name}',
            'news': self._get_news(appointment),
            'book_again_url': appointment.state == 'cancelled' and self._get_booking_url(appointment.workshop_id),
            'problem': error,
        }
        return self._render_own('aftersales.portal_my_appointment', self._get_page_view_values(
            appointment, access_token, values, 'my_appointments_history', False))

    def _get_news(self, appointment):
        """What the visitor has just done, if anything; it must still be so."""
        news = next((word for word in ('booked', 'cancelled', 'changed') if request.params.get(word)), None)
        return news if (news == 'cancelled') == (appointment.state == 'cancelled') else None

    def _get_booking_url(self, workshop):
        """Where the visitor books at the outlet, or None where he cannot."""
        if not request.env.user._is_public():
            return f'/my/book?workshop_id={workshop.id}' if workshop in self._get_customer_workshops() else None
        return f'/aftersales/book?workshop_id={workshop.id}' if workshop in self._get_visitor_workshops() else None
