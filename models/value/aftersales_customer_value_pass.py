from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .reckoner import SPENT_WITHIN, VISITS_WITHIN, Numbers

# Who was lost long before anybody looked is no task of today.
LOST_LATELY = relativedelta(months=3)
NUMBERS = ('visits', 'total_visits', 'spend', 'first_visit', 'last_visit', 'workshop_id', 'user_id', 'is_overdue')
POINTS = ('points_frequency', 'points_amount', 'points_recency', 'points_loyalty', 'points')
DECIDED = ('points_class', 'value_class', 'status', 'is_loyal', 'was_loyal')
BY_HAND = ('override_class', 'override_until', 'override_reason', 'override_user_id')
COLUMNS = (*NUMBERS, *POINTS, *DECIDED, *BY_HAND)


class AftersalesCustomerValue(models.Model):
    """The nightly pass: classes and statuses of a batch of customers from what is counted of them (J6).

    A batch takes the same number of statements however many customers are in it, and writes only those of whom something
    is different.
    """
    _inherit = 'aftersales.customer.value'

    @api.model
    def _work_out(self, company, today, after, limit):
        """Work out the customers that come next after this id.

        :return: id of the last one, or None when there are no more
        """
        self.env.cr.execute(SQL(
            """
            SELECT DISTINCT customer_id FROM aftersales_value_count
             WHERE company_id = %s AND customer_id > %s ORDER BY customer_id LIMIT %s
            """, company.id, after, limit))
        partner_ids = [partner_id for partner_id, in self.env.cr.fetchall()]
        last = partner_ids[-1] if len(partner_ids) == limit else None
        self._forget_uncounted(company, after, last, partner_ids)
        if partner_ids:
            self._decide(company, today, partner_ids)
        return last

    @api.model
    def _forget_uncounted(self, company, after, last, partner_ids):
        """Whose visits are another's now (a contact that joined a firm, two customers that were one) has no class."""
        self.env.cr.execute(SQL(
            """
            DELETE FROM aftersales_customer_value
             WHERE company_id = %s AND partner_id > %s AND partner_id <= %s AND partner_id != ALL(%s)
            """, company.id, after, last or 2 ** 31 - 1, partner_ids))

    @api.model
    def _decide(self, company, today, partner_ids):
        reckoner, known = company._get_value_reckoner(), self._fetch_known(company, partner_ids)
        rows, changes = [], []
        for partner_id, numbers, then in self._fetch_numbers(company, today, partner_ids):
            before = known.get(partner_id, {})
            vals = self._reckon(reckoner, numbers, then, before, today)
            if all(before.get(name) == vals[name] for name in COLUMNS):
                continue
            is_moved = any(before.get(name) != vals[name] for name in ('value_class', 'status'))
            is_lost = vals['status'] == 'lost' and (before.get('needs_case') or (
                before.get('status') != 'lost' and vals['was_loyal']
                and vals['last_visit'] >= today - LOST_LATELY - relativedelta(months=company.aftersales_lost_months)))
            rows.append((partner_id, *(vals[name] for name in COLUMNS), bool(is_lost)))
            if is_moved:
                changes.append((partner_id, before.get('value_class'), before.get('status')))
        self._keep(company, today, rows)
        self._keep_changes(company, today, changes)
        if changes:
            self.env['aftersales.followup']._take_classes([change[0] for change in changes], company)
        self.env['aftersales.lost.customer']._note_returns(company, partner_ids)
        self.invalidate_model()

    @api.model
    def _reckon(self, reckoner, numbers, then, before, today):
        """:return: dict of all columns"""
        now = Numbers(numbers['visits'], numbers['spend'], numbers['first_visit'], numbers['last_visit'])
        points = reckoner.get_points(now, today)
        total = sum(points.values())
        points_class = reckoner.get_class(total)
        by_hand = {name: before.get(name) for name in BY_HAND}
        if by_hand['override_until'] and by_hand['override_until'] < today:
            by_hand = dict.fromkeys(BY_HAND)
        value_class = by_hand['override_class'] or points_class
        status = reckoner.get_status(now, numbers['total_visits'], today, numbers['is_overdue'])
        return {
            **numbers, **by_hand, **{f'points_{kind}': value for kind, value in points.items()}, 'points': total,
            'points_class': points_class, 'value_class': value_class, 'status': status,
            'is_loyal': status != 'lost' and reckoner.is_loyal(numbers['visits'], value_class),
            'was_loyal': reckoner.was_loyal(Numbers(*then, numbers['first_visit'], numbers['last_visit'])),
        }

    @api.model
    def _fetch_known(self, company, partner_ids):
        """:return: dict of partner's id: dict of columns"""
        names = ('partner_id', 'needs_case', *COLUMNS)
        self.env.cr.execute(SQL(
            "SELECT %s FROM aftersales_customer_value WHERE company_id = %s AND partner_id IN %s",
            SQL(", ").join(map(SQL.identifier, names)), company.id, tuple(partner_ids)))
        found = [dict(zip(names, row)) for row in self.env.cr.fetchall()]
        return {row['partner_id']: {**row, 'spend': float(row['spend'] or 0)} for row in found}

    @api.model
    def _fetch_numbers(self, company, today, partner_ids):
        """:return: list of customer's id, dict of ``NUMBERS``, and visits and money up to the day of the last visit"""
        self.env.cr.execute(SQL(
            """
            WITH seen AS (
                SELECT customer_id, SUM(visits) AS total_visits, MIN(counted_day) AS first_visit,
                       MAX(counted_day) AS last_visit,
                       (ARRAY_AGG(workshop_id ORDER BY counted_day DESC, id DESC))[1] AS workshop_id,
                       (ARRAY_AGG(user_id ORDER BY counted_day DESC, id DESC))[1] AS user_id
                  FROM aftersales_value_count
                 WHERE company_id = %(company)s AND customer_id IN %(partners)s AND visits > 0 AND counted_day <= %(today)s
              GROUP BY customer_id)
            SELECT seen.customer_id, COALESCE(SUM(one.visits) FILTER (WHERE one.counted_day > %(year_ago)s), 0),
                   seen.total_visits, COALESCE(SUM(one.spend) FILTER (WHERE one.counted_day > %(two_years_ago)s), 0),
                   seen.first_visit, seen.last_visit, seen.workshop_id, seen.user_id,
                   EXISTS (
                       SELECT FROM fleet_vehicle AS car JOIN res_partner AS owner ON owner.id = car.owner_id
                        WHERE owner.commercial_partner_id = seen.customer_id AND car.active AND car.is_customer_vehicle
                          AND car.next_service_date < %(overdue)s),
                   COALESCE(SUM(one.visits) FILTER (
                       WHERE one.counted_day > seen.last_visit - INTERVAL '1 year' AND one.counted_day <= seen.last_visit), 0),
                   COALESCE(SUM(one.spend) FILTER (
                       WHERE one.counted_day > seen.last_visit - INTERVAL '2 years' AND one.counted_day <= seen.last_visit), 0)
              FROM seen
              JOIN aftersales_value_count AS one
                ON one.company_id = %(company)s AND one.customer_id = seen.customer_id AND one.counted_day <= %(today)s
          GROUP BY seen.customer_id, seen.total_visits, seen.first_visit, seen.last_visit, seen.workshop_id, seen.user_id
            """, company=company.id, partners=tuple(partner_ids), today=today, year_ago=today - VISITS_WITHIN,
            two_years_ago=today - SPENT_WITHIN,
            overdue=today - relativedelta(days=company.aftersales_overdue_days)))
        found = []
        for partner_id, *numbers, visits_then, spend_then in self.env.cr.fetchall():
            numbers = dict(zip(NUMBERS, numbers))
            numbers['spend'] = company.currency_id.round(float(numbers['spend']))
            found.append((partner_id, numbers, (visits_then, float(spend_then))))
        return found

    @api.model
    def _keep(self, company, today, rows):
        """What is different of these customers, at once."""
        if not rows:
            return
        now, uid = fields.Datetime.now(), self.env.uid
        names = (*COLUMNS, 'needs_case', 'decided_date')
        self.env.cr.execute(SQL(
            """
            INSERT INTO aftersales_customer_value (
                   company_id, create_uid, create_date, write_uid, write_date, partner_id, %s)
            VALUES %s
                ON CONFLICT (company_id, partner_id) DO UPDATE SET write_uid = EXCLUDED.write_uid,
                   write_date = EXCLUDED.write_date, %s
            """, SQL(", ").join(map(SQL.identifier, names)),
            SQL(", ").join(SQL("%s", (company.id, uid, now, uid, now, *row, today)) for row in rows),
            SQL(", ").join(SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name)) for name in names)))

    @api.model
    def _keep_changes(self, company, today, changes):
        if not changes:
            return
        now, uid = fields.Datetime.now(), self.env.uid
        self.env.cr.execute(SQL(
            """
            INSERT INTO aftersales_customer_value_change (
                   value_id, company_id, partner_id, date, class_before, value_class, status_before, status, points,
                   create_uid, create_date, write_uid, write_date)
            SELECT value.id, value.company_id, value.partner_id, %(today)s, before.class, value.value_class, before.status,
                   value.status, value.points, %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM (VALUES %(changes)s) AS before (partner_id, class, status)
              JOIN aftersales_customer_value AS value
                ON value.company_id = %(company)s AND value.partner_id = before.partner_id
            """, company=company.id, today=today, uid=uid, now=now,
            changes=SQL(", ").join(SQL("(%s, %s::varchar, %s::varchar)", *change) for change in changes)))
        self.env['aftersales.customer.value.change'].invalidate_model()
