import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

KEPT = timedelta(days=2)


class AftersalesBookingLimit(models.Model):
    """How often codes were sent to an address, for a visitor, by an outlet, since a moment.

    One statement reads and counts: of two requests at once that would both be the last one allowed, PostgreSQL fails
    the second one, and Odoo runs it again on what the first one left (see ``aftersales.claim.mixin``).
    """

    _name = 'aftersales.booking.limit'
    _description = "Limit of Booking Codes"
    _rec_name = 'key'

    key = fields.Char(required=True, readonly=True, help="Whom or what it counts; addresses by their hash.")
    start = fields.Datetime(required=True, readonly=True)
    number = fields.Integer(required=True, readonly=True)

    _key_uniq = models.UniqueIndex('(key)')

    @api.model
    def _is_exceeded(self, key, most, window):
        """Count one more, also when it is one too many.

        :param timedelta window: how long after the first one the counting begins anew
        """
        self.flush_model()
        (number,), = self.env.execute_query(SQL(
            """
            INSERT INTO aftersales_booking_limit AS known (key, start, number)
                 VALUES (%(key)s, %(now)s, 1)
            ON CONFLICT (key) DO UPDATE
                    SET start = CASE WHEN known.start > %(since)s THEN known.start ELSE %(now)s END,
                        number = CASE WHEN known.start > %(since)s THEN known.number + 1 ELSE 1 END
              RETURNING number
            """,
            key=key, now=fields.Datetime.now(), since=fields.Datetime.now() - window,
        ))
        self.invalidate_model()
        if number == most + 1:
            _logger.warning("More than %s codes to book for %s within %s", most, key.partition(':')[0], window)
        return number > most

    @api.autovacuum
    def _gc_old_limits(self):
        self.search([('start', '<', fields.Datetime.now() - KEPT)], limit=10_000).unlink()
