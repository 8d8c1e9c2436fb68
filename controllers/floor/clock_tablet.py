import secrets

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request
from odoo.tools import py_to_js_locale

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.models.base.inputs import get_network

# Tells a tablet from the others of the outlet; no secret.
DEVICE_COOKIE, DEVICE_KNOWN = 'aftersales_clock', 10 * 365 * 24 * 3600
MAX_SECRET, MAX_TICKET, MAX_WORD, MAX_TEXT = 60, 1000, 40, 2000


class ClockTablet(http.Controller):
    """The time clock on a tablet that the whole team of an outlet shares (E6).

    The tablet has no login: whoever opens it is logged out, and the address carries the outlet's key. A person proves
    who he is by PIN or badge and gets a ticket of a few minutes, which every further call needs.
    """

    @http.route('/aftersales/clock/open/<int:workshop_id>', type='http', auth='user', methods=['GET'], readonly=True)
    def open_tablet(self, workshop_id, **kwargs):
        """Leave the login behind, so that nobody at the tablet works with the rights of who opened it."""
        workshop = request.env['aftersales.workshop'].search([('id', '=', reader.read_id(workshop_id))])
        if not workshop:
            raise request.not_found()
        try:
            url = workshop._get_clock_url()
        except AccessError:
            raise request.not_found() from None
        request.session.logout(keep_db=True)
        return request.redirect(url)

    @http.route('/aftersales/clock/<int:workshop_id>/<string:key>', type='http', auth='public', methods=['GET'], readonly=True)
    def tablet(self, workshop_id, key, **kwargs):
        workshop = self._find_workshop(workshop_id, key)
        if not workshop:
            raise request.not_found()
        lang = workshop._get_clock_lang()
        request.update_context(lang=lang)
        response = request.render('aftersales.clock_tablet', {
            'workshop_name': workshop.name,
            'lang': py_to_js_locale(lang),
            'props': {'workshopId': workshop.id, 'clockKey': key, 'workshopName': workshop.name},
        }, headers={'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', 'X-Frame-Options': 'DENY'})
        if not self._get_device():
            response.set_cookie(
                DEVICE_COOKIE, secrets.token_urlsafe(16), max_age=DEVICE_KNOWN, path='/aftersales/clock', httponly=True,
                samesite='Lax')
        return response

    @http.route('/aftersales/clock/people', type='jsonrpc', auth='public', readonly=True)
    def people(self, workshop_id=None, key=None, **kwargs):
        """Names and pictures of the team; never a PIN or a badge."""
        return self._get_workshop(workshop_id, key)._get_clock_people()

    @http.route('/aftersales/clock/identify', type='jsonrpc', auth='public')
    def identify(self, workshop_id=None, key=None, employee_id=None, pin=None, badge=None, **kwargs):
        """:return: dict ``ticket`` and ``state``, or ``error`` (not raised: the attempt must stay counted)"""
        workshop = self._get_workshop(workshop_id, key)
        employee, error = workshop._identify_for_clock(
            employee_id=reader.read_id(employee_id), pin=reader.read_line(pin, MAX_SECRET),
            badge=None if badge is None else reader.read_line(badge, MAX_SECRET), devices=self._get_devices())
        if error:
            return {'error': error}
        return self._answer(workshop, employee)

    @http.route('/aftersales/clock/act', type='jsonrpc', auth='public')
    def act(self, workshop_id=None, key=None, ticket=None, action=None, **values):
        """What a person does at the tablet; the answer is his new state."""
        workshop = self._get_workshop(workshop_id, key)
        employee = workshop._get_clock_ticket_employee(reader.read_line(ticket, MAX_TICKET))
        if not employee:
            return {'expired': True}
        warning = workshop._clock_act(employee, reader.read_line(action, MAX_WORD), {
            'job_id': reader.read_id(values.get('job_id')), 'reason': reader.read_line(values.get('reason'), MAX_WORD),
            **{name: reader.read_text(values.get(name), MAX_TEXT) for name in ('cause', 'correction', 'note')},
        })
        return dict(self._answer(workshop, employee), warning=warning)

    def _get_device(self):
        return reader.read_token(request.httprequest.cookies.get(DEVICE_COOKIE))

    def _get_devices(self):
        """What a wrong badge is counted for."""
        return (f'device:{self._get_device()}', f'network:{get_network(request.httprequest.remote_addr)}')

    def _find_workshop(self, workshop_id, key):
        # sudo: the key is what gives access to the outlet's time clock
        return request.env['aftersales.workshop'].sudo()._get_clock_workshop(
            reader.read_id(workshop_id), reader.read_token(key))

    def _get_workshop(self, workshop_id, key):
        workshop = self._find_workshop(workshop_id, key)
        if not workshop:
            raise UserError(request.env._(
                "This tablet is not known any more. Ask a dispatcher to open the time clock on it again."))
        request.update_context(lang=workshop._get_clock_lang())
        return workshop.with_context(lang=workshop._get_clock_lang())

    def _answer(self, workshop, employee):
        return {'ticket': workshop._get_clock_ticket(employee), 'state': workshop._get_clock_state(employee)}
