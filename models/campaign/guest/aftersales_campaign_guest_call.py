from odoo import fields, models


class AftersalesCampaignGuest(models.Model):
    """What a call about the event gave."""
    _inherit = 'aftersales.campaign.guest'

    def _on_call_done(self):
        self.write({'called_date': fields.Datetime.now(), 'is_reached': True})
        self.filtered(lambda guest: guest.state == 'listed').write({'state': 'asked'})
        self._plan_letter()

    def _on_call_refused(self):
        """He is not called again; whether he may be written to, his wishes say."""
        self.filtered(lambda guest: guest.state == 'listed').write({'called_date': fields.Datetime.now(), 'is_reached': True})
        self._plan_letter(days=0)

    def _on_call_cancelled(self):
        self.filtered(lambda guest: guest.campaign_id.state == 'sending')._plan_letter(days=0)

    def _on_call_superseded(self):
        """Something more urgent came, and he is not called twice."""
        self.filtered(lambda guest: guest.state == 'listed' and guest.campaign_id.state == 'sending')._plan_letter(days=0)

    def _on_call_wrong_number(self):
        self._plan_letter(days=0)
