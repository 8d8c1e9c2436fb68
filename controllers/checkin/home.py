from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import AftersalesPortal

from . import said


class AftersalesHomeCheckin(AftersalesPortal):
    """The customer checks in before he comes: by his link, or logged in (O3)."""

    @route(
        ['/my/appointments/<int:appointment_id>/check-in'], type='http', auth='public', website=True, methods=['GET'],
        readonly=True)
    def portal_home_checkin(self, appointment_id, access_token=None, **kwargs):
        try:
            visit = self._get_home_visit(self._document_check_access, appointment_id, access_token)
        except (AccessError, MissingError):
            return self._to_home()
        return self._render_home_checkin(visit, access_token)

    @route(
        ['/my/appointments/<int:appointment_id>/check-in'], type='http', auth='public', website=True, methods=['POST'])
    def portal_check_in_from_home(self, appointment_id, access_token=None, **post):
        """What he says twice, or too late, shows the page as it is."""
        try:
            visit = self._get_home_visit(self._get_as_customer, appointment_id, access_token)
        except (AccessError, MissingError):
            return self._to_home()
        if not visit._is_home_open():
            return self._render_home_checkin(visit, access_token)
        try:
            with request.env.cr.savepoint():
                said.check_in(visit, 'home', post)
        except UserError as error:
            visit.invalidate_recordset()
            return self._render_home_checkin(visit, access_token, str(error))
        return request.redirect(visit.get_portal_url(suffix='/check-in'), code=303)

    def _get_home_visit(self, check, appointment_id, access_token):
        visit = check('aftersales.appointment', appointment_id, access_token=access_token)
        self._read_clock_of(visit.workshop_id)
        return visit.with_company(visit.company_id).with_context(
            lang=request.env.lang, tz=request.env.context.get('tz'), allowed_company_ids=visit.company_id.ids)

    def _render_home_checkin(self, visit, access_token, error=None):
        visit = visit.with_context(aftersales_hide_keys=self._is_house(visit))
        form = request.httprequest.form
        values = {
            'page_name': 'aftersales_appointment',
            'appointment': visit,
            'res_company': visit.company_id,
            'title': f'{visit.name} · {visit.workshop_id.name}',
            'is_open': visit._is_home_open(),
            'home': visit._get_home_checkin(),
            'form': form,
            'error': error,
            'asks_again': bool(error) and reader.read_line(form.get('odometer'), 20) != '',
            'most_damage': said.MOST_DAMAGE,
        }
        if values['is_open']:
            values.update(visit._prepare_home_page())
        return self._render_own('aftersales.portal_home_checkin', self._get_page_view_values(
            visit, access_token, values, 'my_appointments_history', False))
