from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import AftersalesPortal

MAX_NAME, MAX_PLATE, MAX_PHONE, MAX_CODE = 100, 20, 40, 20


class AftersalesCodePage(AftersalesPortal):
    """A page without a login whose visitor proves his address by a code (``aftersales.code.request.mixin``).

    It says the same whether the visitor is a customer or not, whether his token is known or not, and whether he is a
    person or fills the field that no person sees. Odoo makes one controller of all pages for customers: what differs is
    said in each call.
    """

    def _get_requests(self, model):
        # sudo: requests are the page's own; nobody has rights on them
        return request.env[model].sudo().with_context(lang=request.env.lang)

    def _read_sender(self, form):
        """Who says he is who, and where the code goes."""
        return {
            'license_plate': reader.read_line(form.get('license_plate'), MAX_PLATE),
            'contact_name': reader.read_line(form.get('contact_name'), MAX_NAME),
            'email': reader.read_line(form.get('email'), MAX_NAME),
            'phone': reader.read_line(form.get('phone'), MAX_PHONE),
            'channel': 'sms' if form.get('channel') == 'sms' else 'email',
            'lang': request.env.lang,
        }

    def _ask_for_code(self, model, vals, trap):
        """Send the code.

        :param trap: what a machine wrote into the field that no person sees
        :raises UserError: naming what is missing, or that it was asked for too often
        :return: the token by which the visitor comes back
        """
        return 'sent' if trap else self._get_requests(model)._ask(vals, request.httprequest.remote_addr or '')

    def _prove(self, model, token, code):
        """:return: the request whose code was right, or None, and what to tell the visitor then"""
        asked = self._get_requests(model)._find(token)
        if asked and asked._verify(reader.read_line(code, MAX_CODE)):
            return asked, None
        return None, request.env._("This code is wrong or no longer valid. Check the latest message or ask for a new code.")

    def _send_again(self, model, token):
        """:return: what to tell the visitor, as values of his page"""
        asked = self._get_requests(model)._find(token)
        try:
            if asked:
                asked._resend()
        except UserError as error:
            return {'error': str(error)}
        return {'news': request.env._("A new code has been sent.")}
