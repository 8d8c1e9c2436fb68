from odoo import models


class AftersalesAppointment(models.Model):
    _inherit = 'aftersales.appointment'

    def action_check_in(self):
        """The car of the appointment stands at the door: its order and the check-in sheet.

        A visitor nobody knows yet is entered first, in the dialog of the arrival.
        """
        self.ensure_one()
        arrival = not self.order_id and self.action_arrive()
        return self.order_id.action_check_in() if self.order_id else arrival
