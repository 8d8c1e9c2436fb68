from odoo import api, fields, models
from odoo.tools import SQL


class AftersalesBookingDay(models.Model):
    """One row an outlet and day that every booking of that day changes.

    Hours of a team and quotas are sums, which no constraint can hold. Two bookings that look at the same sum at
    once both change this row: the database lets one through, and Odoo runs the other again on fresh figures.
    """
    _name = 'aftersales.booking.day'
    _description = "Booking Day"
    _order = 'date desc, id desc'
    _rec_name = 'date'

    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, readonly=True, ondelete='cascade')
    company_id = fields.Many2one(related='workshop_id.company_id')
    date = fields.Date(required=True, readonly=True)
    revision = fields.Integer(readonly=True, help="Bookings, moves and cancellations of the day so far.")

    _day_unique = models.Constraint('UNIQUE (workshop_id, date)', "An outlet has each day once.")

    @api.model
    def _claim(self, workshop_days):
        """Claim days for a booking until the transaction ends.

        :param workshop_days: iterable of (workshop id, date)
        :raises psycopg2.errors.SerializationFailure: when another booking came first; the request is run again
        """
        rows = SQL(', ').join(
            SQL('(%s, %s, 1)', workshop_id, day) for workshop_id, day in sorted(set(workshop_days)))
        if workshop_days:
            self.env.cr.execute(SQL(
                """
                INSERT INTO aftersales_booking_day AS day (workshop_id, date, revision) VALUES %s
                ON CONFLICT (workshop_id, date) DO UPDATE SET revision = day.revision + 1
                """, rows))
            self.invalidate_model(['revision'])
