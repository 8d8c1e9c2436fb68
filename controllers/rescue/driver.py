from odoo import SUPERUSER_ID, http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.throttle import Throttle

MAX_REASON = 200
MAX_TEXT, MAX_NAME = 2000, 100
PAGE_TEXTS = ('fault_found', 'cause', 'work_done', 'tests', 'remaining')
STEPS = ('under_way', 'arrived', 'absent', 'working', 'towing', 'solved', 'handed_in')
HEADERS = {
    'Cache-Control': 'no-store, private',
    'Referrer-Policy': 'no-referrer',
    'X-Robots-Tag': 'noindex, nofollow, noarchive',
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': (
        "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}
# A token has 192 random bits; whoever tries many unknown ones still only costs us work.
unknown_links = Throttle(30, window=600)


class RescueDriver(http.Controller):
    """The crew's page: big buttons, no login; the link of the message is the key (J7)."""

    @http.route('/aftersales/rescue/<string:token>', type='http', auth='public', methods=['GET'], readonly=True, sitemap=False)
    def rescue_driver(self, token, **kwargs):
        offer = self._find(token)
        return self._render(offer, token)

    @http.route('/aftersales/rescue/<string:token>', type='http', auth='public', methods=['POST'], sitemap=False)
    def rescue_driver_step(self, token, **post):
        """One step. What was pressed twice, or on a page that is old by now, shows the page as it is."""
        offer = self._find(token)
        if not offer or not offer._is_live():
            return self._render(offer, token)
        try:
            with request.env.cr.savepoint():
                self._do(offer, post)
        except UserError as error:
            return self._render(offer, token, error=str(error))
        return request.redirect(f'/aftersales/rescue/{offer.token}', code=303)

    @http.route('/aftersales/rescue/<string:token>/photo', type='http', auth='public', methods=['POST'], sitemap=False)
    def rescue_driver_photo(self, token, **post):
        offer = self._find(token)
        if not offer or not offer._is_live() or offer.state != 'accepted':
            return self._render(offer, token)
        image = reader.read_photo(post.get('photo'))
        if not image:
            return self._render(offer, token, error=request.env._("This is no photo. Take it again."))
        try:
            with request.env.cr.savepoint():
                offer.rescue_id.photo_ids._add_from_crew(offer, image)
        except UserError as error:
            return self._render(offer, token, error=str(error))
        return request.redirect(f'/aftersales/rescue/{offer.token}', code=303)

    @http.route('/aftersales/rescue/<string:token>/report', type='http', auth='public', methods=['POST'], sitemap=False)
    def rescue_driver_report(self, token, **post):
        """What was found and done, as the crew writes it at the place."""
        return self._act(token, lambda offer: offer._write_report({
            **{name: reader.read_text(post.get(name), MAX_TEXT) or False for name in PAGE_TEXTS},
            'odometer': reader.read_number(post.get('odometer'), 0, 9_999_999) or 0,
            'is_solved': reader.read_flag(post.get('is_solved')) or False}))

    @http.route('/aftersales/rescue/<string:token>/sign', type='http', auth='public', methods=['POST'], sitemap=False)
    def rescue_driver_sign(self, token, **post):
        """The customer signs on the crew's phone, after the work."""
        return self._act(token, lambda offer: offer._sign_report(
            reader.read_line(post.get('signatory'), MAX_NAME), reader.read_signature(post.get('signature')),
            reader.read_token(post.get('proof'))))

    # === HELPERS ===#

    def _act(self, token, act):
        """Do it where the link still does something; what is refused is said on the page."""
        offer = self._find(token)
        if not offer or not offer._is_live() or offer.state != 'accepted':
            return self._render(offer, token)
        try:
            with request.env.cr.savepoint():
                act(offer)
        except UserError as error:
            return self._render(offer, token, error=str(error))
        return request.redirect(f'/aftersales/rescue/{offer.token}', code=303)

    def _find(self, token):
        """The offer of the link, as the system sees it: the token is what gives access to it, and to it alone."""
        offer = request.env['aftersales.rescue.offer'].with_user(SUPERUSER_ID)._find(reader.read_token(token))
        if not offer:
            unknown_links.check(request.httprequest.remote_addr)
            request.update_context(lang=request.env['res.lang']._get_data(code=request.best_lang).code or 'en_US')
            return offer
        lang = offer.partner_id.lang or offer.employee_id.user_id.lang or request.env['res.lang']._get_data(
            code=request.best_lang).code or 'en_US'
        request.update_context(lang=lang, tz=offer.rescue_id._get_notice_tz().zone)
        return offer.with_context(lang=lang, tz=offer.rescue_id._get_notice_tz().zone)

    def _do(self, offer, post):
        answer = reader.read_choice(post.get('answer'), ('accept', 'refuse'))
        step = reader.read_choice(post.get('step'), STEPS)
        if answer and offer.state == 'asked':
            if answer == 'accept':
                offer._accept(is_by_link=True)
            else:
                offer._refuse(reader.read_line(post.get('reason'), MAX_REASON), is_by_link=True)
        elif step and offer.state == 'accepted':
            offer._move(step, reader.read_choice(post.get('seen'), ('accepted', *STEPS)))
        elif post.get('tick') and offer.state == 'accepted':
            ticks = offer.rescue_id._get_crew_ticks()
            ticks.filtered(lambda tick: tick.id == reader.read_id(post['tick']))._tick_by_crew(offer)
        elif reader.read_flag(post.get('share')):
            offer._share_place(self._read_degrees(post.get('latitude'), 90), self._read_degrees(post.get('longitude'), 180))

    def _read_degrees(self, value, most):
        """A number of degrees, or None."""
        try:
            degrees = float(value) if isinstance(value, str) and len(value) <= 20 else None
        except ValueError:
            return None
        return degrees if degrees is not None and -most <= degrees <= most else None

    def _render(self, offer, token, error=None):
        # sudo: what the house is called is told to whoever asks it
        company = offer.company_id or request.env['res.company'].sudo().search([], limit=1)
        is_live = bool(offer) and offer._is_live()
        lang = request.env['res.lang']._get_data(code=request.env.context.get('lang') or 'en_US')
        rescue = offer.rescue_id
        return request.render('aftersales.rescue_driver_page', {
            'offer': offer if is_live else offer.browse(), 'rescue': rescue if is_live else rescue.browse(),
            'is_known': bool(offer), 'company': company, 'error': error, 'token': reader.read_token(token),
            'phone': rescue.workshop_id.partner_id.phone or company.phone or '',
            **self._get_work(offer if is_live and offer.state == 'accepted' else offer.browse()),
            'steps': [(step, rescue._get_state_label(step)) for step in offer._get_steps()] if is_live else [],
            'promise': rescue._get_time_text(rescue.promised_date) if is_live and rescue.promised_date else '',
            'html_lang': (lang.code or 'en_US').replace('_', '-'), 'direction': lang.direction or 'ltr',
        }, status=200 if is_live else (410 if offer else 404), headers=HEADERS)

    def _get_work(self, offer):
        """Steps and report of the crew that goes."""
        rescue = offer.rescue_id
        ticks, report = rescue._get_crew_ticks() if rescue else (), offer._get_report()
        return {
            'ticks': ticks, 'phase': rescue._get_phase_label(ticks[:1].phase) if ticks else '', 'report': report,
            'can_sign': bool(report) and not report.is_signed and report._is_complete()
            and rescue.state in ('solved', 'handed_in'),
        }
