from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.aftersales.models.base.words import use_plain_spaces


class AftersalesBookingRequest(models.Model):
    """What a visitor of the public page wants to book: it holds no slot before the code proves his address."""

    _name = 'aftersales.booking.request'
    _inherit = ['aftersales.code.request.mixin']
    _description = "Booking Request"
    _rec_name = 'license_plate'
    _code_template = 'aftersales.mail_template_booking_code'
    _transitions = {
        'waiting': dict.fromkeys(('verified',)),
        'verified': dict.fromkeys(('booked',)),
        'booked': {},
    }

    state = fields.Selection(
        selection=[('waiting', "Waiting for the Code"), ('verified', "Address Proven"), ('booked', "Booked")],
        required=True, readonly=True, default='waiting',
    )
    start = fields.Datetime(required=True)
    is_waiter = fields.Boolean(string="Customer Waits")
    menu_ids = fields.Many2many('aftersales.menu', string="Menus")
    operation_ids = fields.Many2many('aftersales.operation', string="Operations")
    concern = fields.Text()
    license_plate = fields.Char(required=True)
    appointment_id = fields.Many2one('aftersales.appointment', readonly=True, index='btree_not_null', ondelete='set null')

    # === CRUD ===#

    @api.autovacuum
    def _gc_old_requests(self):
        self._gc_old()

    def _say_code(self, code, company):
        return use_plain_spaces(self.env._(
            "%(code)s is your code to book at %(company)s. It is valid for 10 minutes.", code=code, company=company))

    # === BUSINESS METHODS: BOOKING ===#

    def _book(self):
        """Make the appointment of a proven request.

        :raises UserError: naming alternatives when the slot has been taken meanwhile
        """
        self.ensure_one()
        self._claim_for_update()
        if self.state == 'booked':
            return self.appointment_id
        if self.state != 'verified':
            raise UserError(self.env._("Enter the code we sent you first."))
        self.appointment_id = self.env['aftersales.appointment']._book_online(self._prepare_appointment_vals())
        self.state = 'booked'
        return self.appointment_id

    def _prepare_appointment_vals(self):
        partner = self._find_customer()
        return {
            'workshop_id': self.workshop_id.id,
            'start': self.start,
            'is_waiter': self.is_waiter,
            'menu_ids': [Command.set(self.menu_ids.ids)],
            'operation_ids': [Command.set(self.operation_ids.ids)],
            'concern': self.concern,
            'channel': 'web',
            'partner_id': partner.id,
            'vehicle_id': partner._find_vehicle_by_plate(self.license_plate).id,
            'license_plate': self.license_plate,
            'contact_name': self.contact_name,
            'email': self.email,
            'phone': self.phone,
        }
