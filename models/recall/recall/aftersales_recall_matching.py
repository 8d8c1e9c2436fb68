from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.aftersales.models.vehicle import vin as vin_tools

# Rows of a list from which on the database counts anew before it compares.
LONG_LIST = 1000
# A VIN without its check digit, see get_range_key.
KEY = SQL("""((CASE WHEN length(v.vin_sn) = %(length)s
    THEN left(v.vin_sn, %(check)s) || substr(v.vin_sn, %(check)s + 2) ELSE v.vin_sn END) COLLATE "C")""",
    length=vin_tools.VIN_LENGTH, check=vin_tools.CHECK_POSITION)


def _get_key(column):
    return SQL("""((CASE WHEN length(%(vin)s) = %(length)s
        THEN left(%(vin)s, %(check)s) || substr(%(vin)s, %(check)s + 2) ELSE %(vin)s END) COLLATE "C")""",
        vin=SQL("rg.%s", SQL.identifier(column)), length=vin_tools.VIN_LENGTH, check=vin_tools.CHECK_POSITION)


class AftersalesRecall(models.Model):
    """Which cars of the register belong to a recall.

    Worked out by the database for all cars and recalls at once, and always the same: in whatever order lists are
    imported, cars entered, VINs corrected and recalls started, the same cars belong to it in the end.
    """
    _inherit = 'aftersales.recall'

    # === CRON ===#

    @api.model
    def _cron_match(self, batch_size=100):
        """Whoever imported a list did not see cars that somebody entered at the same moment. Each recall is committed by
        itself: it may be about hundreds of thousands."""
        today = fields.Date.context_today(self)
        due = Domain('state', '=', 'running') & (Domain('matched_date', '=', False) | Domain('matched_date', '<', today))
        self._work_through(due, '_match', batch_size, order='matched_date, id', together=1)

    # === BUSINESS METHODS ===#

    def _match(self):
        """Bring the cars of these recalls to what list, ranges, models and register say."""
        if self:
            self._match_all(SQL("r.id = ANY(%s)", list(self.ids)))
            # sudo: kept by the system, whoever starts it
            self.sudo().matched_date = fields.Date.context_today(self)

    @api.model
    def _match_all(self, scope):
        """Five statements, for any number of cars.

        :param SQL scope: which recalls (``r``) and cars (``v``) are looked at
        """
        self.env.flush_all()
        for statement in (
            self._get_sql_unlink(scope), self._get_sql_drop(scope), self._get_sql_rename(scope), self._get_sql_link(scope),
            self._get_sql_add(scope),
        ):
            self.env.cr.execute(statement)
        self.env['aftersales.recall.vehicle'].invalidate_model()
        self.invalidate_model(['car_ids'])
        self.env['fleet.vehicle'].invalidate_model(['recall_vehicle_ids'])
        self._take_known_appointments(scope)

    @api.model
    def _take_known_appointments(self, scope):
        """Cars that were to come before it was known that they are called back."""
        # sudo: who comes is known to the system
        appointment_ids = [appointment_id for appointment_id, in self.env.execute_query(SQL("""
            SELECT DISTINCT a.id
              FROM aftersales_appointment a
              JOIN aftersales_recall_vehicle rv ON rv.vehicle_id = a.vehicle_id AND rv.company_id = a.company_id
              JOIN aftersales_recall r ON r.id = rv.recall_id
              JOIN fleet_vehicle v ON v.id = rv.vehicle_id
             WHERE a.state IN ('booked', 'confirmed') AND a.start >= %s AND rv.appointment_id IS NULL
               AND rv.state IN ('open', 'told') AND r.state = 'running' AND %s
        """, fields.Datetime.now(), scope))]
        if appointment_ids:
            self.env['aftersales.recall.vehicle']._take_appointments(
                self.env['aftersales.appointment'].sudo().browse(appointment_ids))

    def _get_sql_unlink(self, scope):
        """A row of a list speaks of the car that has its VIN; what was done on a car stays with it."""
        return SQL("""
            UPDATE aftersales_recall_vehicle rv SET vehicle_id = NULL
              FROM fleet_vehicle v, aftersales_recall r
             WHERE v.id = rv.vehicle_id AND r.id = rv.recall_id AND rv.source = 'list' AND rv.job_id IS NULL
               AND (v.vin_sn IS DISTINCT FROM rv.vin OR COALESCE(v.company_id, r.company_id) != r.company_id) AND %s
        """, scope)

    def _get_sql_drop(self, scope):
        """A car that was found by range or model and is none of them any more, if nothing happened to it."""
        return SQL("""
            DELETE FROM aftersales_recall_vehicle rv
             USING fleet_vehicle v, aftersales_recall r
             WHERE v.id = rv.vehicle_id AND r.id = rv.recall_id AND rv.source = 'match' AND rv.state = 'open'
               AND NOT EXISTS (SELECT 1 FROM aftersales_job j WHERE j.recall_vehicle_id = rv.id)
               AND NOT EXISTS (SELECT 1 FROM aftersales_recall_signoff s WHERE s.recall_vehicle_id = rv.id)
               AND NOT (%s AND NOT EXISTS (
                   SELECT 1 FROM aftersales_recall_vehicle o
                    WHERE o.recall_id = r.id AND o.source = 'list' AND o.vin = v.vin_sn)) AND %s
        """, self._get_sql_concerned(), scope)

    def _get_sql_rename(self, scope):
        """A row that was found follows its car when the VIN is corrected."""
        return SQL("""
            UPDATE aftersales_recall_vehicle rv SET vin = v.vin_sn
              FROM fleet_vehicle v, aftersales_recall r
             WHERE v.id = rv.vehicle_id AND r.id = rv.recall_id AND rv.source = 'match' AND rv.vin IS DISTINCT FROM v.vin_sn
               AND NOT EXISTS (SELECT 1 FROM aftersales_recall_vehicle o WHERE o.recall_id = r.id AND o.vin = v.vin_sn)
               AND %s
        """, scope)

    def _get_sql_link(self, scope):
        """Rows of lists whose car is in the register now; a company's own car before one that all share."""
        return SQL("""
            UPDATE aftersales_recall_vehicle rv SET vehicle_id = found.vehicle_id
              FROM (
                  SELECT DISTINCT ON (n.id) n.id, v.id AS vehicle_id
                    FROM aftersales_recall_vehicle n
                    JOIN aftersales_recall r ON r.id = n.recall_id
                    JOIN fleet_vehicle v ON v.vin_sn = n.vin AND COALESCE(v.company_id, r.company_id) = r.company_id
                   WHERE n.vehicle_id IS NULL AND %s
                     AND NOT EXISTS (
                         SELECT 1 FROM aftersales_recall_vehicle o WHERE o.recall_id = r.id AND o.vehicle_id = v.id)
                   ORDER BY n.id, v.company_id NULLS LAST, v.id
              ) found
             WHERE found.id = rv.id
        """, scope)

    def _get_sql_add(self, scope):
        return SQL("""
            INSERT INTO aftersales_recall_vehicle (
                   recall_id, company_id, vin, vehicle_id, state, source, told_count,
                   create_uid, create_date, write_uid, write_date)
            SELECT r.id, r.company_id, v.vin_sn, v.id, 'open', 'match', 0,
                   %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
              FROM aftersales_recall r JOIN fleet_vehicle v ON COALESCE(v.company_id, r.company_id) = r.company_id
             WHERE %(concerned)s AND %(scope)s
                ON CONFLICT DO NOTHING
        """, uid=self.env.uid, concerned=self._get_sql_concerned(), scope=scope)

    @api.model
    def _get_sql_concerned(self):
        """Whether a car ``v`` belongs to a running recall ``r`` by its range or its model."""
        return SQL("""(
            r.state = 'running' AND COALESCE(v.company_id, r.company_id) = r.company_id
            AND (r.scope = 'range' AND v.vin_sn IS NOT NULL AND EXISTS (
                    SELECT 1 FROM aftersales_recall_range rg
                     WHERE rg.recall_id = r.id AND length(rg.vin_from) = length(v.vin_sn)
                       AND %(key)s BETWEEN %(first)s AND %(last)s)
                 AND (NOT EXISTS (SELECT 1 FROM aftersales_recall_fleet_vehicle_model_rel m WHERE m.aftersales_recall_id = r.id)
                      OR EXISTS (SELECT 1 FROM aftersales_recall_fleet_vehicle_model_rel m
                                  WHERE m.aftersales_recall_id = r.id AND m.fleet_vehicle_model_id = v.model_id))
                 OR r.scope = 'model' AND EXISTS (
                    SELECT 1 FROM aftersales_recall_fleet_vehicle_model_rel m
                     WHERE m.aftersales_recall_id = r.id AND m.fleet_vehicle_model_id = v.model_id)
                 AND (COALESCE(r.year_from, 0) = 0 OR v.model_year >= r.year_from::varchar)
                 AND (COALESCE(r.year_to, 0) = 0 OR v.model_year <= r.year_to::varchar)))
        """, key=KEY, first=_get_key('vin_from'), last=_get_key('vin_to'))

    # === BUSINESS METHODS: LISTS ===#

    def _import_vins(self, rows, is_trial=False):
        """Take VINs of the maker's list over; imported twice, nothing changes.

        :param rows: list of (number of the row, what stands there)
        :return: dict of counts ``rows``, ``new``, ``known``, ``doubled``, ``wrong``, ``unknown``, and ``told``: list of
            (number, VIN, verdict, message) of every row about which there is something to say
        """
        self.ensure_one()
        self.check_access('write')
        vins, told, counts = self._read_vins(rows)
        self.env.flush_all()
        known = {vin for vin, in self.env.execute_query(SQL(
            "SELECT vin FROM aftersales_recall_vehicle WHERE recall_id = %s AND source = 'list'", self.id))}
        here = dict(self.env.execute_query(SQL(
            """SELECT v.vin_sn, m.brand_id FROM fleet_vehicle v JOIN fleet_vehicle_model m ON m.id = v.model_id
                WHERE v.vin_sn = ANY(%s) AND COALESCE(v.company_id, %s) = %s""",
            list(vins), self.company_id.id, self.company_id.id))) if vins else {}
        brands = {
            brand.id: brand.name for brand in self.env['fleet.vehicle.model.brand'].browse(set(here.values()))
            if brand != self.brand_id}
        counts |= {'new': 0, 'known': 0, 'unknown': 0}
        words = {
            'known': self.env._("On the list of this recall already."),
            'unknown': self.env._("No car of the register has this VIN; it is matched when the car comes."),
        }
        for vin, number in vins.items():
            verdict = 'known' if vin in known else 'new'
            counts[verdict] += 1
            if verdict == 'known':
                told.append((number, vin, 'known', words['known']))
            elif vin not in here:
                counts['unknown'] += 1
                told.append((number, vin, 'unknown', words['unknown']))
            elif here[vin] in brands:  # makers call back cars of their sister brands, too
                told.append((number, vin, 'brand', self.env._(
                    "The car of the register is a %(brand)s: compare it with the maker's list.",
                    brand=brands[here[vin]])))
        if not is_trial:
            self._insert_vins([vin for vin in vins if vin not in known])
        return {**counts, 'told': sorted(told)}

    def _read_vins(self, rows):
        """:return: dict of VIN: number of its first row; what is to be told of rows; counts of rows"""
        first, doubled = {}, []
        for number, text in rows:
            # Most of them are written as they should be.
            vin = text if len(text) == vin_tools.VIN_LENGTH and text.isascii() and text.isalnum() and text.isupper() \
                else vin_tools.normalise(text)
            if vin in first:
                doubled.append((number, vin, first[vin]))
            else:
                first[vin] = number
        faults = {
            vin: message for vin, (severity, message) in self.env['aftersales.vin.region']._get_faults(first).items()
            if severity == 'error'}
        # Frame numbers of another form are taken where a car of the register has them.
        frames = set(self.env['fleet.vehicle'].sudo().search([  # sudo: whether it is known, whoever imports
            ('vin_sn', 'in', list(faults)), ('has_chassis_number', '=', True)]).mapped('vin_sn')) if faults else set()
        wrong = {vin: message for vin, message in faults.items() if vin not in frames}
        if '' in first:
            wrong[''] = self.env._("No VIN stands here.")
        told = [(first[vin], vin, 'wrong', message) for vin, message in wrong.items()]
        told += [
            (number, vin, 'doubled', self.env._("The same as in row %(row)s.", row=str(row))) for number, vin, row in doubled]
        return (
            {vin: number for vin, number in first.items() if vin not in wrong}, told,
            {'rows': len(rows), 'doubled': len(doubled), 'wrong': len(wrong)})

    def _insert_vins(self, vins):
        """In one statement, past the log of each row: the recall's own log tells of the list."""
        if vins:
            self.env.cr.execute(SQL("""
                INSERT INTO aftersales_recall_vehicle (
                       recall_id, company_id, vin, state, source, told_count,
                       create_uid, create_date, write_uid, write_date)
                SELECT %(recall)s, %(company)s, vin, 'open', 'list', 0,
                       %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
                  FROM unnest(%(vins)s::varchar[]) AS vin
                    ON CONFLICT (recall_id, vin) WHERE vin IS NOT NULL DO UPDATE SET source = 'list'
            """, recall=self.id, company=self.company_id.id, uid=self.env.uid, vins=vins))
        if len(vins) >= LONG_LIST:
            # The database would still plan for the few rows it knows of, and look at each car for each row.
            self.env.cr.execute("ANALYZE aftersales_recall_vehicle (recall_id, vin, vehicle_id, state, source)")
        self._match()
        self._message_log(body=self.env._("%(count)s VINs were added to the list.", count=str(len(vins))))
