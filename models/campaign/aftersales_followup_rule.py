from odoo import fields, models
from odoo.tools import SQL

from .followup_words import ANCHOR


class AftersalesFollowupRule(models.Model):
    """Calls about an event: whoever is on its list and not told yet, the loyal ones a day before the others (J5)."""
    _inherit = 'aftersales.followup.rule'

    anchor = fields.Selection(selection_add=[(ANCHOR, "Invitation to an event")], ondelete={ANCHOR: 'cascade'})
    campaign_ids = fields.One2many('aftersales.campaign', 'rule_id', string="Campaign", readonly=True)

    def _get_anchor_queries(self):
        return {**super()._get_anchor_queries(), ANCHOR: self._get_campaign_query}

    def _get_campaign_query(self, **terms):
        """Of the customer, not of his car: the chain of calls after a visit goes on beside it.

        Whoever is to be called about another event first is called about this one when that call was made. Whose car is to
        be left in peace is looked up guest by guest, when all else is known of him: a house has thousands of such cars.
        """
        paused = self.env['fleet.vehicle'].sudo()  # sudo: the system works for all companies
        return SQL(
            """
            SELECT NULL::int AS car, asked.partner, asked.workshop, NULL::int AS visit, NULL::int AS case_id,
                   NULL::int AS origin, asked.advisor, asked.day
              FROM (
                   SELECT guest.partner_id AS partner, guest.vehicle_id AS about, campaign.workshop_id AS workshop,
                          campaign.user_id AS advisor,
                          (campaign.sending_date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                          + CASE WHEN guest.is_loyal THEN 0 ELSE 1 END AS day
                     FROM aftersales_campaign_guest AS guest
                     JOIN aftersales_campaign AS campaign ON campaign.id = guest.campaign_id
                     JOIN res_partner AS told ON told.id = guest.partner_id AND COALESCE(told.phone, '') != ''
                    WHERE campaign.rule_id = %(rule)s AND campaign.state = 'sending' AND campaign.company_id = %(company)s
                      AND guest.state = 'listed' AND guest.letter_due_date IS NULL
                      AND NOT EXISTS (
                          SELECT FROM aftersales_followup AS live
                           WHERE live.vehicle_id IS NULL AND live.partner_id = guest.partner_id
                             AND live.state IN ('planned', 'in_call', 'no_answer'))
                   OFFSET 0) AS asked
             WHERE NOT EXISTS (SELECT FROM (%(paused)s) AS paused WHERE paused.id = asked.about OFFSET 0)
            """, zone=terms['zone'], rule=self.id, company=terms['company'],
            paused=paused._search(paused._get_contact_pause_domain()).subselect())
