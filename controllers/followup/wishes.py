from odoo.exceptions import AccessError, MissingError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.care.wishes import AftersalesPortalWishes


class AftersalesFollowupWishes(AftersalesPortalWishes):
    """The link of a message of ours: one click ends them, without a login (J3)."""

    @route(['/my/wishes/<int:followup_id>'], type='http', auth='public', website=True, methods=['GET'], readonly=True)
    def portal_wishes(self, followup_id, access_token=None, saved=None, **kwargs):
        try:
            followup = self._document_check_access('aftersales.followup', followup_id, access_token=access_token)
        except (AccessError, MissingError):
            return self._to_home()
        is_house = self._is_house(followup)
        return self._render_wishes(
            followup.sudo().partner_id, f'/my/wishes/{followup.id}', is_saved=saved == '1', is_house=is_house,
            token='' if is_house else reader.read_token(access_token))

    @route(['/my/wishes/<int:followup_id>'], type='http', auth='public', website=True, methods=['POST'])
    def portal_wishes_save(self, followup_id, access_token=None, stop=None, **post):
        """Save what is ticked; ``stop``: no more messages of this kind, on no way."""
        try:
            followup = self._get_as_customer('aftersales.followup', followup_id, access_token=access_token)
        except (AccessError, MissingError):
            return self._to_home()
        followup = followup.sudo()  # sudo: the key is checked
        if reader.read_flag(stop):
            followup.partner_id._refuse_all(('call', 'sms', 'mail', 'letter'), {followup.purpose, 'marketing'}, 'page')
        else:
            self._save_wishes(followup.partner_id, post)
        return request.redirect(
            f'/my/wishes/{followup.id}?access_token={reader.read_token(access_token)}&saved=1', code=303)
