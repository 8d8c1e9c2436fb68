from odoo import api, fields, models
from odoo.tools import SQL

# After that many days the same trouble of the same car is another one.
RECURRENCE_DAYS = 90


class AftersalesComplaint(models.Model):
    """The same cause at the same car again: what was done did not hold (K6; sheet of complaints, 12)."""
    _inherit = 'aftersales.complaint'

    recurrence_days = fields.Integer(
        string="Recurs after Days", compute='_compute_recurrence', aggregator=None,
        help="Since the last complaint about this vehicle with the same cause.")
    is_recurrence = fields.Boolean(
        string="Recurs within 90 Days", compute='_compute_recurrence', search='_search_is_recurrence')
    reopened_count = fields.Integer(string="Taken Up Again", readonly=True, copy=False)

    _same_cause_idx = models.Index("(vehicle_id, cause_id, registered_date) WHERE cause_id IS NOT NULL")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('vehicle_id', 'cause_id', 'registered_date')
    def _compute_recurrence(self):
        found = self._read_recurrences(SQL(
            "c.vehicle_id IN (SELECT vehicle_id FROM aftersales_complaint WHERE id IN %s)", self._origin._ids,
        )) if self._origin else {}
        for complaint in self:
            days = found.get(complaint._origin.id)
            complaint.recurrence_days = days or 0
            complaint.is_recurrence = days is not None

    def _search_is_recurrence(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return [('id', 'in' if True in value else 'not in', list(self._read_recurrences(SQL("TRUE"))))]

    # === BUSINESS METHODS ===#

    def _read_recurrences(self, condition):
        """:return: dict of id: days since the last one, of those that recur"""
        self.env.flush_all()
        return dict(self.env.execute_query(SQL(
            "SELECT id, days FROM (%s) again WHERE days <= %s", self._get_recurrence_query(condition), RECURRENCE_DAYS)))

    @api.model
    def _get_recurrence_query(self, condition):
        """Of each case, the days since the same vehicle had the same cause, by the outlet's clock: one count for form, list
        and analysis. Incidents are no complaints. ``DISTINCT`` says to the database that a case has one row.

        :param condition: which cases ``c`` are looked at
        """
        return SQL("""
            SELECT DISTINCT ON (id) id, days
              FROM (SELECT c.id, day.date - LAG(day.date) OVER same AS days
                      FROM aftersales_complaint c
                      JOIN (SELECT own.id, house.tz FROM res_company own
                              JOIN res_partner house ON house.id = own.partner_id OFFSET 0) company ON company.id = c.company_id
                 LEFT JOIN aftersales_workshop outlet ON outlet.id = c.workshop_id
                 LEFT JOIN resource_calendar hours ON hours.id = outlet.resource_calendar_id
                CROSS JOIN LATERAL (SELECT (c.registered_date AT TIME ZONE 'UTC'
                                            AT TIME ZONE COALESCE(hours.tz, %(first)s, company.tz, 'UTC'))::date AS date) day
                     WHERE c.kind = 'complaint' AND c.state NOT IN ('cancelled', 'unfounded') AND c.vehicle_id IS NOT NULL
                       AND c.cause_id IS NOT NULL AND c.registered_date IS NOT NULL AND %(condition)s
                    WINDOW same AS (
                        PARTITION BY c.company_id, c.vehicle_id, c.cause_id ORDER BY c.registered_date, c.id)) earlier
        """, condition=condition, first=self.env['aftersales.workshop']._get_first_zone_query(SQL("c.company_id")))

    def _after_investigating(self, source):
        super()._after_investigating(source)
        if source == 'unfounded':
            for complaint in self.sudo():  # sudo: counts and tables are the system's
                complaint.reopened_count += 1
            self.env['aftersales.complaint.month.line'].sudo().search(
                [('complaint_id', 'in', self.ids)])._tell_of_reopening()
