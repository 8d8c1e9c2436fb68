from odoo import api, fields, models
from odoo.tools import SQL


class AftersalesFollowupRule(models.Model):
    """Contacts that somebody agreed on become steps on their day; who looks after the customer makes the calls (J1)."""
    _inherit = 'aftersales.followup.rule'

    anchor = fields.Selection(selection_add=[('planned', "Day of a planned contact")], ondelete={'planned': 'cascade'})
    owner = fields.Selection(selection_add=[('agent', "Care Agent of the Customer")], ondelete={'agent': 'set default'})

    @api.model
    def _get_anchor_queries(self):
        return {**super()._get_anchor_queries(), 'planned': self._get_planned_query}

    def _get_planned_query(self, **terms):
        return SQL(
            """
            SELECT plan.vehicle_id AS car, plan.partner_id AS partner, plan.workshop_id AS workshop, NULL::int AS visit,
                   NULL::int AS case_id, NULL::int AS origin, plan.user_id AS advisor, plan.date AS day
              FROM aftersales_contact_plan AS plan
             WHERE plan.active AND plan.company_id = %(company)s AND plan.date BETWEEN %(first)s AND %(last)s
            """, company=terms['company'], first=terms['first'], last=terms['last'])

    def _get_owner_sql(self):
        """A plan says who calls (as the advisor of a visit does); else whoever looks after the customer, where he works
        for the company."""
        if self.anchor == 'planned':
            return SQL.identifier('advisor_id')
        if self.owner != 'agent':
            return super()._get_owner_sql()
        return SQL(
            """(SELECT agent.id FROM res_partner AS kept
                  JOIN res_users AS agent ON agent.id = kept.aftersales_agent_id AND agent.active
                  JOIN res_company_users_rel AS works ON works.user_id = agent.id AND works.cid = %s
                 WHERE kept.id = candidate.partner_id)""", self.env.company.id)
