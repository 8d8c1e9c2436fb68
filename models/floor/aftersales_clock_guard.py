from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

# So many wrong PINs in a row are forgiven; each further one doubles the wait.
FREE_ATTEMPTS = 5
FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(days=1)


class AftersalesClockGuard(models.Model):
    """Wrong PINs of a person, or wrong badges of an outlet, at the time clock tablet since the last right one.

    An attempt is counted before it is looked at, in the database: neither many workers nor many requests at once
    get a free guess.
    """
    _name = 'aftersales.clock.guard'
    _description = "Time Clock Attempts"
    _rec_name = 'workshop_id'

    workshop_id = fields.Many2one('aftersales.workshop', required=True, index=True, ondelete='cascade')
    employee_id = fields.Many2one('hr.employee', index='btree_not_null', ondelete='cascade')
    attempts = fields.Integer(required=True, default=0)
    last_date = fields.Datetime(required=True)

    _one_row = models.UniqueIndex("(workshop_id, COALESCE(employee_id, 0))")

    @api.model
    @api.private
    def count_attempt(self, workshop, employee=None):
        """Count an attempt.

        :return: the moment until which further ones are refused, or None when this one may be looked at
        """
        self.flush_model()
        now = fields.Datetime.now()
        attempts, last_date = self.env.execute_query(SQL(
            """
            INSERT INTO aftersales_clock_guard (workshop_id, employee_id, attempts, last_date)
                 VALUES (%(workshop)s, %(employee)s, 1, %(now)s)
            ON CONFLICT (workshop_id, COALESCE(employee_id, 0)) DO UPDATE
                    SET attempts = aftersales_clock_guard.attempts + 1
              RETURNING attempts, last_date
            """,
            workshop=workshop.id, employee=employee.id if employee else None, now=now,
        ))[0]
        self.invalidate_model()
        guard = self._get_guard(workshop, employee)
        free_at = last_date + self._get_wait(attempts - 1)
        if now < free_at:
            guard.attempts = attempts - 1  # refused without being looked at
            return free_at
        guard.last_date = now
        return None

    @api.model
    @api.private
    def forget_attempts(self, workshop, employee=None):
        self._get_guard(workshop, employee).unlink()

    @api.model
    def _get_guard(self, workshop, employee=None):
        return self.search([
            ('workshop_id', '=', workshop.id), ('employee_id', '=', employee.id if employee else False)])

    @api.model
    def _get_wait(self, attempts):
        """How long after the last of so many wrong attempts the next one is refused."""
        if attempts < FREE_ATTEMPTS:
            return timedelta(0)
        return min(FIRST_WAIT * 2 ** min(attempts - FREE_ATTEMPTS, 12), LONGEST_WAIT)
