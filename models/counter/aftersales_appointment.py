from odoo import api, fields, models


class AftersalesAppointment(models.Model):
    _inherit = 'aftersales.appointment'

    checkin_state = fields.Selection(related='order_id.checkin_state', string="Check-in Status")

    is_for_today = fields.Boolean(
        compute='_compute_is_for_today', help="The car is expected today, by the outlet's clock, or is over its time.")

    @api.depends('start', 'workshop_id')
    def _compute_is_for_today(self):
        now = fields.Datetime.now()
        for appointment in self:
            workshop = appointment.workshop_id
            appointment.is_for_today = bool(workshop and appointment.start) and (
                workshop._get_local_day(appointment.start) <= workshop._get_local_day(now))

    def action_check_in(self):
        """The car of the appointment stands at the door: its order and the check-in sheet, in one step.

        A visitor nobody knows yet is entered first, in the dialog of the arrival, which goes on to the sheet.
        """
        self.ensure_one()
        arrival = not self.order_id and self.action_arrive()
        return self.order_id.action_check_in() if self.order_id else arrival
