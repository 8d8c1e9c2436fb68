from datetime import timedelta

from odoo import models
from odoo.fields import Domain

MOST_EVENTS = 6
# So long before the event who has not answered is asked again.
ASK_BEFORE = timedelta(days=7)
# Of two invitations to one event that of whom most is known counts.
BEST_FIRST = ('attended', 'registered', 'waiting', 'absent', 'declined', 'asked', 'listed', 'dropped')


class ResPartner(models.Model):
    """Events on the one-page file, and what the customer may be asked next: whether he comes (J1, J5)."""
    _inherit = 'res.partner'

    def _prepare_customer_file(self):
        blocks = super()._prepare_customer_file()
        # sudo: whoever sees the file is told what the customer came to
        guests = self.env['aftersales.campaign.guest'].sudo().search(
            Domain('partner_id', 'child_of', self.ids) & Domain('company_id', 'in', self.env.companies.ids)
            & Domain('state', 'in', ('asked', 'registered', 'waiting', 'attended', 'absent', 'declined')), limit=MOST_EVENTS)
        if not guests:
            return blocks
        title = self.env._("Events")
        return [*blocks, {'title': title, 'rows': [
            (guest.campaign_id._say_when(), f'{guest.campaign_id.name}: {guest._get_state_label()}') for guest in guests]}]

    def _propose_next_contacts(self, today):
        """Whoever was invited and has not answered is asked before the event."""
        proposals = super()._propose_next_contacts(today)
        Guest = self.env['aftersales.campaign.guest'].sudo()  # sudo: as above
        guests = Guest.search(
            Guest._get_open_domain() & Domain('partner_id', 'in', self.ids) & Domain('state', '=', 'asked')
            & Domain('company_id', 'in', self.env.companies.ids))
        for guest in guests:
            event = guest.campaign_id
            text = self.env._("Invited to %(event)s (%(when)s): does he come?", event=event.name, when=event._say_when())
            proposals[guest.partner_id.with_env(self.env)].append(
                (event.workshop_id._get_local_day(event.start) - ASK_BEFORE, 'event', text))
        return proposals

    def _make_way(self, others):
        """Both were invited to an event: what came of either is kept with one of the invitations."""
        super()._make_way(others)
        guests = self.env['aftersales.campaign.guest'].search([('partner_id', 'in', (self | others).ids)])
        surplus = self._find_surplus(
            guests, 'campaign_id', lambda guest: (BEST_FIRST.index(guest.state), guest.id))
        kept = {guest.campaign_id: guest for guest in guests - surplus}
        for guest in surplus:
            guest.appointment_ids.campaign_guest_id = kept[guest.campaign_id]
        surplus.unlink()
