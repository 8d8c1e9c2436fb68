from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import PRIVATE, AftersalesPortal


class AftersalesPublicOffers(AftersalesPortal):
    """What the house gives its customers at the moment, for everybody, by outlet and without a login (C6d)."""

    @route(['/aftersales/offers'], type='http', auth='public', website=True, methods=['GET'], readonly=True, sitemap=False)
    def public_offers(self, workshop_id=None, **kwargs):
        # sudo: what is published is told to everybody
        offers = request.env['aftersales.offer'].sudo().with_context(lang=request.env.lang).search(
            [('is_running', '=', True), ('is_public', '=', True)], order='company_id, valid_from desc, id desc', limit=200)
        outlets = offers._get_outlets()
        wanted = reader.read_id(workshop_id)
        outlet = outlets.filtered(lambda found: found.id == wanted) or outlets[:1]
        shown = offers.filtered(lambda offer: outlet in offer._get_outlets())
        return request.render('aftersales.public_offers', {
            'page_name': 'aftersales_public_offers', 'no_breadcrumbs': True, 'outlets': outlets, 'outlet': outlet,
            'offers': shown, 'res_company': outlet.company_id or request.env.company, 'title': request.env._("Our Offers"),
        }, headers=PRIVATE)
