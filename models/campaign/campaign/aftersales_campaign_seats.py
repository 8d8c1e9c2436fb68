from odoo import models

SEAT_MAIL, SEAT_SMS = 'aftersales.mail_template_campaign_seat', 'aftersales.sms_template_campaign_seat'


class AftersalesCampaign(models.Model):
    """Who moves up when a place becomes free (J5)."""
    _inherit = 'aftersales.campaign'

    def write(self, vals):
        result = super().write(vals)
        if 'seat_count' in vals:
            self.sudo()._move_up()  # sudo: the waiting list is the system's
        return result

    def _move_up(self):
        """Whoever waits for longest and fits gets what became free; he is told."""
        for campaign in self.filtered(lambda campaign: campaign._is_open()):
            moved = self.env['aftersales.campaign.guest']
            waiting = moved.search(
                [('campaign_id', '=', campaign.id), ('state', '=', 'waiting')], order='registered_date, id')
            for guest in waiting:
                left = campaign._get_seats_left()
                if left is None or guest.persons <= left:
                    guest.write({'state': 'registered'})
                    moved += guest
            if moved:
                moved._queue_notice(SEAT_MAIL, SEAT_SMS)
