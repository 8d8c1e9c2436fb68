from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request
from odoo.tools import py_to_js_locale


class ClockTablet(http.Controller):
    """The time clock on a tablet that the whole team of an outlet shares (E6).

    The tablet has no login: whoever opens it is logged out, and the address carries the outlet's key. A person proves
    who he is by PIN or badge and gets a ticket of a few minutes, which every further call needs.
    """

    @http.route('/aftersales/clock/open/<int:workshop_id>', type='http', auth='user', methods=['GET'], readonly=False)
    def open_tablet(self, workshop_id):
        """Leave the login behind, so that nobody at the tablet works with the rights of who opened it."""
        workshop = request.env['aftersales.workshop'].search([('id', '=', workshop_id)])
        if not workshop:
            raise request.not_found()
        try:
            url = workshop._get_clock_url()
        except AccessError:
            raise request.not_found() from None
        request.session.logout(keep_db=True)
        return request.redirect(url)

    @http.route('/aftersales/clock/<int:workshop_id>/<string:key>', type='http', auth='public', methods=['GET'], readonly=True)
    def tablet(self, workshop_id, key):
        workshop = request.env['aftersales.workshop'].sudo()._get_clock_workshop(workshop_id, key)
        if not workshop:
            raise request.not_found()
        lang = workshop._get_clock_lang()
        request.update_context(lang=lang)
        return request.render('aftersales.clock_tablet', {
            'workshop_name': workshop.name,
            'lang': py_to_js_locale(lang),
            'props': {'workshopId': workshop.id, 'clockKey': key, 'workshopName': workshop.name},
        }, headers={'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', 'X-Frame-Options': 'DENY'})

    @http.route('/aftersales/clock/people', type='jsonrpc', auth='public', readonly=True)
    def people(self, workshop_id, key):
        """Names and pictures of the team; never a PIN or a badge."""
        return self._get_workshop(workshop_id, key)._get_clock_people()

    @http.route('/aftersales/clock/identify', type='jsonrpc', auth='public')
    def identify(self, workshop_id, key, employee_id=None, pin=None, badge=None):
        """:return: dict ``ticket`` and ``state``, or ``error`` (not raised: the attempt must stay counted)"""
        workshop = self._get_workshop(workshop_id, key)
        employee, error = workshop._identify_for_clock(employee_id=employee_id, pin=pin, badge=badge)
        if error:
            return {'error': error}
        return self._answer(workshop, employee)

    @http.route('/aftersales/clock/act', type='jsonrpc', auth='public')
    def act(self, workshop_id, key, ticket, action, **values):
        """What a person does at the tablet; the answer is his new state."""
        workshop = self._get_workshop(workshop_id, key)
        employee = workshop._get_clock_ticket_employee(ticket)
        if not employee:
            return {'expired': True}
        warning = workshop._clock_act(employee, action, values)
        return dict(self._answer(workshop, employee), warning=warning)

    def _get_workshop(self, workshop_id, key):
        workshop = request.env['aftersales.workshop'].sudo()._get_clock_workshop(workshop_id, key)
        if not workshop:
            raise UserError(request.env._(
                "This tablet is not known any more. Ask a dispatcher to open the time clock on it again."))
        request.update_context(lang=workshop._get_clock_lang())
        return workshop.with_context(lang=workshop._get_clock_lang())

    def _answer(self, workshop, employee):
        return {'ticket': workshop._get_clock_ticket(employee), 'state': workshop._get_clock_state(employee)}
