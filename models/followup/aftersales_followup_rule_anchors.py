from datetime import datetime, time, timedelta

import pytz

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class AftersalesFollowupRule(models.Model):
    """What happened, and to whom: a query for each anchor, about the days on which it makes a step due today."""
    _inherit = 'aftersales.followup.rule'

    @api.model
    def _get_anchor_queries(self):
        """Hook: queries by anchor; rooms add theirs by ``super()`` (and their anchor by ``selection_add``).

        A query has the columns car, partner, workshop, visit, case_id, origin, advisor and day, of %(company)s and
        about days from %(first)s to %(last)s, with moments from %(start)s to %(stop)s by the clock %(zone)s.
        """
        return {
            'visit': self._get_visit_query, 'sold': self._get_sold_query, 'complaint': self._get_complaint_query,
            'declined': self._get_declined_query, 'call': self._get_call_query, 'absent': self._get_absent_query,
            'warranty': self._get_warranty_query,
        }

    def _prepare_candidates(self, company, outlet, today):
        """Whom this rule makes a step for today: of cars that still run and are still his, whose customer is not left in
        peace.

        Of cars and customers those alone are looked up that were found, by their ids, however many there are: ``OFFSET 0``
        keeps the database from reading them all first.
        """
        last = today - timedelta(days=self.offset_days)
        first = last - timedelta(days=self.window_days)
        zone = outlet._get_tz()
        start, stop = (
            zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
            for day in (first, last + timedelta(days=1)))
        query = self._get_anchor_queries()[self.anchor](
            company=company.id, first=first, last=last, start=start, stop=stop, zone=zone.zone)
        return SQL(
            """
            SELECT DISTINCT ON (COALESCE(found.car, -found.partner))
                   COALESCE(found.car, -found.partner) AS car_key, found.car AS vehicle_id, found.partner AS partner_id,
                   found.workshop AS workshop_id, found.visit AS order_id, found.case_id AS complaint_id,
                   found.origin AS origin_id, found.advisor AS advisor_id, found.day AS anchor_date
              FROM (%(query)s OFFSET 0) AS found
              JOIN LATERAL (
                   SELECT partner.commercial_partner_id FROM res_partner AS partner
                    WHERE partner.id = found.partner AND partner.active OFFSET 0) AS customer ON TRUE
         LEFT JOIN LATERAL (
                   SELECT vehicle.owner_id FROM fleet_vehicle AS vehicle WHERE vehicle.id = found.car OFFSET 0) AS car ON TRUE
         LEFT JOIN LATERAL (SELECT ours.id FROM (%(cars)s) AS ours WHERE ours.id = found.car OFFSET 0) AS ours ON TRUE
             WHERE customer.commercial_partner_id != %(own)s
               AND (found.car IS NULL OR ours.id IS NOT NULL)
               AND NOT EXISTS (
                   SELECT FROM aftersales_followup AS made
                    WHERE made.rule_id = %(rule)s AND made.anchor_date = found.day
                      AND made.anchor_date BETWEEN %(first)s AND %(last)s
                      AND COALESCE(made.vehicle_id, -made.partner_id) = COALESCE(found.car, -found.partner))
               AND NOT EXISTS (SELECT FROM (%(refusing)s) AS refusing WHERE refusing.id = found.partner OFFSET 0)
               AND (car.owner_id IS NULL OR car.owner_id IN (found.partner, customer.commercial_partner_id)
                    OR NOT EXISTS (
                       SELECT FROM aftersales_ownership AS past
                        WHERE past.vehicle_id = found.car AND past.date_end >= found.day
                          AND past.partner_id IN (found.partner, customer.commercial_partner_id)))
          ORDER BY COALESCE(found.car, -found.partner), found.day DESC, found.visit DESC NULLS LAST
            """, query=query, own=company.partner_id.commercial_partner_id.id, cars=self._get_cars_sql(), rule=self.id,
            refusing=self._get_refusing_sql(), first=first, last=last)

    def _get_cars_sql(self):
        """Customers' cars that the rule is about; whoever waits for an answer to a complaint is called after it."""
        Vehicle = self.env['fleet.vehicle'].sudo()  # sudo: the system works for all companies
        domain = Domain('is_customer_vehicle', '=', True) & self._get_filter()
        if self.anchor != 'complaint':
            domain &= ~Vehicle._get_contact_pause_domain()
        return Vehicle._search(domain).subselect()

    def _get_refusing_sql(self):
        """Customers who refuse every way that the rule has."""
        Partner = self.env['res.partner'].sudo()
        channels = {'call': ('call',), 'message': ('mail', 'sms'), 'letter': ('letter',)}
        refusing = Domain.AND(
            Partner._get_refusing_domain(channel, self.purpose) for way in self._get_ways() for channel in channels[way])
        return Partner._search(refusing).subselect()

    # === ANCHORS ===#

    def _get_visit_query(self, **terms):
        """Visits that were delivered, and no other since."""
        return SQL(
            """
            SELECT visit.vehicle_id AS car, visit.partner_id AS partner, visit.workshop_id AS workshop, visit.id AS visit,
                   NULL::int AS case_id, NULL::int AS origin, visit.user_id AS advisor,
                   (visit.delivered_date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day
              FROM aftersales_order AS visit
             WHERE visit.state = 'delivered' AND visit.active AND visit.company_id = %(company)s
               AND visit.delivered_date >= %(start)s AND visit.delivered_date < %(stop)s
               AND NOT EXISTS (
                   SELECT FROM aftersales_order AS later
                    WHERE later.vehicle_id = visit.vehicle_id AND later.received_date > visit.delivered_date
                      AND later.state NOT IN ('draft', 'cancelled'))
            """, **_pick(terms, 'company', 'start', 'stop', 'zone'))

    def _get_absent_query(self, **terms):
        """The same, where nothing is booked either."""
        return SQL(
            """
            SELECT last.* FROM (%(visits)s) AS last
             WHERE NOT EXISTS (
                   SELECT FROM aftersales_appointment AS booked
                    WHERE booked.vehicle_id = last.car AND booked.state IN ('booked', 'confirmed', 'arrived'))
            """, visits=self._get_visit_query(**terms))

    def _get_sold_query(self, **terms):
        return SQL(
            """
            SELECT car.id AS car, COALESCE(car.contact_id, car.owner_id) AS partner, last.workshop_id AS workshop,
                   NULL::int AS visit, NULL::int AS case_id, NULL::int AS origin, last.user_id AS advisor,
                   COALESCE(car.delivery_date, car.sale_date) AS day
              FROM fleet_vehicle AS car
         LEFT JOIN LATERAL (
                   SELECT visit.workshop_id, visit.company_id, visit.user_id FROM aftersales_order AS visit
                    WHERE visit.vehicle_id = car.id ORDER BY visit.id DESC LIMIT 1) AS last ON TRUE
             WHERE car.active AND car.owner_id IS NOT NULL
               AND COALESCE(car.delivery_date, car.sale_date) BETWEEN %(first)s AND %(last)s
               AND COALESCE(car.company_id, last.company_id, (
                   SELECT outlet.company_id FROM aftersales_workshop AS outlet ORDER BY outlet.id LIMIT 1)) = %(company)s
            """, **_pick(terms, 'company', 'first', 'last'))

    def _get_complaint_query(self, **terms):
        """Complaints that were closed; within the days of the call that each closing plans by itself, that call is made."""
        return SQL(
            """
            SELECT word.vehicle_id AS car, word.partner_id AS partner, word.workshop_id AS workshop,
                   word.order_id AS visit, word.id AS case_id, NULL::int AS origin, NULL::int AS advisor,
                   (word.closed_date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day
              FROM aftersales_complaint AS word
             WHERE word.state = 'closed' AND word.kind = 'complaint' AND word.company_id = %(company)s
               AND word.closed_date >= %(start)s AND word.closed_date < %(stop)s AND word.partner_id IS NOT NULL
               AND NOT EXISTS (
                   SELECT FROM aftersales_complaint_aftercall AS planned
                    WHERE planned.complaint_id = word.id AND planned.due_date
                          >= (word.closed_date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date + %(offset)s)
            """, offset=self.offset_days, **_pick(terms, 'company', 'start', 'stop', 'zone'))

    def _get_declined_query(self, **terms):
        """Urgent work that was declined and waits; a step for a car, however much it is."""
        return SQL(
            """
            SELECT work.vehicle_id AS car, visit.partner_id AS partner, visit.workshop_id AS workshop, visit.id AS visit,
                   NULL::int AS case_id, NULL::int AS origin, visit.user_id AS advisor,
                   (work.declined_date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day
              FROM aftersales_job AS work
              JOIN aftersales_order AS visit ON visit.id = work.order_id
             WHERE work.declined_state = 'open' AND visit.company_id = %(company)s
               AND work.declined_date >= %(start)s AND work.declined_date < %(stop)s
               AND EXISTS (
                   SELECT FROM aftersales_health_check_line AS finding
                    WHERE finding.job_id = work.id AND finding.result = 'urgent')
            """, **_pick(terms, 'company', 'start', 'stop', 'zone'))

    def _get_call_query(self, **terms):
        """Who was reached by the former call, and did not come since."""
        return SQL(
            """
            SELECT former.vehicle_id AS car, former.partner_id AS partner, former.workshop_id AS workshop,
                   former.order_id AS visit, former.complaint_id AS case_id, former.id AS origin, former.user_id AS advisor,
                   (former.ended_date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day
              FROM aftersales_followup AS former
             WHERE former.rule_id = %(rule)s AND former.state = 'done' AND former.company_id = %(company)s
               AND former.ended_date >= %(start)s AND former.ended_date < %(stop)s
               AND NOT EXISTS (
                   SELECT FROM aftersales_order AS later
                    WHERE later.vehicle_id = former.vehicle_id AND later.received_date > former.ended_date
                      AND later.state NOT IN ('draft', 'cancelled'))
            """, rule=self.former_rule_id.id or 0, **_pick(terms, 'company', 'start', 'stop', 'zone'))

    def _get_warranty_query(self, **terms):
        """Cars whose warranty of the whole car ends; not that of parts fitted later."""
        return SQL(
            """
            SELECT car.id AS car, COALESCE(car.contact_id, car.owner_id) AS partner, last.workshop_id AS workshop,
                   NULL::int AS visit, NULL::int AS case_id, NULL::int AS origin, last.user_id AS advisor,
                   cover.end_date AS day
              FROM aftersales_coverage AS cover
              JOIN fleet_vehicle AS car ON car.id = cover.vehicle_id AND car.active AND car.owner_id IS NOT NULL
         LEFT JOIN LATERAL (
                   SELECT visit.workshop_id, visit.company_id, visit.user_id FROM aftersales_order AS visit
                    WHERE visit.vehicle_id = car.id ORDER BY visit.id DESC LIMIT 1) AS last ON TRUE
             WHERE cover.active AND cover.fitted_line_id IS NULL AND cover.end_date BETWEEN %(first)s AND %(last)s
               AND COALESCE(cover.company_id, car.company_id, last.company_id, (
                   SELECT outlet.company_id FROM aftersales_workshop AS outlet ORDER BY outlet.id LIMIT 1)) = %(company)s
               AND NOT EXISTS (
                   SELECT FROM aftersales_coverage AS other
                    WHERE other.vehicle_id = car.id AND other.active AND other.fitted_line_id IS NULL
                      AND other.end_date > cover.end_date)
            """, **_pick(terms, 'company', 'first', 'last'))


def _pick(terms, *names):
    return {name: terms[name] for name in names}
