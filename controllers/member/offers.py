from odoo.http import request, route

from odoo.addons.aftersales.controllers.base.portal import AftersalesPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager


class AftersalesPortalOffers(AftersalesPortal):
    """What the house gives its customers at the moment (G3)."""

    @route(
        ['/my/offers', '/my/offers/page/<int:page>'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_my_offers(self, page=1, **kwargs):
        pager = portal_pager(
            url='/my/offers', total=self._count_own('aftersales.offer'), page=page, step=self._items_per_page)
        offers = self._search_own(
            'aftersales.offer', order='valid_from desc, id desc', limit=self._items_per_page, offset=pager['offset'])
        return self._render_own('aftersales.portal_my_offers', {
            'page_name': 'aftersales_offer', 'offers': offers.with_context(lang=request.env.lang), 'pager': pager})
