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
        found = self._read_recurrences(SQL("c.id IN %s", tuple(self._origin.ids))) if self._origin else {}
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
            """
            SELECT c.id, MIN((c.registered_date::date - earlier.registered_date::date))
              FROM aftersales_complaint c
              JOIN aftersales_complaint earlier ON earlier.vehicle_id = c.vehicle_id AND earlier.cause_id = c.cause_id
               AND earlier.company_id = c.company_id AND earlier.id != c.id AND earlier.state NOT IN ('cancelled', 'unfounded')
               AND (earlier.registered_date, earlier.id) < (c.registered_date, c.id)
               AND earlier.registered_date >= c.registered_date - interval '1 day' * %s
             WHERE c.kind = 'complaint' AND c.state NOT IN ('cancelled', 'unfounded') AND %s
          GROUP BY c.id
            """, RECURRENCE_DAYS, condition)))

    def _after_investigating(self, source):
        super()._after_investigating(source)
        if source == 'unfounded':
            for complaint in self.sudo():  # sudo: counts and tables are the system's
                complaint.reopened_count += 1
            self.env['aftersales.complaint.month.line'].sudo().search(
                [('complaint_id', 'in', self.ids)])._tell_of_reopening()
