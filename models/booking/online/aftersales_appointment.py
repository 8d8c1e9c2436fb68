from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesAppointment(models.Model):
    """What the customer sees of his appointment, and what he may change of it himself."""

    _name = 'aftersales.appointment'
    _inherit = ['aftersales.appointment', 'aftersales.own.mixin']

    _portal_counter = 'aftersales_appointment_count'

    @api.model
    def _get_portal_domain(self, partner):
        return partner._get_aftersales_family_domain('partner_id')

    @api.model
    def _get_short_signs(self):
        return (*super()._get_short_signs(), 'a')

    def _get_portal_status_labels(self):
        """:return: dict of state: (label in the customer's words, Bootstrap colour)"""
        return {
            'draft': (self.env._("Not confirmed yet"), 'warning'),
            'booked': (self.env._("Booked"), 'info'),
            'confirmed': (self.env._("Confirmed"), 'success'),
            'arrived': (self.env._("Arrived"), 'success'),
            'no_show': (self.env._("Missed"), 'light'),
            'cancelled': (self.env._("Cancelled"), 'light'),
        }

    @api.model
    def _book_online(self, vals):
        """Book what a page asks for, after the page has checked who asks; see :meth:`_book`."""
        self.env['aftersales.workshop'].browse(vals['workshop_id'])._check_online_start(vals['start'])
        return self._book(vals)

    def _is_changeable_online(self):
        self.ensure_one()
        return (self.state == 'draft' or self._is_expected()) and self.start > fields.Datetime.now()

    def _check_changeable_online(self):
        for appointment in self:
            if not appointment._is_changeable_online():
                raise UserError(self.env._(
                    "%(appointment)s cannot be changed here any more. Please call %(workshop)s.",
                    appointment=appointment.name, workshop=appointment.workshop_id.name))

    def _reschedule_online(self, start):
        """Move the appointment to another free time.

        :raises UserError: naming alternatives when it is taken
        """
        self.ensure_one()
        self._check_changeable_online()
        self.workshop_id._check_online_start(start)
        self.start = start

    def _cancel_online(self, reason):
        self.ensure_one()
        self._check_changeable_online()
        self._cancel(reason or self.env._("Cancelled by the customer"))

    def _get_online_days(self, skip=0):
        """Other times for the same work."""
        self.ensure_one()
        return self.workshop_id._get_online_days(
            self.menu_ids, self.operation_ids, vehicle=self.vehicle_id, is_waiter=self.is_waiter, skip=skip)

    def _get_online_work(self):
        """Names of the booked work as customers call it."""
        self.ensure_one()
        return [work._get_online_name() for works in (self.menu_ids, self.operation_ids) for work in works]
