from odoo import models


class AftersalesAppointment(models.Model):
    """Whoever books is reminded no more (J4)."""
    _inherit = 'aftersales.appointment'

    def _book_places(self, wishes):
        super()._book_places(wishes)
        self.env['aftersales.reminder']._note_booked(self)
