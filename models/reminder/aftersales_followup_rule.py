from odoo import fields, models
from odoo.tools import SQL


class AftersalesFollowupRule(models.Model):
    """Reminders that are left to a call are calls of follow-up: one live step a car, one call a customer a day (J4)."""
    _inherit = 'aftersales.followup.rule'

    anchor = fields.Selection(selection_add=[('reminder', "Reminder to be called")], ondelete={'reminder': 'cascade'})

    def _get_anchor_queries(self):
        return {**super()._get_anchor_queries(), 'reminder': self._get_reminder_query}

    def _get_reminder_query(self, company, first, last, **terms):
        """Reminders whose way is a call; of several of a car one call, which speaks of all of them."""
        return SQL(
            """
            SELECT waiting.vehicle_id AS car, waiting.partner_id AS partner, waiting.workshop_id AS workshop,
                   NULL::int AS visit, NULL::int AS case_id, NULL::int AS origin, waiting.user_id AS advisor,
                   waiting.ready_date AS day
              FROM aftersales_reminder AS waiting
             WHERE waiting.state = 'planned' AND waiting.channel = 'call' AND waiting.purpose = %s
               AND waiting.company_id = %s AND waiting.ready_date BETWEEN %s AND %s
            """, self.purpose, company, first, last)
