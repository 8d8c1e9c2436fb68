from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesCampaignGuest(models.Model):
    """What the customer says: he comes, with how many; he does not; he came; how it was (J5)."""
    _inherit = 'aftersales.campaign.guest'

    # === ACTION METHODS ===#

    def action_register(self):
        """At the counter, or on the phone."""
        self.check_access('write')
        for guest in self:
            guest._sign_up(guest.persons, 'counter')

    def action_decline(self):
        self.check_access('write')
        for guest in self:
            guest._decline()

    def action_attend(self):
        """On the day: he is here."""
        self.check_access('write')
        for guest in self:
            guest._check_day()
            if guest.state not in ('registered', 'absent'):
                guest._sign_up(guest.persons, 'counter')
            if guest.state == 'waiting':
                raise UserError(self.env._(
                    "%(guest)s is on the waiting list: all places are taken. A manager may add some.",
                    guest=guest.display_name))
            # sudo: the state is the system's
            guest.sudo().write({'state': 'attended', 'came_date': fields.Datetime.now()})

    def action_absent(self):
        """The day is over, and he was not here."""
        self.check_access('write')
        for guest in self:
            guest._check_day()
        self.sudo()._transition('absent')

    def action_undo_attendance(self):
        """Marked by mistake."""
        self.check_access('write')
        for guest in self:
            guest._check_day()
        self.campaign_id._claim_for_update()
        self.sudo()._transition('registered')
        self.sudo().came_date = False

    # === BUSINESS METHODS ===#

    def _check_day(self):
        self.ensure_one()
        campaign = self.campaign_id
        if campaign.state not in ('sending', 'running') or campaign.workshop_id._get_local_day(
                campaign.start) > campaign._get_today():
            raise UserError(self.env._(
                "%(campaign)s: who came is entered from its first day on, until it is closed.",
                campaign=campaign.display_name))

    def _check_may_answer(self):
        self.ensure_one()
        campaign = self.campaign_id
        if not campaign._is_open() and not (campaign.state == 'approved' and campaign.stop > fields.Datetime.now()):
            raise UserError(self.env._(
                "%(campaign)s takes no more registrations (%(state)s).", campaign=campaign.display_name,
                state=campaign._get_state_label()))
        if self.state in ('attended', 'absent'):
            raise UserError(self.env._(
                "%(guest)s: it is noted already who came.", guest=self.display_name))

    def _sign_up(self, persons, source):
        """He comes with so many; where they do not fit he is on the waiting list.

        The campaign is claimed: of two who take the last place at once one begins anew, and sees that it is gone. That no
        more are taken than there are, a constraint of the database holds.
        """
        self.ensure_one()
        self._check_may_answer()
        campaign = self.campaign_id.sudo()  # sudo: places are counted by the system
        campaign._claim_for_update()
        guest = self.sudo()
        left = campaign._get_seats_left()
        if left is not None and guest.state == 'registered':
            left += guest.persons
        state = 'registered' if left is None or persons <= left else 'waiting'
        was_registered = guest.state == 'registered'
        guest.write({
            'persons': persons, 'state': state, 'source': source, 'drop_reason': False,
            'registered_date': guest.registered_date or fields.Datetime.now(),
            'is_reached': True, 'needs_paper': guest.needs_paper and source == 'call'})
        if was_registered:
            campaign._move_up()
        if source != 'call':
            guest._end_call()

    def _decline(self):
        self.ensure_one()
        self._check_may_answer()
        if self.state == 'declined':
            return
        guest = self.sudo()  # sudo: the state is the system's
        guest.campaign_id._claim_for_update()
        was_registered = guest.state == 'registered'
        guest.write({'state': 'declined', 'is_reached': True, 'letter_due_date': False, 'needs_paper': False})
        if was_registered:
            guest.campaign_id._move_up()
        guest._end_call()

    def _rate(self, stars, words):
        """How it was, by whoever came."""
        self.ensure_one()
        if self.state != 'attended' or not 1 <= stars <= 5:
            raise UserError(self.env._("Choose between one and five stars."))
        self.sudo().write({'given_stars': stars, 'feedback': words})  # sudo: the page checked whose answer it is
