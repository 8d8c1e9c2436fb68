import uuid

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import AftersalesPortal
from odoo.addons.aftersales.controllers.base.throttle import Throttle
from odoo.addons.portal.controllers.portal import pager as portal_pager

BASKET = 'aftersales_parts_basket'
MAX_ROWS, MAX_PIECES, MAX_WISH = 40, 1000, 1000
SALE = 'aftersales.counter.sale'
# Whoever needs parts asks once or twice; who sends the form all day fills somebody's desk.
parts_wishes = Throttle(20, window=3600)


class AftersalesPortalPartsOrders(AftersalesPortal):
    """H9, O2: a customer asks for parts of his car's list, and sees how far it is.

    What he has chosen stays in his session until he sends it; nothing is written before.
    """

    # === WHAT HE CHOSE ===#

    @route(['/my/parts/basket'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_parts_basket(self, **kwargs):
        return self._render_basket()

    @route(['/my/parts/basket'], type='http', auth='user', website=True, methods=['POST'])
    def portal_parts_basket_add(self, vehicle_id=None, workshop_id=None, mode=None, **kwargs):
        """Rows of the list of parts come on top of what was chosen; those of the basket's own page replace it."""
        basket, chosen = self._get_basket(), self._read_quantities()
        kept = {} if mode == 'set' else dict(basket.get('quantities', ()))
        for product_id, pieces in chosen.items():
            kept[str(product_id)] = min(pieces + kept.get(str(product_id), 0), MAX_PIECES)
        quantities = {product_id: pieces for product_id, pieces in list(kept.items())[:MAX_ROWS] if pieces}
        vehicle = self._find_own_vehicle(vehicle_id)
        request.session[BASKET] = {
            'quantities': quantities, 'request': basket.get('request') or uuid.uuid4().hex,
            'vehicle_id': vehicle.id or basket.get('vehicle_id'),
            'workshop_id': self._find_outlet(workshop_id).id or basket.get('workshop_id')}
        return request.redirect('/my/parts/basket', code=303)

    # === TO ASK ===#

    @route(['/my/parts/order'], type='http', auth='user', website=True, methods=['POST'])
    def portal_parts_order(self, vehicle_id=None, workshop_id=None, delivery_kind=None, words=None, wish=None, **kwargs):
        basket = self._get_basket()
        try:
            with request.env.cr.savepoint():
                sale = self._order_parts(vehicle_id, workshop_id, delivery_kind, words, wish)
        except UserError as error:
            return self._render_basket(error=str(error))
        if basket.get('request') == wish:
            request.session.pop(BASKET, None)
        return request.redirect(f'/my/parts/orders/{sale.id}?told=1' if sale else '/my/parts/orders', code=303)

    def _order_parts(self, vehicle_id, workshop_id, delivery_kind, words, wish):
        """:raises UserError: a sentence for whatever is missing"""
        wish = reader.read_token(wish)
        if len(wish) != 32:
            raise UserError(request.env._("This page is too old. Look at your list and send it again."))
        workshop = self._find_outlet(workshop_id)
        if not workshop:
            raise UserError(request.env._("Choose the outlet where you want the parts."))
        vehicle = self._find_own_vehicle(vehicle_id)
        car = vehicle and request.env._(
            "For %(car)s", car=' · '.join(filter(None, (vehicle.license_plate, vehicle.model_id.display_name, vehicle.vin_sn))))
        partner = request.env.user.partner_id.sudo()
        # sudo: outlet, car and parts are checked to be the customer's, or offered to him
        return request.env[SALE].sudo()._ask_online(
            workshop, partner, self._read_quantities(), wish, admit=self._admit_wish,
            delivery_kind=reader.read_choice(delivery_kind, ('counter', 'parcel')) or 'counter',
            note='\n'.join(filter(None, (car, reader.read_text(words, MAX_WISH)))))

    def _admit_wish(self):
        """Count a wish that is new and found good; one that is refused, or sent twice, is not counted.

        :raises UserError: when he has asked for much already
        """
        if not parts_wishes.take(str(request.env.uid)):
            raise UserError(request.env._(
                "You have asked for much already. We look at it first; please call us if it is urgent."))

    # === WHAT HE ASKED FOR ===#

    @route(
        ['/my/parts/orders', '/my/parts/orders/page/<int:page>'],
        type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_parts_orders(self, page=1, **kwargs):
        pager = portal_pager(url='/my/parts/orders', total=self._count_own(SALE), page=page, step=self._items_per_page)
        sales = self._search_own(SALE, order='date desc, id desc', limit=self._items_per_page, offset=pager['offset'])
        return self._render_own('aftersales.portal_my_parts_orders', {
            'page_name': 'aftersales_parts_order', 'sales': sales.with_context(lang=request.env.lang), 'pager': pager})

    @route(
        ['/my/parts/orders/<int:counter_sale_id>'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_parts_order_page(self, counter_sale_id, told=None, **kwargs):
        return self._render_parts_order(counter_sale_id, is_new=reader.read_flag(told))

    @route(['/my/parts/orders/<int:counter_sale_id>/call-off'], type='http', auth='user', website=True, methods=['POST'])
    def portal_parts_order_call_off(self, counter_sale_id, **kwargs):
        try:
            sale = self._get_as_customer(SALE, counter_sale_id)
        except (AccessError, MissingError):
            return self._to_home()
        try:
            with request.env.cr.savepoint():
                sale._call_off_online()
        except UserError as error:
            return self._render_parts_order(counter_sale_id, error=str(error))
        return request.redirect(f'/my/parts/orders/{sale.id}', code=303)

    # === HELPERS ===#

    def _get_basket(self):
        return request.session.get(BASKET) or {}

    def _read_quantities(self):
        """:return: dict of product id: pieces, 0 for a row that is emptied; never more rows than a page has"""
        form = request.httprequest.form
        rows = zip(form.getlist('product_id')[:MAX_ROWS], form.getlist('quantity')[:MAX_ROWS], strict=False)
        found = {reader.read_id(product_id): reader.read_number(pieces, 0, MAX_PIECES) for product_id, pieces in rows}
        found.pop(0, None)
        return found

    def _find_own_vehicle(self, vehicle_id):
        wanted = reader.read_id(vehicle_id)
        domain = Domain('id', '=', wanted) if wanted else Domain.FALSE
        return self._search_own('fleet.vehicle', domain, limit=1)

    def _get_outlets(self):
        """Where the customer may have parts: of the houses he comes to, SUDOED."""
        companies = request.env.user.company_ids | self._search_own('aftersales.order', order='id desc', limit=100).company_id
        # sudo: what outlets there are is no secret
        return request.env['aftersales.workshop'].sudo().search([('company_id', 'in', companies.ids)], limit=100)

    def _find_outlet(self, workshop_id):
        wanted = reader.read_id(workshop_id)
        return self._get_outlets().filtered(lambda workshop: workshop.id == wanted)

    def _render_basket(self, error=None):
        basket, outlets, form = self._get_basket(), self._get_outlets(), request.httprequest.form
        outlet = self._find_outlet(form.get('workshop_id') or basket.get('workshop_id')) or outlets[:1]
        partner, rows = request.env.user.partner_id.sudo(), []
        quantities = {int(key): pieces for key, pieces in basket.get('quantities', {}).items()}
        if error:
            quantities = self._read_quantities() or quantities
        if outlet and quantities:
            # sudo: customers have no rights on parts; only what is published is found, and only what the page shows is read
            Product = request.env['product.product'].sudo().with_company(outlet.company_id).with_context(
                lang=request.env.lang, allowed_company_ids=outlet.company_id.ids)
            offered = Product.search(Product._get_online_domain() & Domain('id', 'in', list(quantities)))
            rows = [{**row, 'quantity': quantities[row['id']]} for row in offered._prepare_online_rows(outlet, partner)]
        return self._render_own('aftersales.portal_parts_basket', {
            'page_name': 'aftersales_parts_basket', 'rows': rows, 'outlet': outlet, 'outlets': outlets, 'error': error,
            'wish': basket.get('request') or '', 'vehicle': self._find_own_vehicle(basket.get('vehicle_id')),
            'form': form, 'states': request.env['product.product']._get_online_words(),
            'is_gone': len(rows) < len(quantities),
        })

    def _render_parts_order(self, counter_sale_id, is_new=False, error=None):
        try:
            sale = self._document_check_access(SALE, counter_sale_id).sudo()  # sudo: checked to be his
        except (AccessError, MissingError):
            return self._to_home()
        self._read_clock_of(sale.workshop_id)
        return self._render_own('aftersales.portal_my_parts_order', {
            'page_name': 'aftersales_parts_order', 'sale': sale.with_context(lang=request.env.lang), 'is_new': is_new,
            'error': error, 'is_house': self._is_house(sale), 'res_company': sale.company_id})
