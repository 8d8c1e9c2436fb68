from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import PRIVATE, AftersalesPortal


class AftersalesPublicPrices(AftersalesPortal):
    """The published prices of the outlets that show theirs to everybody, without a login (A5)."""

    @route(['/aftersales/prices'], type='http', auth='public', website=True, methods=['GET'], readonly=True, sitemap=False)
    def public_prices(self, workshop_id=None, **kwargs):
        # sudo: what is published is told to everybody
        price_lists = request.env['aftersales.price.list'].sudo().with_context(lang=request.env.lang).search(
            [('is_in_force', '=', True), ('is_public', '=', True)], order='workshop_id, id')
        wanted = reader.read_id(workshop_id)
        price_list = price_lists.filtered(lambda found: found.workshop_id.id == wanted) or price_lists[:1]
        return request.render('aftersales.public_prices', {
            'page_name': 'aftersales_public_prices', 'no_breadcrumbs': True, 'price_lists': price_lists,
            'price_list': price_list, 'blocks': price_list._prepare_blocks() if price_list else [],
            'res_company': price_list.company_id or request.env.company, 'title': request.env._("What we charge"),
        }, headers=PRIVATE)
