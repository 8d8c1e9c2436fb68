from odoo import fields, models
from odoo.tools import SQL


class AftersalesFollowupRule(models.Model):
    """Reminders that are left to a call are calls of follow-up: one live step a car, one call a customer a day (J4)."""
    _inherit = 'aftersales.followup.rule'

    anchor = fields.Selection(selection_add=[('reminder', "Reminder to be called")], ondelete={'reminder': 'cascade'})

    def _get_anchor_queries(self):
        return {**super()._get_anchor_queries(), 'reminder': self._get_reminder_query}

    def _get_reminder_query(self, company, first, last, **terms):
        """Reminders whose way is a call; of several of a car one call, which speaks of all of them.

        A call that gave way to something more urgent is planned anew from the day after.
        """
        return SQL(
            """
            SELECT * FROM (
                SELECT waiting.vehicle_id AS car, waiting.partner_id AS partner, waiting.workshop_id AS workshop,
                       NULL::int AS visit, NULL::int AS case_id, NULL::int AS origin, waiting.user_id AS advisor,
                       GREATEST(waiting.ready_date, (
                           SELECT MAX(step.ended_date)::date + 1 FROM aftersales_followup AS step
                            WHERE step.rule_id = %s AND step.state = 'superseded'
                              AND step.vehicle_id = waiting.vehicle_id)) AS day
                  FROM aftersales_reminder AS waiting
                 WHERE waiting.state = 'planned' AND waiting.channel = 'call' AND waiting.purpose = %s
                   AND waiting.company_id = %s) AS called
             WHERE called.day BETWEEN %s AND %s
            """, self.id, self.purpose, company, first, last)
