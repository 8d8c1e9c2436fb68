from werkzeug.exceptions import BadRequest

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import AftersalesPortal
from odoo.addons.rating.controllers.main import Rating

STARS = ('1', '2', '3', '4', '5')
MAX_FEEDBACK = 2000


class AftersalesPortalRating(AftersalesPortal):

    @route(['/my/repair-orders/<int:order_id>/rate'], type='http', auth='public', website=True, methods=['POST'])
    def portal_repair_order_rate(self, order_id, access_token=None, stars=None, feedback='', **kwargs):
        try:
            order = self._get_as_customer('aftersales.order', order_id, access_token=access_token)
        except (AccessError, MissingError):
            return self._to_home()
        if not reader.read_choice(stars, STARS):
            return request.redirect(order.get_portal_url(query_string='&rating=missing', anchor='rating'))
        try:
            order._rate_visit(int(stars), feedback=reader.read_text(feedback, MAX_FEEDBACK))
        except UserError:
            return request.redirect(order.get_portal_url(query_string='&rating=refused', anchor='rating'))
        return request.redirect(order.get_portal_url(query_string='&rating=thanks', anchor='rating'))


class AftersalesRating(Rating):

    @route(readonly=lambda self, rule, args: request.httprequest.method in ('GET', 'HEAD'))
    def action_submit_rating(self, token, rate=0, **kwargs):
        """Core asks only at the first page whether somebody else is logged in; a visit's stars are the customer's."""
        token = reader.read_token(token)
        if request.httprequest.method == 'POST':
            rate = reader.read_choice(str(rate), STARS)
            if not rate:
                raise BadRequest
            kwargs['feedback'] = reader.read_text(kwargs.get('feedback'), MAX_FEEDBACK)
        rating, record = self._get_rating_and_record(token)
        user = request.env.user
        is_strange = not user._is_public() and (
            user.partner_id.commercial_partner_id != rating.partner_id.sudo().commercial_partner_id)
        if rating.res_model == 'aftersales.order' and is_strange:
            return request.render('rating.rating_external_page_invalid_partner', {
                'model_name': request.env['ir.model']._get(rating.res_model).display_name,
                'name': record.display_name,
                'web_base_url': rating.get_base_url(),
            })
        return super().action_submit_rating(token, rate=rate, **kwargs)
