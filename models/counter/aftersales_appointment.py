from odoo import fields, models


class AftersalesAppointment(models.Model):
    _inherit = 'aftersales.appointment'

    checkin_state = fields.Selection(related='order_id.checkin_state', string="Check-in Status")

    def action_check_in(self):
        """The car of the appointment stands at the door: its order and the check-in sheet, in one step.

        A visitor nobody knows yet is entered first, in the dialog of the arrival, which goes on to the sheet.
        """
        self.ensure_one()
        arrival = not self.order_id and self.action_arrive()
        return self.order_id.action_check_in() if self.order_id else arrival
