import re
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import consteq, hash_sign, verify_hash_signed

from odoo.addons.aftersales.models.base.inputs import clean_code, get_network

TICKET_LIFE = timedelta(minutes=15)
TICKET_SCOPE = 'aftersales.checkin.kiosk'
HOUR = timedelta(hours=1)
# Tries within an hour: with one plate, wherever they are made; at the doors of one outlet; from one network.
TRIES_PER_PLATE, TRIES_PER_OUTLET, TRIES_PER_NETWORK = 6, 200, 60
PHONE_DIGITS = 4


class AftersalesWorkshop(models.Model):
    """The kiosk at the door: a tablet without a login on which who has an appointment today checks in (O3).

    The tablet's address carries the outlet's key. A customer is found by his plate and the last digits of his phone; all
    wrong tries are answered alike. Who was found gets a ticket of some minutes, which every further step needs.
    """

    _inherit = 'aftersales.workshop'

    kiosk_key = fields.Char(
        string="Kiosk Key", readonly=True, copy=False, groups='base.group_system',
        help="Part of the kiosk's address. A new one shuts out all kiosks.")
    has_key_drop = fields.Boolean(
        string="Key Drop at the Kiosk",
        help="Who has checked in at the kiosk may hang his key on a tag and drop it into a box at the door.")

    # === ACTION METHODS ===#

    def action_open_kiosk(self):
        """Turn this device into the kiosk at the outlet's door; without an outlet, choose one."""
        workshops = self or self.search([('company_id', 'in', self.env.companies.ids)])
        if len(workshops) != 1:
            return self.env['ir.actions.act_window']._for_xml_id('aftersales.action_kiosks')
        workshops._check_may_open_kiosk()
        outlet = workshops.sudo()  # sudo: the key is the system's
        outlet.kiosk_key = outlet.kiosk_key or secrets.token_urlsafe(24)
        return {'type': 'ir.actions.act_url', 'url': f'/aftersales/kiosk/open/{workshops.id}', 'target': 'self'}

    def action_reset_kiosk_key(self):
        """A tablet is gone: its address opens nothing any more."""
        self._check_may_open_kiosk()
        for workshop in self.sudo():  # sudo: the key is the system's
            workshop.kiosk_key = secrets.token_urlsafe(24)
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self.env._("All kiosks are shut out. Open the kiosk again on those in use."),
            },
        }

    # === BUSINESS METHODS: THE TABLET ===#

    def _check_may_open_kiosk(self):
        self.check_access('read')
        if not self.env.user.has_group('aftersales.group_order'):
            raise AccessError(self.env._("Only who receives cars can set up the kiosk at an outlet's door."))

    def _get_kiosk_url(self):
        self.ensure_one()
        self._check_may_open_kiosk()
        return f'/aftersales/kiosk/{self.id}/{self.sudo().kiosk_key}'  # sudo: the key is the system's

    @api.model
    def _get_kiosk_workshop(self, workshop_id, key):
        """The outlet whose key a kiosk shows, or an empty recordset."""
        workshop = self.browse(workshop_id or ()).exists()
        expected = workshop.kiosk_key or secrets.token_urlsafe(24)
        return workshop if consteq(expected.encode(), str(key).encode()) and workshop.active else self.browse()

    # === BUSINESS METHODS: WHO ===#

    def _find_kiosk_visit(self, plate, digits, address):
        """The visit of today of who stands at the door; empty when nothing fits, or too much was tried."""
        self.ensure_one()
        Visit, Limit = self.env['aftersales.appointment'], self.env['aftersales.booking.limit']
        wanted = clean_code(plate)
        if not wanted or not re.fullmatch(rf'[0-9]{{{PHONE_DIGITS}}}', digits):
            return Visit
        plate_key = self.env['aftersales.booking.request']._hash('kiosk plate', wanted)
        network = self.env['aftersales.booking.request']._hash('kiosk network', get_network(address))
        # All are counted, whichever is exceeded: who guesses learns nothing of which it was.
        exceeded = [
            Limit._is_exceeded(f'kiosk plate:{self.id}:{plate_key}', TRIES_PER_PLATE, HOUR),
            Limit._is_exceeded(f'kiosk network:{self.id}:{network}', TRIES_PER_NETWORK, HOUR),
            Limit._is_exceeded(f'kiosk outlet:{self.id}', TRIES_PER_OUTLET, HOUR),
        ]
        if any(exceeded):
            return Visit
        return self._get_kiosk_visits().filtered(
            lambda visit: clean_code(visit.license_plate) == wanted and visit._has_phone_end(digits))[:1]

    def _get_kiosk_visits(self):
        """Who is expected today, by the outlet's clock."""
        first, last = self._get_day_bounds(self._get_local_day(fields.Datetime.now()))
        Visit = self.env['aftersales.appointment']
        return Visit.search(
            Visit._get_expected_domain() & Domain('workshop_id', '=', self.id) & Domain('start', '>=', first)
            & Domain('start', '<', last), order='start, id', limit=1000)

    def _get_kiosk_ticket(self, visit, visitor=''):
        """
        :param str visitor: who stands before the tablet: the next one has another mark
        """
        self.ensure_one()
        return hash_sign(
            self.sudo().env, TICKET_SCOPE, [self.id, self.kiosk_key, visitor, visit.id], expiration=TICKET_LIFE)

    def _get_kiosk_ticket_visit(self, ticket, visitor=''):
        """The visit a valid ticket was given for, or an empty recordset."""
        self.ensure_one()
        Visit = self.env['aftersales.appointment']
        try:
            content = verify_hash_signed(self.sudo().env, TICKET_SCOPE, str(ticket))
        except ValueError:
            content = None
        if not content or content[:3] != [self.id, self.kiosk_key, visitor]:
            return Visit
        return Visit.browse(content[3]).exists().filtered(lambda visit: visit.workshop_id == self)
