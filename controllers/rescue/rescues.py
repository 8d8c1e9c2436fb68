from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import PRIVATE, AftersalesPortal
from odoo.addons.aftersales.controllers.base.throttle import Throttle

MAX_PLACE, MAX_STORY, MAX_PHONE = 200, 2000, 40
PORTAL_FAULTS = ('no_start', 'flat', 'battery', 'key', 'empty', 'collision', 'overheating', 'warning', 'other')
# Whoever is stranded calls once, or a few times.
called_rescues = Throttle(10, window=3600)


class AftersalesPortalRescues(AftersalesPortal):
    """The customer calls for help on his page, and follows by it or by his link how far it is (O2)."""

    @route(['/my/rescues'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_my_rescues(self, **kwargs):
        rescues = self._search_own('aftersales.rescue', order='call_date desc, id desc', limit=100)
        return self._render_own('aftersales.portal_my_rescues', {
            'page_name': 'aftersales_rescue', 'rescues': rescues.with_context(lang=request.env.lang)})

    @route(
        ['/my/rescues/<int:rescue_id>'], type='http', auth='public', website=True, methods=['GET'], readonly=True,
        sitemap=False)
    def portal_my_rescue(self, rescue_id, access_token=None, **kwargs):
        try:
            rescue = self._document_check_access('aftersales.rescue', rescue_id, access_token=access_token)
        except (AccessError, MissingError):
            return self._to_home()
        # sudo: the key, or whose it is, is checked
        rescue = rescue.sudo()
        lang = rescue._get_lang() if request.env.user._is_public() else request.env.lang
        request.update_context(lang=lang, tz=rescue._get_notice_tz().zone)
        rescue = rescue.with_context(lang=lang, tz=rescue._get_notice_tz().zone)
        values = {
            'page_name': 'aftersales_rescue', 'rescue': rescue, 'no_breadcrumbs': request.env.user._is_public(),
            'res_company': rescue.company_id, 'phone': rescue.workshop_id.partner_id.phone or rescue.company_id.phone or '',
            **rescue._get_page_values()}
        # The link ends with the rescue: who is logged in still sees his own.
        is_ended = values['is_over'] and request.env.user._is_public()
        return request.render(
            'aftersales.portal_my_rescue', {**self._prepare_portal_layout_values(), **values, 'is_ended': is_ended},
            status=410 if is_ended else 200, headers=PRIVATE)

    # === TO CALL ===#

    @route(['/my/rescues/new'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_new_rescue(self, vehicle_id=None, **kwargs):
        return self._render_new_rescue(vehicle_id)

    @route(['/my/rescues/new'], type='http', auth='user', website=True, methods=['POST'])
    def portal_call_rescue(self, vehicle_id=None, place=None, phone=None, story=None, fault=None, danger=None, **kwargs):
        try:
            with request.env.cr.savepoint():
                # sudo: outlet and car are those of who is logged in
                rescue = request.env['aftersales.rescue'].sudo()._call_online(
                    self._read_own_rescue(vehicle_id, place, phone, story, fault, danger))
        except UserError as error:
            return self._render_new_rescue(vehicle_id, error=str(error))
        return request.redirect(f'/my/rescues/{rescue.id}')

    def _read_own_rescue(self, vehicle_id, place, phone, story, fault, danger):
        """:raises UserError: naming what is missing"""
        vehicle = self._find_own_vehicle(vehicle_id)
        words, number = reader.read_line(place, MAX_PLACE), reader.read_line(phone, MAX_PHONE)
        if not words or not number:
            raise UserError(request.env._("Tell us where you are, and the number of the phone you have with you."))
        partner = request.env.user.partner_id
        last = vehicle and vehicle._get_portal_orders(partner.sudo())[:1]
        # sudo: what outlets there are is no secret
        workshop = last and last.workshop_id or request.env['aftersales.workshop'].sudo().search([
            ('company_id', '=', request.env.company.id)], limit=1)
        if not workshop:
            raise UserError(request.env._("Nobody can read it here yet. Please call us."))
        # By who calls, not from where: phones of one network share an address.
        if not called_rescues.take(str(request.env.uid)):
            raise UserError(request.env._("Your calls have reached us. Please phone if something has changed."))
        return {
            'workshop_id': workshop.id, 'partner_id': partner.id, 'vehicle_id': vehicle.id, 'caller_name': partner.name,
            'place': words, 'phone': number, 'story': reader.read_text(story, MAX_STORY),
            'fault': reader.read_choice(fault, PORTAL_FAULTS) or 'other', 'is_danger': reader.read_flag(danger)}

    def _find_own_vehicle(self, vehicle_id):
        """:return: the customer's own car, SUDOED, or none; what is not his is as if it were not there"""
        wanted = reader.read_id(vehicle_id)
        return self._search_own('fleet.vehicle', [('id', '=', wanted)], limit=1) if wanted else (
            request.env['fleet.vehicle'].sudo())

    def _render_new_rescue(self, vehicle_id, error=None):
        labels = dict(request.env['aftersales.rescue']._fields['fault']._description_selection(request.env))
        return self._render_own('aftersales.portal_new_rescue', {
            'page_name': 'aftersales_rescue', 'is_new': True,
            'vehicles': self._search_own('fleet.vehicle', order='license_plate, id', limit=100),
            'vehicle': self._find_own_vehicle(vehicle_id), 'form': request.httprequest.form, 'error': error,
            'faults': [(fault, labels[fault]) for fault in PORTAL_FAULTS],
            'phone': request.env.user.partner_id.phone or '',
        })
