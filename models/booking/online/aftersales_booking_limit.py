from datetime import timedelta
from ipaddress import ip_address, ip_network

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# Codes sent within an hour: to one address, so that nobody is flooded; for one visitor, so that nobody floods.
CODES_PER_ADDRESS = 3
CODES_PER_VISITOR = 12
WINDOW = timedelta(hours=1)


class AftersalesBookingRequest(models.Model):
    """How often codes are sent: counted on the requests themselves, which are kept for a day."""

    _inherit = 'aftersales.booking.request'

    address_key = fields.Char(required=True, readonly=True, index=True, groups=fields.NO_ACCESS)
    visitor_key = fields.Char(required=True, readonly=True, index=True, groups=fields.NO_ACCESS)

    @api.model
    def _get_visitor(self, address):
        """Whom an IP address stands for: of IPv6 a single visitor has a whole network of them."""
        try:
            ip = ip_address(address)
        except ValueError:
            return address
        ip = getattr(ip, 'ipv4_mapped', None) or ip
        return str(ip if ip.version == 4 else ip_network((ip, 64), strict=False))

    @api.model
    def _check_limits(self, address_key, visitor_key):
        """Refuse a further code to the address or the visitor.

        :raises UserError: in the same words whoever asks and whatever is known of him
        """
        # One after the other: two requests at once must not both be the last one allowed.
        for key in sorted((address_key, visitor_key)):
            self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(hashtext(%s))", f'aftersales.booking:{key}'))
        since = fields.Datetime.now() - WINDOW
        for name, key, limit in (
            ('address_key', address_key, CODES_PER_ADDRESS), ('visitor_key', visitor_key, CODES_PER_VISITOR),
        ):
            (sent,), = self._read_group([(name, '=', key), ('sent_date', '>=', since)], [], ['sent_count:sum'])
            if (sent or 0) >= limit:
                raise UserError(self.env._(
                    "Too many codes were asked for. Please try again in an hour or call the workshop."))
