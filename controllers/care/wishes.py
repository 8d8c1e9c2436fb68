from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.aftersales.controllers.base.portal import AftersalesPortal
from odoo.addons.aftersales.models.base.contacts import PURPOSES

# What a customer chooses on his page: visits and letters he refuses by a word.
ASKED = ('call', 'sms', 'mail', 'letter')


class AftersalesPortalWishes(AftersalesPortal):
    """On which way a customer wants to be told what; his own choice, at once (J3)."""

    @route(['/my/wishes'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_my_wishes(self, saved=None, **kwargs):
        return self._render_wishes(request.env.user.partner_id, '/my/wishes', is_saved=saved == '1')

    @route(['/my/wishes'], type='http', auth='user', website=True, methods=['POST'])
    def portal_my_wishes_save(self, **post):
        self._save_wishes(request.env.user.partner_id, post)
        return request.redirect('/my/wishes?saved=1', code=303)

    # === HELPERS ===#

    def _read_wishes(self, post):
        """A box that is not ticked is a no: the form sends all that it shows."""
        return {
            (channel, purpose): 'yes' if reader.read_flag(post.get(f'{channel}_{purpose}')) else 'no'
            for channel in ASKED for purpose, __ in PURPOSES}

    def _save_wishes(self, partner, post):
        partner = partner.sudo()  # sudo: whose wishes they are was checked
        answers = {
            pair: answer for pair, answer in self._read_wishes(post).items()
            if (answer == 'no') != partner._refuses(*pair)}
        partner._note_wishes(answers, 'page')

    def _render_wishes(self, partner, url, token='', is_saved=False, is_house=False):
        partner = partner.sudo()  # sudo: as _save_wishes
        return self._render_own('aftersales.portal_my_wishes', {
            'page_name': 'aftersales_wishes', 'url': url, 'token': token, 'is_saved': is_saved, 'is_house': is_house,
            'customer': partner, 'channels': ASKED, 'purposes': [name for name, __ in PURPOSES],
            'refused': {(channel, purpose) for channel in ASKED for purpose, __ in PURPOSES
                        if partner._refuses(channel, purpose)},
        })
