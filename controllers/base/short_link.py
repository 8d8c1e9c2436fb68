from odoo.http import Controller, request, route

from odoo.addons.aftersales.controllers.base.portal import render_unknown_link


class AftersalesShortLink(Controller):
    """The links of short messages: they lead to the customer's page of what the message is about."""

    @route(['/as/<string:key>'], type='http', auth='public', methods=['GET'], readonly=True, sitemap=False)
    def follow_short_link(self, key, **kwargs):
        # sudo: whoever holds the link is let in by it, see aftersales.customer.key.mixin
        url = request.env['aftersales.customer.key.mixin'].sudo()._find_short_link(key)
        if not url:
            request.update_context(lang=request.env['res.lang']._get_data(code=request.best_lang).code or 'en_US')
            return render_unknown_link()
        response = request.redirect(url, code=303, local=False)
        response.headers.update({'Cache-Control': 'no-store, private', 'Referrer-Policy': 'no-referrer'})
        return response
