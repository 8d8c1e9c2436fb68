from odoo.exceptions import AccessError, MissingError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import AftersalesPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

MAX_REPORT = 100


class AftersalesPortalVehicles(AftersalesPortal):

    @route(
        ['/my/vehicles', '/my/vehicles/page/<int:page>'],
        type='http', auth='user', website=True, methods=['GET'], readonly=True,
    )
    def portal_my_vehicles(self, page=1, **kwargs):
        pager = portal_pager(
            url='/my/vehicles', total=self._count_own('fleet.vehicle'), page=page, step=self._items_per_page)
        vehicles = self._search_own(
            'fleet.vehicle', order='license_plate, id', limit=self._items_per_page, offset=pager['offset'])
        return self._render_own('aftersales.portal_my_vehicles', {
            'page_name': 'aftersales_vehicle',
            'vehicles': vehicles,
            'pager': pager,
            **vehicles._prepare_portal_list_values(request.env.user.partner_id.sudo()),
        })

    @route(['/my/vehicles/<int:vehicle_id>'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_my_vehicle(self, vehicle_id, report_type=None, report=None, **kwargs):
        try:
            vehicle = self._document_check_access('fleet.vehicle', vehicle_id)
        except (AccessError, MissingError):
            return self._to_home()
        paper = vehicle._get_portal_papers().get(reader.read_line(report, MAX_REPORT) or 'history')
        if report_type and paper:
            return self._show_paper(
                f"{paper.label} {vehicle.license_plate or vehicle.vin_sn}", paper.report, vehicle)
        vehicle = vehicle.with_context(lang=request.env.lang)
        return self._render_own('aftersales.portal_my_vehicle', {
            'page_name': 'aftersales_vehicle',
            'vehicle': vehicle,
            **vehicle._prepare_portal_values(request.env.user.partner_id.sudo()),
        })
