from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .aftersales_reminder import COUNTS_FOR


class AftersalesReminder(models.Model):
    """How a reminder ends: booked, come, renewed, sold, refused, too late, or by hand (J4)."""
    _inherit = 'aftersales.reminder'

    # === ACTION METHODS ===#

    def action_end(self):
        """There is no use in it any more."""
        self.check_access('write')
        for reminder in self:
            if reminder.state not in ('planned', 'told'):
                raise UserError(self.env._(
                    "%(reminder)s is over already: %(state)s.", reminder=reminder.display_name,
                    state=reminder._get_state_label()))
        self.sudo()._end('hand')  # sudo: the state is the system's

    # === BUSINESS METHODS ===#

    def _note_told(self):
        """The customer knows."""
        self.write({'state': 'told', 'told_date': fields.Datetime.now(), 'is_told': 1})

    def _end(self, reason, **values):
        """What the customer was told of and then did is done; what ends before that, or without it, has ended."""
        for reminder in self:
            reminder._claim_for_update()
        live = self.filtered(lambda reminder: reminder.state in ('planned', 'told'))
        done = live.filtered(lambda reminder: reminder.state == 'told') if reason in (
            'booked', 'visit', 'renewed') else live.browse()
        vals = {'end_reason': reason, 'ended_date': fields.Datetime.now(), **values}
        done.write({**vals, 'state': 'done'})
        (live - done).write({**vals, 'state': 'ended'})
        live._end_calls()

    def _end_calls(self):
        """Nobody is called about what is over; of a call that speaks of something else, too, that is left."""
        calls = self.filtered(lambda reminder: reminder.channel == 'call')
        if not calls:
            return
        # sudo: the steps of follow-up are the system's
        steps = self.env['aftersales.followup'].sudo().search([
            ('anchor', '=', 'reminder'), ('state', 'in', ('planned', 'no_answer')), ('partner_id', 'in', calls.partner_id.ids)])
        for step in steps:
            if not step._get_called_reminders():
                step._end('newer')

    @api.model
    def _search_live(self, domain):
        # sudo: whoever moves the car need not see reminders
        return self.sudo().search(Domain('state', 'in', ('planned', 'told')) & Domain(domain))

    @api.model
    def _end_of_cars(self, vehicles, reason, domain=()):
        self._search_live(Domain('vehicle_id', 'in', vehicles.ids) & Domain(domain))._end(reason)

    @api.model
    def _note_renewed(self, vehicles, kind, before):
        """The day of what was due moved on.

        :param before: dict of vehicle: the day it had
        """
        live = self._search_live([('vehicle_id', 'in', vehicles.ids), ('kind', '=', kind)])
        moved = live.filtered(lambda reminder: before[reminder.vehicle_id.id] == reminder.due_date)
        moved._end('renewed')
        moved.filtered('is_told').is_renewed = 1

    @api.model
    def _note_booked(self, appointments):
        """Whose car is expected was reminded well."""
        by_car = {appointment.vehicle_id: appointment for appointment in appointments.sudo() if appointment.vehicle_id}
        if not by_car:
            return
        live = self._search_live(
            Domain('vehicle_id', 'in', [car.id for car in by_car]) & Domain(
            'kind', 'in', self.env['aftersales.reminder.rule']._get_bookable_kinds()))
        for car, reminders in live.grouped('vehicle_id').items():
            told = reminders.filtered('is_told')
            told.write({'is_booked': 1, 'appointment_id': by_car[car].id})
            reminders._end('booked')

    @api.model
    def _note_visit(self, orders):
        """The car came: within its days it came of each reminder that it was told of, whatever else ended that."""
        by_car = {order.vehicle_id: order for order in orders.sudo() if order.vehicle_id}
        cars = [car.id for car in by_car]
        # sudo: whoever receives the car need not see reminders
        told = self.sudo().search([
            ('vehicle_id', 'in', cars), ('told_date', '>=', fields.Datetime.now() - COUNTS_FOR), ('is_visited', '=', 0)])
        for car, reminders in told.grouped('vehicle_id').items():
            reminders.write({'is_visited': 1, 'order_id': by_car[car].id})
        self._search_live(Domain('vehicle_id', 'in', cars) & Domain(
            'kind', 'in', self.env['aftersales.reminder.rule']._get_bookable_kinds()))._end('visit')

    @api.model
    def _get_over_domain(self):
        """What nobody was told of in time, and what was told of and is past its days."""
        today = fields.Date.today()
        return Domain('state', '=', 'planned') & Domain('due_date', '<', today) | Domain('state', '=', 'told') & Domain(
            'told_date', '<', fields.Datetime.now() - COUNTS_FOR) & Domain('due_date', '<', today)

    @api.model
    def _cron_end(self, batch_size=500):
        self._work_through(self._get_over_domain(), '_end_late', batch_size, order='due_date, id', together=True)

    def _end_late(self):
        self._end('late')

    # === STILL TRUE ===#

    def _is_still_due(self):
        """Whether it is as it was when it was planned: who sold the car, or renewed meanwhile, is not reminded."""
        self.ensure_one()
        car = self.vehicle_id
        if not car:
            return self.partner_id.active
        if not (car.active and car.is_customer_vehicle) or not (
                {self.partner_id, self.partner_id.commercial_partner_id} & {car.owner_id, car.contact_id}):
            return False
        day = {'inspection': car.inspection_due_date, 'insurance': car.insurance_due_date}.get(self.kind, self.due_date)
        if self.kind == 'service':
            return self.due_name == car._get_service_key()
        return day == self.due_date
