import secrets

from odoo import SUPERUSER_ID, http
from odoo.exceptions import AccessError, UserError
from odoo.http import request
from odoo.tools import consteq

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.throttle import Throttle

from . import said

MAX_PLATE, MAX_DIGITS, MAX_TICKET = 20, 10, 1000
# Whoever stands at the door has that long for the form; what he typed vanishes with him.
IDLE_SECONDS, DONE_SECONDS, START_SECONDS = 600, 45, 900
VISITOR = 'aftersales_kiosk_visitor'
HEADERS = {
    'Cache-Control': 'no-store, private',
    'Referrer-Policy': 'no-referrer',
    'X-Robots-Tag': 'noindex, nofollow, noarchive',
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': (
        "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
}
# A kiosk's key has 192 random bits; whoever tries many unknown ones still only costs us work.
unknown_kiosks = Throttle(30, window=600)


class CheckinKiosk(http.Controller):
    """The page of the check-in from home on a tablet at the door (O3).

    The tablet has no login: whoever opens it is logged out, and the address carries the outlet's key. Plate and last digits
    of the phone find a visit of today; the answer carries a ticket, without which no further step is done. The session keeps
    nothing but a mark that each start page draws anew: what the last customer typed, sent once more by the browser's way
    back, finds nothing.
    """

    @http.route('/aftersales/kiosk/open/<int:workshop_id>', type='http', auth='user', methods=['GET'], readonly=True)
    def open_kiosk(self, workshop_id, **kwargs):
        """Leave the login behind, so that nobody at the door works with the rights of who opened it."""
        workshop = request.env['aftersales.workshop'].search([('id', '=', reader.read_id(workshop_id))])
        if not workshop:
            raise request.not_found()
        try:
            url = workshop._get_kiosk_url()
        except AccessError:
            raise request.not_found() from None
        request.session.logout(keep_db=True)
        return request.redirect(url)

    @http.route(
        '/aftersales/kiosk/<int:workshop_id>/<string:key>', type='http', auth='public', methods=['GET'], readonly=True,
        sitemap=False)
    def kiosk(self, workshop_id, key, **kwargs):
        workshop = self._get_workshop(workshop_id, key)
        request.session[VISITOR] = secrets.token_urlsafe(12)
        return self._render(workshop, key)

    @http.route(
        '/aftersales/kiosk/<int:workshop_id>/<string:key>', type='http', auth='public', methods=['POST'], sitemap=False)
    def kiosk_step(self, workshop_id, key, **post):
        """Find the visit, keep what the customer says, take his key: each step answers with the next page."""
        workshop = self._get_workshop(workshop_id, key)
        step = reader.read_choice(post.get('step'), ('find', 'check_in', 'drop'))
        if step == 'find':
            is_same = consteq(reader.read_token(post.get('visitor')), self._get_visitor())
            return self._find(workshop, key, post) if is_same else self._render(workshop, key)
        visit = workshop._get_kiosk_ticket_visit(reader.read_line(post.get('ticket'), MAX_TICKET), self._get_visitor())
        if not step or not visit:
            return self._render(workshop, key)
        if step == 'drop':
            return self._drop(workshop, key, visit)
        if not visit._is_home_open():
            return self._render(workshop, key, visit)
        try:
            with request.env.cr.savepoint():
                said.check_in(visit, 'kiosk', post)
        except UserError as error:
            visit.invalidate_recordset()
            return self._render(workshop, key, visit, error=str(error), form=request.httprequest.form)
        return self._render(workshop, key, visit, is_done=True)

    # === HELPERS ===#

    def _get_visitor(self):
        """Who stands before the tablet, from one start page to the next."""
        return request.session.get(VISITOR) or ''

    def _get_workshop(self, workshop_id, key):
        """The outlet of the kiosk, as the system sees it: the key is what gives access to its door."""
        workshop = request.env['aftersales.workshop'].with_user(SUPERUSER_ID)._get_kiosk_workshop(
            reader.read_id(workshop_id), reader.read_token(key))
        if not workshop:
            unknown_kiosks.check(request.httprequest.remote_addr)
            raise request.not_found()
        langs = dict(request.env['res.lang'].get_installed())
        lang = reader.read_choice(request.params.get('lang'), langs) or workshop.company_id.partner_id.lang or 'en_US'
        request.update_context(lang=lang, tz=workshop._get_tz().zone)
        return workshop.with_company(workshop.company_id).with_context(
            lang=lang, tz=workshop._get_tz().zone, allowed_company_ids=workshop.company_id.ids)

    def _find(self, workshop, key, post):
        visit = workshop._find_kiosk_visit(
            reader.read_line(post.get('plate'), MAX_PLATE), reader.read_line(post.get('digits'), MAX_DIGITS),
            request.httprequest.remote_addr)
        if not visit:
            return self._render(workshop, key, error=request.env._(
                "We find no visit of today that fits. Please come to the counter: we are glad to help."))
        return self._render(workshop, key, visit)

    def _drop(self, workshop, key, visit):
        try:
            with request.env.cr.savepoint():
                visit._drop_key()
        except UserError:
            # What stands in the way is the house's business.
            visit.invalidate_recordset()
            return self._render(workshop, key, visit, is_done=True, error=request.env._("Please bring the key to the counter."))
        return self._render(workshop, key, visit, is_done=True)

    def _render(self, workshop, key, visit=None, is_done=False, error=None, form=None):
        lang = request.env['res.lang']._get_data(code=request.env.context.get('lang') or 'en_US')
        visit = visit or workshop.env['aftersales.appointment']
        home = visit._get_home_checkin() if visit else workshop.env['aftersales.home.checkin']
        is_open = bool(visit) and visit._is_home_open()
        values = {
            'workshop': workshop, 'company': workshop.company_id, 'kiosk_key': reader.read_token(key), 'appointment': visit,
            'ticket': workshop._get_kiosk_ticket(visit, self._get_visitor()) if visit else '', 'home': home, 'is_open': is_open,
            'visitor': self._get_visitor(),
            'may_drop_key': bool(visit) and visit._may_drop_key(), 'error': error, 'form': form or {},
            'asks_again': bool(error and form), 'most_damage': said.MOST_DAMAGE,
            'idle_seconds': IDLE_SECONDS if is_open else (DONE_SECONDS if visit or is_done else START_SECONDS),
            'langs': request.env['res.lang'].get_installed(), 'lang': lang.code,
            'html_lang': (lang.code or 'en_US').replace('_', '-'), 'direction': lang.direction or 'ltr',
        }
        if is_open:
            values.update(visit._prepare_home_page())
        return request.render('aftersales.checkin_kiosk', values, headers=HEADERS)
