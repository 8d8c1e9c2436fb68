from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .aftersales_campaign_guest import ASKED

# So long after the end whoever came may say how it was.
RATED_FOR = timedelta(days=30)


class AftersalesCampaignGuest(models.Model):
    """His invitations on his pages, and the link that speaks for him as long as the event is to come (J5, O1)."""
    _inherit = 'aftersales.campaign.guest'

    _portal_counter = 'aftersales_invitation_count'

    def _compute_access_url(self):
        super()._compute_access_url()
        for guest in self:
            guest.access_url = f'/my/invitations/{guest.id}'

    @api.model
    def _get_portal_domain(self, partner):
        return partner._get_aftersales_family_domain('partner_id') & Domain('state', 'in', ASKED) & Domain(
            'campaign_id.state', 'in', ('sending', 'running', 'done'))

    @api.model
    def _get_short_signs(self):
        return (*super()._get_short_signs(), 'v')

    def _get_page_state(self):
        """What the page offers: to answer, to say how it was, only to read, or nothing (then no link leads here)."""
        self.ensure_one()
        campaign = self.campaign_id
        if campaign._is_open() and self.state not in ('attended', 'absent'):
            return 'open'
        if self.state == 'attended' and campaign.stop + RATED_FOR > fields.Datetime.now():
            return 'rated' if self.given_stars else 'rate'
        return 'over'

    def _get_portal_status(self):
        """:return: (label in the customer's words, Bootstrap colour)"""
        self.ensure_one()
        return {
            'registered': (self.env._("You come"), 'success'),
            'waiting': (self.env._("You are on the waiting list"), 'warning'),
            'declined': (self.env._("You do not come"), 'secondary'),
            'attended': (self.env._("You were there"), 'success'),
            'absent': (self.env._("It took place"), 'secondary'),
        }.get(self.state, (self.env._("You are invited"), 'info'))

    def _get_page_values(self):
        """What the page shows: of the event all, of the customer nothing but his answer."""
        self.ensure_one()
        campaign = self.campaign_id
        left = campaign._get_seats_left()
        return {
            'state': self._get_page_state(), 'answer': self.state, 'status': self._get_portal_status(),
            'persons': self.persons, 'event': campaign.name, 'kind': campaign.kind_id.name, 'when': campaign._say_when(),
            'place': campaign.place or campaign.workshop_id._get_print_address() or '', 'text': campaign.description or '',
            'topics': campaign.topics or '', 'speaker': campaign.speaker or '', 'offer': campaign._say_offer(),
            'is_full': left == 0 and self.state not in ('registered', 'waiting'), 'stars': self.given_stars}
