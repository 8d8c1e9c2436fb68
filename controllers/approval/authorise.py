import logging

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.aftersales.controllers.base import films, reader
from odoo.addons.aftersales.controllers.base.throttle import Throttle
from odoo.addons.aftersales.models.approval.aftersales_authorisation_request import SCREEN_MARK

_logger = logging.getLogger(__name__)

DECISIONS = ('approved', 'declined', 'callback')
MAX_REASON, MAX_NAME, MAX_BROWSER, MAX_HASH = 500, 100, 300, 100

HEADERS = {
    'Cache-Control': 'no-store, private',
    'Referrer-Policy': 'no-referrer',
    'X-Robots-Tag': 'noindex, nofollow, noarchive',
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': (
        "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
}


# A token has 192 random bits; whoever tries many unknown ones still only costs us work.
unknown_tokens = Throttle(30, window=600)


class AuthorisePage(http.Controller):
    """The page on which a customer answers for the jobs of a request, without a login: the link is the key (E2)."""

    @http.route(
        '/aftersales/authorise/<string:token>', type='http', auth='public', methods=['GET'], readonly=True, sitemap=False)
    def show(self, token, **kwargs):
        authorisation_request = self._find(token)
        if not authorisation_request:
            return self._render_unknown()
        return self._render(authorisation_request, token)

    @http.route(
        '/aftersales/authorise/<string:token>/opened', type='http', auth='public', methods=['POST'], sitemap=False)
    def note_opened(self, token, **post):
        """The page tells that a customer looks at it; what only fetches the link to show a preview does not."""
        authorisation_request = self._find(token)
        if authorisation_request and self._is_to_be_noted(authorisation_request, token):
            authorisation_request._set_opened()
        return request.make_response('', headers=[('Cache-Control', HEADERS['Cache-Control'])])

    @http.route('/aftersales/authorise/<string:token>', type='http', auth='public', methods=['POST'], sitemap=False)
    def answer(self, token, **post):
        authorisation_request = self._find(token)
        if not authorisation_request:
            return self._render_unknown()
        if self._get_state(authorisation_request, token) != 'open':
            return self._render(authorisation_request, token)
        answers, evidence, error = self._read_form(authorisation_request, post)
        if error:
            return self._render(authorisation_request, token, error=error, post=post)
        try:
            with request.env.cr.savepoint():
                is_recorded = authorisation_request._answer(
                    answers, reader.read_line(post.get('shown_hash'), MAX_HASH),
                    'screen' if self._is_on_screen(token) else 'portal', **evidence)
        except UserError:
            # What stands in the way is the house's business: the customer is asked to call.
            _logger.warning("The answer to request %s could not be recorded", authorisation_request.id, exc_info=True)
            return self._render(authorisation_request, token, post=post, error=request.env._(
                "Your answer could not be recorded. Please call us."))
        if not is_recorded:
            return self._render(authorisation_request, token, has_changed=True)
        return request.redirect(f'/aftersales/authorise/{token}', code=303)

    @http.route(
        '/aftersales/authorise/<string:token>/photo/<int:photo_id>',
        type='http', auth='public', methods=['GET'], readonly=True, sitemap=False,
    )
    def photo(self, token, photo_id, size='480', **kwargs):
        authorisation_request = self._find(token)
        photo = authorisation_request and self._get_state(authorisation_request, token) == 'open' and \
            authorisation_request._get_page_photos().filtered(lambda photo: photo.id == photo_id)
        if not photo:
            raise request.not_found()
        width = 1600 if size == 'full' else 480
        stream = request.env['ir.binary']._get_image_stream_from(photo, 'raw', width=width, height=width)
        response = stream.get_response(as_attachment=False, immutable=False, max_age=0)
        response.headers.update({'Cache-Control': HEADERS['Cache-Control'], 'X-Robots-Tag': HEADERS['X-Robots-Tag']})
        return response

    @http.route(
        '/aftersales/authorise/<string:token>/video/<int:film_id>',
        type='http', auth='public', methods=['GET'], readonly=True, sitemap=False,
    )
    def video(self, token, film_id, poster=None, **kwargs):
        """A film of the page, in the pieces that a phone asks for; or the picture shown before it is played."""
        authorisation_request = self._find(token)
        film = authorisation_request and self._get_state(authorisation_request, token) == 'open' and \
            authorisation_request._get_page_videos().filtered(lambda film: film.id == film_id)
        if not film:
            raise request.not_found()
        if reader.read_flag(poster):
            return films.stream_poster(authorisation_request._get_waiting_jobs()._get_video_poster(film))
        return films.stream(film)

    # === HELPERS ===#

    def _find(self, token):
        """The request of the link, SUDOED: the token is what gives access to it, and to it alone.

        Who guesses is slowed down; the customers who share his address are not.
        """
        found = request.env['aftersales.authorisation.request'].sudo()._find(reader.read_token(token))
        if not found:
            unknown_tokens.check(request.httprequest.remote_addr)
            return found
        request.update_context(lang=found.order_id._get_lang())
        return found.with_context(lang=found.order_id._get_lang())

    def _is_on_screen(self, token):
        """Whether the page is shown by the house, by its own key."""
        return SCREEN_MARK in token

    def _get_employee(self):
        """Who of the house is logged in in this browser, if anybody: what is answered here bears his name."""
        user = request.env.user
        return user if user._is_internal() else user.browse()

    def _is_to_be_noted(self, authorisation_request, token):
        """Whether it would be the customer who opened it, for the first time."""
        return authorisation_request.state == 'open' and not authorisation_request.opened_date and (
            not self._get_employee() and not self._is_on_screen(token))

    def _get_state(self, authorisation_request, token):
        """The state of the link: the house's key ends before the customer's."""
        state = authorisation_request.state
        if state == 'open' and self._is_on_screen(token) and not authorisation_request._is_shown():
            return 'expired'
        return state

    def _read_form(self, authorisation_request, post):
        """:return: answers by job, evidence, and what is wrong with the form (or None)"""
        answers, is_yes = {}, False
        for job in authorisation_request._get_waiting_jobs():
            offered = {alternative._get_choice(): alternative for alternative in job._get_offered_alternatives()}
            decision = reader.read_choice(post.get(f'decision_{job.id}'), (*DECISIONS, *offered))
            if decision:
                why = authorisation_request._get_page_reasons().filtered(
                    lambda reason, job=job: reason.id == reader.read_id(post.get(f'why_{job.id}')))
                answers[job.id] = decision, reader.read_text(post.get(f'reason_{job.id}'), MAX_REASON), why
                is_yes |= decision == 'approved' or (decision in offered and not offered[decision].is_later)
            else:
                return {}, {}, request.env._("Please choose an answer for each job.")
        signatory = reader.read_line(post.get('signatory'), MAX_NAME)
        if not signatory:
            return {}, {}, request.env._("Please enter your name.")
        # Who cannot draw says so: the typed name is the signature then, and it is kept and printed as typed.
        kind = reader.read_choice(post.get('signature_kind'), ('typed',))
        signature = None if kind else reader.read_signature(post.get('signature'))
        if not (kind or signature) and is_yes:
            return {}, {}, request.env._("Please sign in the box, or let your typed name be your signature.")
        return answers, {
            'signatory': signatory,
            'signature': signature,
            'signature_kind': kind,
            'ip_address': request.httprequest.remote_addr,
            'user_agent': reader.read_line(request.httprequest.user_agent.string, MAX_BROWSER),
            'lang': request.env.context.get('lang'),
        }, None

    def _render(self, authorisation_request, token, error=None, has_changed=False, post=None):
        state, is_on_screen = self._get_state(authorisation_request, token), self._is_on_screen(token)
        if state == 'open' and not authorisation_request._get_waiting_jobs():
            state = 'nothing'
        values = {
            'token': token,
            'asked': authorisation_request,
            'order': authorisation_request.order_id,
            'phone': authorisation_request._get_page_phone(),
            'company': authorisation_request.company_id,
            'state': state,
            'valid_until': authorisation_request.screen_expiry_date if is_on_screen else authorisation_request.expiry_date,
            'employee': self._get_employee().sudo(),
            'shown_by': is_on_screen and authorisation_request.screen_user_id,
            'is_to_be_noted': state == 'open' and self._is_to_be_noted(authorisation_request, token),
            'error': error,
            'has_changed': has_changed,
            'post': {name: value for name, value in (post or {}).items() if isinstance(value, str)},
        }
        if state == 'open':
            values.update(authorisation_request._prepare_page_values())
        return self._respond('aftersales.authorise_page', values, status=410 if state in ('expired', 'replaced') else 200)

    def _render_unknown(self):
        """Nobody knows whose link it was: the house is named where there is but one, in the browser's language."""
        # sudo: what the house is called is told to whoever asks it
        company = request.env['aftersales.workshop'].sudo().search([]).company_id  # pylint: disable=no-search-all
        company = company if len(company) == 1 else company.browse()
        request.update_context(lang=request.env['res.lang']._get_data(code=request.best_lang).code or 'en_US')
        return self._respond('aftersales.authorise_page', {
            'state': 'unknown', 'company': company, 'phone': company.phone or '', 'order': None,
        }, status=404)

    def _respond(self, template, values, status=200):
        lang = request.env['res.lang']._get_data(code=request.env.context.get('lang') or 'en_US')
        values['html_lang'] = (lang.code or 'en_US').replace('_', '-')
        values['direction'] = lang.direction or 'ltr'
        return request.render(template, values, status=status, headers=HEADERS)
