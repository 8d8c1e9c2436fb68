from odoo.exceptions import AccessError, MissingError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import AftersalesPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

MAX_REPORT = 100


class AftersalesPortalRepairOrders(AftersalesPortal):

    def _get_repair_order_sortings(self):
        return {
            'date': {'label': request.env._("Newest"), 'order': 'id desc'},
            'promise': {'label': request.env._("Promised"), 'order': 'promise_date desc, id desc'},
            'vehicle': {'label': request.env._("Vehicle"), 'order': 'license_plate, id desc'},
        }

    def _get_repair_order_filters(self):
        return {
            'all': {'label': request.env._("All"), 'domain': [('state', '!=', 'cancelled')]},
            'open': {
                'label': request.env._("In the workshop"),
                'domain': request.env['aftersales.order']._get_in_house_domain(),
            },
            'delivered': {'label': request.env._("Delivered"), 'domain': [('state', '=', 'delivered')]},
            'cancelled': {'label': request.env._("Cancelled"), 'domain': [('state', '=', 'cancelled')]},
        }

    @route(
        ['/my/repair-orders', '/my/repair-orders/page/<int:page>'],
        type='http', auth='user', website=True, methods=['GET'], readonly=True,
    )
    def portal_my_repair_orders(self, page=1, sortby=None, filterby=None, **kwargs):
        sortings, filters = self._get_repair_order_sortings(), self._get_repair_order_filters()
        sortby = reader.read_choice(sortby, sortings) or 'date'
        filterby = reader.read_choice(filterby, filters) or 'all'
        domain = filters[filterby]['domain']
        pager = portal_pager(
            url='/my/repair-orders', total=self._count_own('aftersales.order', domain), page=page,
            step=self._items_per_page,
            url_args={'sortby': sortby, 'filterby': filterby},
        )
        orders = self._search_own(
            'aftersales.order', domain, order=sortings[sortby]['order'],
            limit=self._items_per_page, offset=pager['offset'],
        )
        orders._fetch_portal_totals()
        request.session['my_repair_orders_history'] = orders.ids[:100]
        return self._render_own('aftersales.portal_my_repair_orders', {
            'page_name': 'aftersales_order',
            'orders': orders,
            'pager': pager,
            'default_url': '/my/repair-orders',
            'searchbar_sortings': sortings,
            'sortby': sortby,
            'searchbar_filters': filters,
            'filterby': filterby,
        })

    @route(['/my/repair-orders/<int:order_id>'], type='http', auth='public', website=True, methods=['GET'], readonly=True)
    def portal_my_repair_order(
        self, order_id, access_token=None, report_type=None, report=None, **kwargs,
    ):
        try:
            order = self._document_check_access('aftersales.order', order_id, access_token=access_token)
        except (AccessError, MissingError):
            return self._to_home()
        order = order.with_context(lang=request.env.lang)
        if report_type:
            paper = order._get_portal_papers().get(reader.read_line(report, MAX_REPORT))
            if not paper:
                return request.redirect(order.get_portal_url())
            return self._show_paper(
                f"{paper.label} {order.name}", paper.report, paper.record, company=order.company_id)
        values = self._get_page_view_values(
            order, access_token, self._prepare_repair_order_values(order), 'my_repair_orders_history', False, **kwargs)
        if not values.get('is_house'):
            # The chatter has no rights to go by: it opens the order with its token, as by a link.
            values['token'] = order._portal_ensure_token()
        return self._render_own('aftersales.portal_my_repair_order', values)

    @route(
        ['/my/repair-orders/<int:order_id>/status'],
        type='jsonrpc', auth='public', website=True, readonly=True,
    )
    def portal_repair_order_status(self, order_id, access_token=None, known=None, **kwargs):
        """What the page shows anew when something happened.

        :param known: fingerprint of what the page shows now
        :return: dict ``fingerprint`` and, when it differs, ``html``
        """
        try:
            order = self._document_check_access('aftersales.order', order_id, access_token=access_token)
        except (AccessError, MissingError):
            return {'error': request.env._("This repair order is not available any more.")}
        order = order.with_context(lang=request.env.lang)
        fingerprint = order._get_portal_fingerprint()
        if fingerprint == known:
            return {'fingerprint': fingerprint}
        return {
            'fingerprint': fingerprint,
            'html': request.env['ir.qweb']._render(
                'aftersales.portal_repair_order_live', self._prepare_repair_order_values(order)),
        }

    def _prepare_repair_order_values(self, order):
        self._read_clock_of(order.workshop_id)
        is_house, question_url = self._is_house(order), order._get_portal_question_url()
        order = order.with_context(aftersales_hide_keys=is_house)
        jobs = order._get_portal_jobs()
        return {
            'page_name': 'aftersales_order',
            'repair_order': order,
            'steps': order._get_portal_steps(),
            'jobs': jobs,
            'job_labels': jobs._get_portal_status_labels(),
            'invoices': order._get_portal_invoices(),
            'invoices_of_more': order._get_portal_invoices_of_more(),
            'is_late': order.is_late,
            'papers': order._get_portal_papers(),
            'is_house': is_house,
            'is_asked': bool(question_url),
            'question_url': None if is_house else question_url,
            'fingerprint': order._get_portal_fingerprint(),
            'title': f'{order.license_plate or order.name} · {order.workshop_id.name}',
            **order._prepare_portal_values(),
            'res_company': order.company_id,
        }
