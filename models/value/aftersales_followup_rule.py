from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .reckoner import CLASSES


class AftersalesFollowupRule(models.Model):
    """A rhythm for each class: A weekly, B monthly, C half-yearly, so many a day at most (J6).

    Who had any contact of follow-up, or a visit, within the days of the rule is not due: the rhythm finds only those whom
    no other rule reached. Those who wait longest come first, up to the rule's number a day, so that a rule that is switched
    on does not plan a thousand calls for its first morning.
    """
    _inherit = 'aftersales.followup.rule'

    anchor = fields.Selection(selection_add=[('value', "Rhythm of a Value Class")], ondelete={'value': 'cascade'})
    value_class = fields.Selection(CLASSES, string="Value Class", tracking=True)
    daily_limit = fields.Integer(
        string="At Most a Day", default=30, bounds=(1, 300), tracking=True,
        help="For each company; the rest waits for its day.")

    @api.constrains('anchor', 'value_class', 'offset_days')
    def _check_value_class(self):
        for rule in self.filtered(lambda rule: rule.anchor == 'value'):
            if not rule.value_class:
                raise ValidationError(self.env._("“%(rule)s”: say of which class the customers are.", rule=rule.name))
            if rule.offset_days < 1:
                raise ValidationError(self.env._(
                    "“%(rule)s”: a rhythm has one day at least between two contacts.", rule=rule.name))

    @api.model
    def _get_more_columns(self, company):
        """A new step has the class of its customer."""
        return super()._get_more_columns(company) | {'value_class': SQL(
            """
            (SELECT value.value_class FROM res_partner AS who
               JOIN aftersales_customer_value AS value ON value.partner_id = who.commercial_partner_id
              WHERE who.id = candidate.partner_id AND value.company_id = %s)
            """, company.id)}

    @api.model
    def _get_anchor_queries(self):
        return super()._get_anchor_queries() | {'value': self._get_value_query}

    def _prepare_candidates(self, company, outlet, today):
        candidates = super()._prepare_candidates(company, outlet, today)
        if self.anchor != 'value':
            return candidates
        return SQL(
            "SELECT due.* FROM (%s) AS due ORDER BY due.order_id NULLS FIRST, due.car_key LIMIT %s", candidates,
            self.daily_limit)

    def _get_value_query(self, **terms):
        """Customers of the class without visit or step of follow-up since the rule's days; by the car that came last."""
        return SQL(
            """
            SELECT last.vehicle_id AS car, last.partner_id AS partner, last.workshop_id AS workshop, last.id AS visit,
                   NULL::int AS case_id, NULL::int AS origin, last.user_id AS advisor, %(last)s::date AS day
              FROM aftersales_customer_value AS value
              JOIN LATERAL (
                   SELECT visit.id, visit.vehicle_id, visit.partner_id, visit.workshop_id, visit.user_id
                     FROM aftersales_order AS visit JOIN res_partner AS who ON who.id = visit.partner_id
                    WHERE who.commercial_partner_id = value.partner_id AND visit.company_id = value.company_id
                      AND visit.state = 'delivered'
                 ORDER BY visit.delivered_date DESC NULLS LAST, visit.id DESC LIMIT 1) AS last ON TRUE
             WHERE value.company_id = %(company)s AND value.value_class = %(class)s AND value.status != 'lost'
               AND value.last_visit <= %(last)s
               AND NOT EXISTS (
                   SELECT FROM aftersales_followup AS step JOIN res_partner AS who ON who.id = step.partner_id
                    WHERE who.commercial_partner_id = value.partner_id
                      AND (step.state IN ('planned', 'in_call', 'no_answer') OR step.due_date > %(last)s))
               AND NOT EXISTS (
                   SELECT FROM aftersales_order AS here JOIN res_partner AS who ON who.id = here.partner_id
                    WHERE who.commercial_partner_id = value.partner_id
                      AND here.state NOT IN ('draft', 'delivered', 'cancelled'))
            """, company=terms['company'], last=terms['last'], **{'class': self.value_class})
