from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import PRIVATE, AftersalesPortal
from odoo.addons.aftersales.controllers.base.throttle import Throttle

MOST_PERSONS, MAX_WORDS = 50, 2000
# Whoever answers changes his mind a few times.
given_answers = Throttle(20, window=3600)


class AftersalesPortalInvitations(AftersalesPortal):
    """What a customer is invited to, and what he answers: by the link of the message, or logged in (J5, O1).

    A link ends with its event: then it leads where a strange one leads, and one that never was.
    """

    @route(['/my/invitations'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_my_invitations(self, **kwargs):
        guests = self._search_own('aftersales.campaign.guest', order='id desc', limit=100)
        return self._render_own('aftersales.portal_my_invitations', {
            'page_name': 'aftersales_invitation', 'guests': guests.with_context(lang=request.env.lang)})

    @route(
        ['/my/invitations/<int:campaign_guest_id>'], type='http', auth='public', website=True, methods=['GET'],
        readonly=True, sitemap=False)
    def portal_my_invitation(self, campaign_guest_id, access_token=None, saved=None, **kwargs):
        try:
            guest = self._get_invitation(campaign_guest_id, access_token)
        except (AccessError, MissingError):
            return self._to_home()
        return self._render_invitation(guest, access_token, saved=reader.read_choice(saved, ('answer', 'stop')))

    @route(
        ['/my/invitations/<int:campaign_guest_id>'], type='http', auth='public', website=True, methods=['POST'],
        sitemap=False)
    def portal_my_invitation_answer(
            self, campaign_guest_id, access_token=None, answer=None, persons=None, stars=None, words=None, **post):
        """``answer``: comes, declines, stop (no more such invitations, on no way), or rate."""
        try:
            self._get_as_customer('aftersales.campaign.guest', campaign_guest_id, access_token=access_token)
            guest = self._get_invitation(campaign_guest_id, access_token)
        except (AccessError, MissingError):
            return self._to_home()
        given_answers.check(f'guest {guest.id}')
        try:
            with request.env.cr.savepoint():
                saved = self._keep_answer(guest, reader.read_choice(answer, ('comes', 'declines', 'stop', 'rate')), {
                    'persons': reader.read_number(persons, 0, MOST_PERSONS + 1), 'stars': reader.read_number(stars, 0, 9),
                    'words': reader.read_text(words, MAX_WORDS)})
        except UserError as error:
            return self._render_invitation(guest, access_token, error=str(error))
        token = '' if self._is_own(guest) else reader.read_token(access_token)
        return request.redirect(
            f'/my/invitations/{guest.id}?saved={saved}' + (f'&access_token={token}' if token else ''), code=303)

    # === HELPERS ===#

    def _get_invitation(self, guest_id, access_token):
        """:raises AccessError: also where the event is over: whoever is logged in still reads what was his"""
        guest = self._document_check_access('aftersales.campaign.guest', guest_id, access_token=access_token)
        # sudo: the key, or whose it is, is checked
        guest = guest.sudo()
        is_shown = guest._get_page_state() != 'over' or self._is_own(guest) or self._is_house(guest)
        if not is_shown or guest.state == 'dropped' and not guest.campaign_id._is_open():
            raise AccessError(request.env._("This link has ended."))
        return guest

    def _keep_answer(self, guest, answer, values):
        if answer == 'comes':
            if not 1 <= values['persons'] <= MOST_PERSONS:
                raise UserError(request.env._("Say how many of you come: between 1 and %(most)s.", most=str(MOST_PERSONS)))
            guest._sign_up(values['persons'], 'page')
        elif answer == 'declines':
            guest._decline()
        elif answer == 'rate':
            guest._rate(values['stars'], values['words'])
        elif answer == 'stop':
            guest.partner_id._refuse_all(
                ('call', 'sms', 'mail', 'letter'), {guest.kind_id.purpose, 'marketing'}, 'page')
            return 'stop'
        else:
            raise UserError(request.env._("Say whether you come."))
        return 'answer'

    def _render_invitation(self, guest, access_token, error=None, saved=None):
        is_public = request.env.user._is_public()
        lang = guest._get_lang() if is_public else request.env.lang
        request.update_context(lang=lang, tz=guest._get_notice_tz().zone)
        guest = guest.with_context(lang=lang, tz=guest._get_notice_tz().zone)
        is_house = self._is_house(guest)
        return request.render('aftersales.portal_my_invitation', {
            **self._prepare_portal_layout_values(), **guest._get_page_values(), 'page_name': 'aftersales_invitation',
            'guest': guest, 'token': '' if is_house else reader.read_token(access_token), 'is_house': is_house,
            'error': error, 'saved': saved, 'most': MOST_PERSONS, 'no_breadcrumbs': is_public,
            'res_company': guest.company_id,
            'phone': guest.workshop_id.partner_id.phone or guest.company_id.phone or ''}, headers=PRIVATE)
