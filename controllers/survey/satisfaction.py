from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import AftersalesPortal

MAX_TEXT = 2000
HEADERS = {
    'Cache-Control': 'no-store, private',
    'Referrer-Policy': 'no-referrer',
    'X-Robots-Tag': 'noindex, nofollow, noarchive',
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': (
        "default-src 'none'; img-src 'self' data:; style-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
}


class AftersalesSatisfaction(AftersalesPortal):
    """The page on which a customer says how content he is: no login, no script, the link is the key (L1, C6)."""

    @route(
        ['/my/satisfaction/<int:survey_invitation_id>'], type='http', auth='public', methods=['GET'], readonly=True,
        sitemap=False)
    def portal_satisfaction(self, survey_invitation_id, access_token=None, **kwargs):
        try:
            asked = self._document_check_access(
                'aftersales.survey.invitation', survey_invitation_id, access_token=access_token)
        except (AccessError, MissingError):
            return self._to_home()
        return self._render_satisfaction(asked, access_token)

    @route(
        ['/my/satisfaction/<int:survey_invitation_id>/answer'], type='http', auth='public', methods=['POST'], sitemap=False)
    def portal_satisfaction_answer(self, survey_invitation_id, access_token=None, **post):
        try:
            asked = self._get_as_customer('aftersales.survey.invitation', survey_invitation_id, access_token=access_token)
        except (AccessError, MissingError):
            return self._to_home()
        # sudo: the key is checked
        asked = asked.sudo().with_context(lang=asked.sudo()._get_lang())
        try:
            asked._answer(self._read_answers(asked, post), 'link')
        except UserError as error:
            return self._render_satisfaction(asked, access_token, error=str(error), post=post)
        return self._to_satisfaction(asked, access_token)

    @route(
        ['/my/satisfaction/<int:survey_invitation_id>/refuse'], type='http', auth='public', methods=['POST'], sitemap=False)
    def portal_satisfaction_refuse(self, survey_invitation_id, access_token=None, **kwargs):
        """The customer wants no such questions: neither these nor later ones."""
        try:
            asked = self._get_as_customer('aftersales.survey.invitation', survey_invitation_id, access_token=access_token)
        except (AccessError, MissingError):
            return self._to_home()
        asked._decline_for_ever()
        return self._to_satisfaction(asked, access_token)

    # === HELPERS ===#

    def _to_satisfaction(self, asked, access_token):
        return request.redirect(
            f'/my/satisfaction/{asked.id}?access_token={reader.read_token(access_token)}', code=303)

    def _read_answers(self, asked, post):
        """What the form sent for the questions that are asked."""
        answers = {}
        for question in asked._get_asked_questions():
            value = post.get(f'question_{question.id}')
            if question.question_type in ('simple_choice', 'scale', 'numerical_box'):
                is_number = isinstance(value, str) and value.strip().isdecimal() and len(value) <= 12
                answers[question.id] = int(value) if is_number else None
            else:
                answers[question.id] = reader.read_text(value, MAX_TEXT)
        return answers

    def _render_satisfaction(self, asked, access_token, error=None, post=None):
        # sudo: the key, or the right to read it, is checked
        asked = asked.sudo()
        request.update_context(lang=asked._get_lang(), tz=asked._get_notice_tz().zone)
        asked = asked.with_context(lang=asked._get_lang(), tz=asked._get_notice_tz().zone)
        lang = request.env['res.lang']._get_data(code=asked._get_lang())
        return request.render('aftersales.satisfaction_page', {
            'asked': asked, 'token': reader.read_token(access_token), 'error': error,
            'is_house': self._is_house(asked), 'state': asked._get_page_state(), 'company': asked.company_id,
            'phone': asked.workshop_id.partner_id.phone or asked.company_id.phone or '',
            'questions': asked._prepare_questions() if asked._get_page_state() == 'open' else [],
            'post': {name: value for name, value in (post or {}).items() if isinstance(value, str)},
            'html_lang': (lang.code or 'en_US').replace('_', '-'), 'direction': lang.direction or 'ltr',
        }, headers=HEADERS)
