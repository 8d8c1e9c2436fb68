from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import AftersalesPortal
from odoo.addons.aftersales.controllers.base.throttle import Throttle
from odoo.addons.portal.controllers.portal import pager as portal_pager

MAX_WORDS, MAX_PAGE = 60, 1000
# Who looks for the parts of his car needs few pages; who copies the catalogue, many.
part_searches = Throttle(60, window=600)


class AftersalesPortalParts(AftersalesPortal):
    """H1: which parts fit a customer's car, whether they are there, and what they cost him."""

    @route(
        ['/my/parts', '/my/parts/page/<int:page>'],
        type='http', auth='user', website=True, methods=['GET'], readonly=True,
    )
    def portal_my_parts(self, vehicle_id=None, words=None, page=1, **kwargs):
        vehicles = self._search_own('fleet.vehicle', order='license_plate, id', limit=100)
        wanted = reader.read_id(vehicle_id)
        vehicle = self._search_own('fleet.vehicle', [('id', '=', wanted)], limit=1) if wanted else vehicles.browse()
        vehicle = vehicle or (vehicles if len(vehicles) == 1 else vehicle)
        vehicles |= vehicle  # of a fleet the list shows the first ones
        words = reader.read_line(words, MAX_WORDS)
        found = self._find_parts(vehicle, words, reader.read_number(page, 1, MAX_PAGE)) if vehicle else {}
        return self._render_own('aftersales.portal_my_parts', {
            'page_name': 'aftersales_parts', 'vehicles': vehicles, 'vehicle': vehicle, 'words': words,
            'states': request.env['product.product']._get_online_words(), **found})

    def _find_parts(self, vehicle, words, page):
        # By who asks, not from where: phones of one network share an address.
        if not part_searches.take(str(request.env.uid)):
            return {'error': request.env._("You have looked for many parts. Please wait some minutes, or call us.")}
        partner = request.env.user.partner_id.sudo()
        # sudo: what outlets there are is no secret
        workshop = vehicle._get_portal_orders(partner)[:1].workshop_id or request.env['aftersales.workshop'].sudo().search(
            [('company_id', '=', request.env.company.id)], limit=1)
        if not workshop:
            return {'error': request.env._("No outlet is open yet. Please call us.")}
        # sudo: customers have no rights on parts; only what is published is found, and only what the page shows is read
        Product = request.env['product.product'].sudo().with_company(workshop.company_id).with_context(
            lang=request.env.lang, allowed_company_ids=workshop.company_id.ids)
        parts = Product._find_online(vehicle, words)
        pager = portal_pager(
            url='/my/parts', total=len(parts), page=page, step=self._items_per_page,
            url_args={'vehicle_id': vehicle.id, 'words': words})
        shown = parts[pager['offset']:pager['offset'] + self._items_per_page]
        return {'workshop': workshop, 'pager': pager, 'rows': shown._prepare_online_rows(workshop, partner)}
