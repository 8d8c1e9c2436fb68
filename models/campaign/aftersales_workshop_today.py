from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally

GUESTS, CAMPAIGNS = 'aftersales.action_campaign_guests', 'aftersales.action_campaigns'


class AftersalesWorkshop(models.Model):
    """What customer care has to do about events today (J5)."""
    _inherit = 'aftersales.workshop'

    def _get_care_tallies(self, start, stop):
        own = [('campaign_id.workshop_id', '=', self.id)]
        return [
            *super()._get_care_tallies(start, stop),
            Tally(45, 'campaign_letters', 'now', self.env._("invitations to print"), GUESTS, [
                *own, ('needs_paper', '=', True)]),
            Tally(46, 'campaign_today', 'now', self.env._("guests registered for today"), GUESTS, [
                *own, ('state', '=', 'registered'), ('campaign_id.start', '<', stop), ('campaign_id.stop', '>=', start)],
                'info'),
            Tally(47, 'campaign_approved', 'now', self.env._("events approved and not announced"), CAMPAIGNS, [
                ('workshop_id', '=', self.id), ('state', '=', 'approved')], 'warning'),
        ]

    def _get_tallies(self, start, stop):
        tallies = super()._get_tallies(start, stop)
        if not self.env.user.has_group('aftersales.group_manager'):
            return tallies
        return [*tallies, Tally(
            75, 'campaign_drafts', 'wait', self.env._("events to approve"), CAMPAIGNS, [
                ('workshop_id', '=', self.id), ('state', '=', 'draft'), ('start', '>=', start)], 'info')]
