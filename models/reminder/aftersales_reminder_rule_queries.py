from calendar import isleap
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class AftersalesReminderRule(models.Model):
    """What is due, of which car and whose: a query for each kind of reminder (J4)."""
    _inherit = 'aftersales.reminder.rule'

    @api.model
    def _get_due_queries(self):
        """Hook: methods by kind; rooms add theirs by ``super()`` (and their kind by ``selection_add``).

        A method takes the keywords ``company``, ``outlet``, ``today``, ``first``, ``last``, ``after`` and ``until``, and
        returns a query with the columns subject (what it is ordered by, above ``after`` and not above ``until``), car,
        partner, workshop, day, due_date and due_name; or None where nothing can be due on those days.
        """
        return {
            'service': self._get_service_query, 'inspection': self._get_inspection_query,
            'insurance': self._get_insurance_query, 'warranty': self._get_warranty_query,
            'season': self._get_season_query, 'greeting': self._get_greeting_query,
            'birthday': self._get_birthday_query,
        }

    @api.model
    def _get_bookable_kinds(self):
        """Hook: kinds that a visit settles: whoever has booked, or whose car is here, need not be reminded."""
        return ('service', 'inspection', 'warranty', 'season')

    @api.model
    def _get_wide_kinds(self):
        """Hook: kinds that are due of all cars or customers on a day: these are looked through a range of ids at a time."""
        return ('season', *self._get_customer_kinds())

    @api.model
    def _get_customer_kinds(self):
        """Hook: kinds that a customer is told once, however many cars he has."""
        return ('greeting', 'birthday')

    def _get_part_end(self, after):
        """The last car or customer of the next part; None where none is left. What comes after it is not looked at."""
        self.env['fleet.vehicle'].flush_model(['contact_id', 'owner_id'])
        subject = SQL("COALESCE(contact_id, owner_id)") if self.kind in self._get_customer_kinds() else SQL("id")
        self.env.cr.execute(SQL(
            """
            SELECT MAX(subject) FROM (
                   SELECT DISTINCT %(subject)s AS subject FROM fleet_vehicle WHERE %(subject)s > %(after)s
                 ORDER BY subject LIMIT %(part)s) AS part
            """, subject=subject, after=after, part=self._get_part()))
        return self.env.cr.fetchone()[0]

    def _prepare_candidates(self, company, outlet, today, after, until=None):
        """The next cars or customers that this rule reminds today, whose customer is not left in peace.

        Those that are passed by count for the part, too: how long it takes does not depend on how many they are.
        """
        first, last = self._get_period(today)
        query = self._get_due_queries()[self.kind](
            company=company.id, outlet=outlet.id, today=today, first=first, last=last, after=after, until=until)
        if query is None:
            return None
        return SQL(
            """
            WITH found AS MATERIALIZED (SELECT * FROM (%(query)s) AS due ORDER BY subject LIMIT %(part)s)
            SELECT found.*, NOT (
                   customer.active AND customer.commercial_partner_id != %(own)s
                   AND NOT EXISTS (SELECT FROM (%(refusing)s) AS refusing WHERE refusing.id = found.partner OFFSET 0)
                   AND (%(workshop)s IS NULL OR COALESCE(found.workshop, %(outlet)s) = %(workshop)s)
                   AND made.id IS NULL) AS is_skipped
              FROM found
              JOIN res_partner AS customer ON customer.id = found.partner
         LEFT JOIN aftersales_reminder AS made
                   ON made.rule_id = %(rule)s AND made.due_name = found.due_name
                      AND COALESCE(made.vehicle_id, -made.partner_id) = COALESCE(found.car, -found.partner)
            """, query=query, own=company.partner_id.commercial_partner_id.id, refusing=self._get_refusing_sql(),
            workshop=self.workshop_id.id or None, outlet=outlet.id, rule=self.id, part=self._get_part())

    def _get_refusing_sql(self):
        """Customers who refuse every way that the rule has."""
        Partner = self.env['res.partner'].sudo()  # sudo: the system works for all companies
        channels = {'call': ('call',), 'message': ('mail', 'sms'), 'letter': ('letter',)}
        refusing = Domain.AND(
            Partner._get_refusing_domain(channel, self.purpose) for way in self._get_ways() for channel in channels[way])
        return Partner._search(refusing).subselect()

    def _get_cars_sql(self):
        """Customers' cars that the rule is about, of whom nobody waits for an answer to a complaint."""
        Vehicle = self.env['fleet.vehicle'].sudo()  # sudo: the system works for all companies
        return Vehicle._search(
            Domain('is_customer_vehicle', '=', True) & Domain('owner_id', '!=', False) & self._get_filter()
            & ~Vehicle._get_contact_pause_domain()).subselect()

    def _get_car_query(self, due_date, due_name, where, terms, join=None, day=None):
        """Cars of the company, with the outlet of their last visit.

        What is due is found first; of cars those alone are looked up that were found: ``OFFSET 0`` keeps the database from
        reading all cars, visits and complaints.
        """
        return SQL(
            """
            SELECT DISTINCT ON (due.car) due.car AS subject, due.car, due.partner, last.workshop_id AS workshop, due.day,
                   due.due_date, due.due_name
              FROM (
                   SELECT car.id AS car, COALESCE(car.contact_id, car.owner_id) AS partner, car.company_id, %(day)s AS day,
                          %(due_date)s AS due_date, %(due_name)s AS due_name
                     FROM fleet_vehicle AS car %(join)s
                    WHERE car.active AND %(part)s AND %(where)s OFFSET 0) AS due
              JOIN LATERAL (SELECT FROM (%(cars)s) AS ours WHERE ours.id = due.car OFFSET 0) AS ours ON TRUE
         LEFT JOIN LATERAL (
                   SELECT visit.workshop_id, visit.company_id FROM aftersales_order AS visit
                    WHERE visit.vehicle_id = due.car ORDER BY visit.id DESC LIMIT 1) AS last ON TRUE
             WHERE COALESCE(due.company_id, last.company_id, (
                   SELECT outlet.company_id FROM aftersales_workshop AS outlet ORDER BY outlet.id LIMIT 1)) = %(company)s
               AND %(expected)s
          ORDER BY due.car
            """, due_date=due_date, due_name=due_name, join=join or SQL(), where=where, day=day or SQL("NULL::int"),
            part=self._get_part_sql(terms), cars=self._get_cars_sql(), company=terms['company'],
            expected=self._get_unexpected_sql())

    def _get_part_sql(self, terms):
        """Which cars or customers are looked at now."""
        subject = SQL("COALESCE(car.contact_id, car.owner_id)") if self.kind in self._get_customer_kinds() else SQL("car.id")
        if terms['until'] is None:
            return SQL("%s > %s", subject, terms['after'])
        return SQL("%s > %s AND %s <= %s", subject, terms['after'], subject, terms['until'])

    def _get_unexpected_sql(self):
        if self.kind not in self._get_bookable_kinds():
            return SQL("TRUE")
        return SQL(
            """
            NOT EXISTS (
                   SELECT FROM aftersales_appointment AS booked
                    WHERE booked.vehicle_id = due.car AND booked.state IN ('booked', 'confirmed'))
               AND NOT EXISTS (
                   SELECT FROM aftersales_order AS here
                    WHERE here.vehicle_id = due.car AND here.state NOT IN ('draft', 'delivered', 'cancelled'))
            """)

    # === KINDS ===#

    def _get_service_query(self, **terms):
        """By the day that is predicted, or by what is left to run until then.

        A service is the same, however its prediction moves, until one is done; a passed one is not told by distance.
        """
        left = SQL(
            """
            (car.next_service_odometer - car.last_odometer) * CASE WHEN car.odometer_unit = 'miles' THEN 1.609344 ELSE 1 END
            - car.average_daily_distance * GREATEST(%(today)s - car.last_odometer_date, 0)
            """, today=terms['today'])
        near = SQL(
            """
            (car.next_service_date BETWEEN %(first)s AND %(last)s
             OR %(km)s > 0 AND car.next_service_odometer > 0 AND car.average_daily_distance > 0
                AND car.next_service_date >= %(today)s AND %(left)s BETWEEN 0 AND %(km)s)
            """, km=self.km_before, left=left, first=terms['first'], last=terms['last'], today=terms['today'])
        return self._get_car_query(SQL("car.next_service_date"), SQL(
            """
            'service ' || car.next_service_line_id || ' ' || COALESCE((
                SELECT MAX(done.id) FROM aftersales_service_record AS done WHERE done.vehicle_id = car.id), 0)
            """), SQL("car.next_service_line_id IS NOT NULL AND %s", near), terms)

    def _get_inspection_query(self, **terms):
        return self._get_dated_query('inspection_due_date', 'inspection', terms)

    def _get_insurance_query(self, **terms):
        return self._get_dated_query('insurance_due_date', 'insurance', terms)

    def _get_dated_query(self, name, word, terms):
        due = SQL.identifier('car', name)
        return self._get_car_query(
            due, SQL("%s || %s::text", f'{word} ', due), SQL("%s BETWEEN %s AND %s", due, terms['first'], terms['last']), terms)

    def _get_warranty_query(self, **terms):
        """The last of the car's coverages that ends; not that of parts fitted later."""
        join = SQL(
            """
            JOIN aftersales_coverage AS cover ON cover.vehicle_id = car.id AND cover.active
                 AND cover.fitted_line_id IS NULL AND cover.end_date BETWEEN %s AND %s
            """, terms['first'], terms['last'])
        return self._get_car_query(
            SQL("cover.end_date"), SQL("'warranty ' || cover.end_date::text"),
            SQL("""
                NOT EXISTS (
                   SELECT FROM aftersales_coverage AS other
                    WHERE other.vehicle_id = car.id AND other.active AND other.fitted_line_id IS NULL
                      AND other.end_date > cover.end_date)
                """), terms, join=join)

    def _get_days_sql(self, terms):
        """Rows (id, date, outlet) of the days that are near; None when there is none."""
        company = self.env['res.company'].browse(terms['company'])
        days = self.env['aftersales.reminder.day']._get_days(self.kind, company, terms['first'], terms['last'])
        return SQL(", ").join(SQL("(%s::int, %s::date, %s::int)", *day) for day in days) if days else None

    def _get_season_query(self, **terms):
        """Each car once for a change of season: where its outlet has a day of its own, by that."""
        days = self._get_days_sql(terms)
        if days is None:
            return None
        join = SQL("CROSS JOIN (VALUES %s) AS day (id, date, outlet)", days)
        return self._get_car_query(
            SQL("day.date"), SQL("'day ' || day.id || ' ' || day.date::text"),
            SQL("(day.outlet IS NULL OR day.outlet = COALESCE((%s), %s))", SQL(
                """
                SELECT visit.workshop_id FROM aftersales_order AS visit
                 WHERE visit.vehicle_id = car.id ORDER BY visit.id DESC LIMIT 1
                """), terms['outlet']), terms, join=join, day=SQL("day.id"))

    def _get_greeting_query(self, **terms):
        """Each customer once on a day, however many cars he has and whatever holidays meet."""
        days = self._get_days_sql(terms)
        if days is None:
            return None
        return self._get_customer_query(
            SQL("day.id"), SQL("day.date"), SQL("'day ' || day.id || ' ' || day.date::text"),
            SQL("CROSS JOIN (VALUES %s) AS day (id, date, outlet)", days),
            SQL("(day.outlet IS NULL OR day.outlet = COALESCE(owning.workshop, %s))", terms['outlet']), terms)

    def _get_birthday_query(self, **terms):
        """Persons on their birthday, by month and day; who was born on 29 February has it on the 28th of other years."""
        count = (terms['last'] - terms['first']).days + 1
        days = [terms['first'] + timedelta(days=number) for number in range(count)]
        marks = [(f'{day:%m%d}', day) for day in days]
        marks += [('0229', day) for day in days if (day.month, day.day) == (2, 28) and not isleap(day.year)]
        return self._get_customer_query(
            SQL("NULL::int"), SQL("day.date"), SQL("'birthday ' || EXTRACT(YEAR FROM day.date)::int"),
            SQL("JOIN (VALUES %s) AS day (mark, date) ON day.mark = to_char(person.aftersales_birth_date, 'MMDD')", SQL(
                ", ").join(SQL("(%s, %s::date)", *mark) for mark in marks)),
            SQL("person.aftersales_birth_date IS NOT NULL AND person.is_company IS NOT TRUE"), terms)

    def _get_customer_query(self, day, due_date, due_name, join, where, terms):
        """Customers of the company's cars, each once."""
        cars = self._get_car_query(SQL("NULL::date"), SQL("NULL::text"), SQL("TRUE"), terms)
        return SQL(
            """
            SELECT DISTINCT ON (owning.partner) owning.partner AS subject, NULL::int AS car, owning.partner,
                   owning.workshop, %(day)s AS day, %(due_date)s AS due_date, %(due_name)s AS due_name
              FROM (
                   SELECT DISTINCT ON (partner) partner, workshop FROM (%(cars)s) AS owned ORDER BY partner, car DESC
                   ) AS owning
              JOIN res_partner AS person ON person.id = owning.partner %(join)s
             WHERE %(where)s
          ORDER BY owning.partner
            """, day=day, due_date=due_date, due_name=due_name, cars=cars, join=join, where=where)
