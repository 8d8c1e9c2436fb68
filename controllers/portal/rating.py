from odoo.http import request, route

from odoo.addons.rating.controllers.main import Rating


class AftersalesRating(Rating):

    @route()
    def action_submit_rating(self, token, rate=0, **kwargs):
        """Core asks only at the first page whether somebody else is logged in; a visit's stars are the customer's."""
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
