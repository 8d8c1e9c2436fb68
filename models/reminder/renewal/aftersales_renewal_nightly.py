from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .aftersales_renewal import LIVE

# Who has said nothing so long after the end has answered.
SILENT = timedelta(days=30)
# So many are listed at a time: of a house that begins, two months of all its cars.
PART = 5_000


class AftersalesRenewal(models.Model):
    """The list fills itself, and what happens to the car is noted on it (J4)."""
    _inherit = 'aftersales.renewal'

    @api.model
    def _cron_fill(self, batch_size=500):
        """Insurances that end soon, each once, in one statement a company, for last year's agent or the customer's; and
        whoever was silent is lost."""
        commit = self.env['ir.cron']._commit_progress
        # sudo: a scheduled action works for all companies
        for company in self.env['res.company'].sudo().search([('aftersales_remind', '=', True)]):
            while self._fill(company) >= self._get_part():
                if not commit(remaining=self._get_part()):
                    return  # core runs it again soon
        self._work_through(self._get_silent_domain(), '_end_silent', batch_size, order='due_date, id', together=True)

    @api.model
    def _get_part(self):
        return PART

    @api.model
    def _fill(self, company):
        """What is listed already is found out first, and nothing else asked of it: most of two months is.

        :return: how many were listed now, at most a part
        """
        outlet = company.aftersales_workshop_ids[:1]
        if not outlet:
            return 0
        today = outlet._get_local_day(fields.Datetime.now())
        self.env.flush_all()
        self.env.cr.execute(SQL(
            """
            INSERT INTO aftersales_renewal (
                   state, company_id, workshop_id, vehicle_id, partner_id, due_date, user_id, is_renewed, is_lost,
                   renewal_rate, create_uid, create_date, write_uid, write_date)
            SELECT 'open', %(company)s, COALESCE(last_workshop, %(outlet)s), car, partner, due_date, user_id, 0, 0, 0,
                   %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM (%(unlisted)s LIMIT %(part)s) AS found
       ON CONFLICT DO NOTHING
            """, unlisted=self._get_unlisted_sql(company, today), company=company.id, outlet=outlet.id, part=self._get_part(),
            uid=self.env.uid, now=fields.Datetime.now()))
        count = self.env.cr.rowcount
        self.invalidate_model()
        return count

    @api.model
    def _get_unlisted_sql(self, company, today):
        """Cars of the company whose insurance ends soon and that are not listed, and who takes care of them.

        What another company has listed is that one's, unless the car came here since: of all others' cars nobody asks
        where they were last.
        """
        Vehicle = self.env['fleet.vehicle'].sudo()  # sudo: as the system
        cars = Vehicle._search(Domain('is_customer_vehicle', '=', True) & Domain('owner_id', '!=', False)).subselect()
        return SQL(
            """
            SELECT car.id AS car, customer.id AS partner, last.workshop_id AS last_workshop,
                   car.insurance_due_date AS due_date, COALESCE(former.user_id, agent.user_id) AS user_id
              FROM (SELECT ending.id
                      FROM fleet_vehicle AS ending
                     WHERE ending.active IS TRUE AND ending.insurance_due_date BETWEEN %(today)s AND %(last)s
                           AND NOT EXISTS (
                               SELECT FROM aftersales_renewal AS listed
                                WHERE listed.vehicle_id = ending.id AND listed.due_date = ending.insurance_due_date
                                      AND listed.company_id = %(company)s)
                           AND (ending.company_id = %(company)s
                                OR NOT EXISTS (
                                   SELECT FROM aftersales_renewal AS elsewhere
                                    WHERE elsewhere.vehicle_id = ending.id
                                          AND elsewhere.due_date = ending.insurance_due_date)
                                OR ending.id IN (
                                   SELECT visit.vehicle_id FROM aftersales_order AS visit
                                    WHERE visit.company_id = %(company)s
                                          AND COALESCE(visit.received_date, visit.create_date) >= %(since)s))
                  ORDER BY ending.insurance_due_date, ending.id OFFSET 0) AS unlisted
              JOIN fleet_vehicle AS car ON car.id = unlisted.id
              JOIN res_partner AS customer ON customer.id = COALESCE(car.contact_id, car.owner_id)
         LEFT JOIN LATERAL (
                   SELECT visit.workshop_id, visit.company_id FROM aftersales_order AS visit
                    WHERE visit.vehicle_id = car.id ORDER BY visit.id DESC LIMIT 1) AS last ON TRUE
         LEFT JOIN LATERAL (
                   SELECT past.user_id FROM aftersales_renewal AS past
                    WHERE past.vehicle_id = car.id AND past.company_id = %(company)s
                 ORDER BY past.due_date DESC LIMIT 1) AS former ON TRUE
         LEFT JOIN res_company_users_rel AS agent
                   ON agent.user_id = customer.aftersales_agent_id AND agent.cid = %(company)s
             WHERE car.id IN (%(cars)s) AND customer.active AND customer.commercial_partner_id != %(own)s
               AND COALESCE(car.company_id, last.company_id, (
                   SELECT first.company_id FROM aftersales_workshop AS first ORDER BY first.id LIMIT 1)) = %(company)s
            """, company=company.id, today=today, cars=cars, last=today + timedelta(days=company.aftersales_renewal_days),
            since=today - timedelta(days=company.aftersales_renewal_days) - SILENT,
            own=company.partner_id.commercial_partner_id.id)

    @api.model
    def _get_silent_domain(self):
        return Domain('state', 'in', LIVE) & Domain('is_moved', '=', False) & Domain(
            'due_date', '<', fields.Date.today() - SILENT)

    def _end_silent(self):
        self._transition('no_answer')

    @api.model
    def _note_sold(self, vehicles):
        """Whose car is sold renews nothing."""
        # sudo: whoever sells the car need not see the list
        live = self.sudo().search([('vehicle_id', 'in', vehicles.ids), ('state', 'in', LIVE)])
        if live:
            live._transition('sold')

    @api.model
    def _note_moved(self, vehicles, before):
        """The car has another end of its insurance; with whom is asked of whoever takes care.

        :param before: dict of vehicle's id: the day it had
        """
        live = self.sudo().search([('vehicle_id', 'in', vehicles.ids), ('state', 'in', LIVE)])  # sudo: as _note_sold
        moved = live.filtered(lambda renewal: before[renewal.vehicle_id.id] == renewal.due_date)
        if moved:
            moved.is_moved = True
