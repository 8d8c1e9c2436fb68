from odoo import api, fields, models
from odoo.tools import SQL


class AftersalesFollowupRule(models.Model):
    """Who was helped on the road is asked the next day how he got on (J2, J7)."""
    _inherit = 'aftersales.followup.rule'

    anchor = fields.Selection(selection_add=[('rescue', "Rescue Closed")], ondelete={'rescue': 'cascade'})

    @api.model
    def _get_anchor_queries(self):
        return super()._get_anchor_queries() | {'rescue': self._get_rescue_query}

    def _get_rescue_query(self, **terms):
        """Rescues that were closed, of customers whom we know."""
        return SQL(
            """
            SELECT rescue.vehicle_id AS car, rescue.partner_id AS partner, rescue.workshop_id AS workshop,
                   rescue.order_id AS visit, NULL::int AS case_id, NULL::int AS origin, NULL::int AS advisor,
                   (rescue.closed_date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day
              FROM aftersales_rescue AS rescue
             WHERE rescue.state = 'closed' AND rescue.company_id = %(company)s AND rescue.partner_id IS NOT NULL
               AND rescue.closed_date >= %(start)s AND rescue.closed_date < %(stop)s
            """, **{name: terms[name] for name in ('company', 'start', 'stop', 'zone')})
