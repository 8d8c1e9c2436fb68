from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

# So many wrong PINs of a person in a row are forgiven, so many wrong badges at a device, so many from one network;
# each further one doubles the wait.
FREE_ATTEMPTS = {'person': 5, 'device': 8, 'network': 40}
FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(days=1)
# After a while without a wrong badge a device begins anew: a right one tells nothing about those before it.
QUIET = timedelta(hours=1)
KEPT = timedelta(days=3)


class AftersalesClockGuard(models.Model):
    """Wrong PINs of a person since his last right one, and wrong badges at a device, at the time clock tablet.

    A wrong badge is nobody's: it is counted at the tablet where it was shown, and for the network the tablet is in, so
    that who guesses with ever new devices is slowed down as well. Other tablets, and PINs, go on.

    An attempt is counted before it is looked at, in the database: neither many workers nor many requests at once
    get a free guess.
    """
    _name = 'aftersales.clock.guard'
    _description = "Time Clock Attempts"
    _rec_name = 'workshop_id'

    workshop_id = fields.Many2one('aftersales.workshop', required=True, index=True, ondelete='cascade')
    employee_id = fields.Many2one('hr.employee', index='btree_not_null', ondelete='cascade')
    device = fields.Char(help="What badges were shown at.")
    attempts = fields.Integer(required=True, default=0)
    last_date = fields.Datetime(required=True)

    _one_row = models.UniqueIndex("(workshop_id, COALESCE(employee_id, 0), COALESCE(device, ''))")

    @api.model
    @api.private
    def count_attempt(self, workshop, employee=None, device=None):
        """Count an attempt.

        :param employee: whose PIN it is; else it is a badge at a ``device`` (``device:…`` or ``network:…``)
        :return: the moment until which further ones are refused, or None when this one may be looked at
        """
        self.flush_model()
        now, is_badge = fields.Datetime.now(), not employee
        attempts, last_date = self.env.execute_query(SQL(
            """
            INSERT INTO aftersales_clock_guard AS known (workshop_id, employee_id, device, attempts, last_date)
                 VALUES (%(workshop)s, %(employee)s, %(device)s, 1, %(now)s)
            ON CONFLICT (workshop_id, COALESCE(employee_id, 0), COALESCE(device, '')) DO UPDATE
                    SET attempts = CASE WHEN %(is_badge)s AND known.last_date < %(quiet)s THEN 1 ELSE known.attempts + 1 END
              RETURNING attempts, last_date
            """,
            workshop=workshop.id, employee=employee.id if employee else None, device=device or None, now=now,
            is_badge=is_badge, quiet=now - QUIET,
        ))[0]
        self.invalidate_model()
        guard = self._get_guard(workshop, employee, device)
        free_at = last_date + self._get_wait(attempts - 1, self._get_kind(employee, device))
        if now < free_at:
            guard.attempts = attempts - 1  # refused without being looked at
            return free_at
        guard.last_date = now
        return None

    @api.model
    @api.private
    def forget_attempts(self, workshop, employee=None, device=None):
        """After a right one: of a person all wrong ones; at a device the one itself, which was not wrong."""
        guard = self._get_guard(workshop, employee, device)
        if employee:
            guard.unlink()
        else:
            guard.attempts -= 1

    @api.model
    def _get_guard(self, workshop, employee=None, device=None):
        return self.search([
            ('workshop_id', '=', workshop.id), ('employee_id', '=', employee.id if employee else False),
            ('device', '=', device or False)])

    @api.model
    def _get_kind(self, employee, device):
        if employee:
            return 'person'
        return 'network' if (device or '').startswith('network:') else 'device'

    @api.model
    def _get_wait(self, attempts, kind):
        """How long after the last of so many wrong attempts the next one is refused."""
        free = FREE_ATTEMPTS[kind]
        if attempts < free:
            return timedelta(0)
        return min(FIRST_WAIT * 2 ** min(attempts - free, 12), LONGEST_WAIT)

    @api.autovacuum
    def _gc_devices(self):
        self.search([('device', '!=', False), ('last_date', '<', fields.Datetime.now() - KEPT)], limit=10_000).unlink()
