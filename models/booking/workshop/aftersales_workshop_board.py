from odoo import models
from odoo.fields import Domain


class AftersalesWorkshop(models.Model):
    """Booked cars on the workshop board."""
    _inherit = 'aftersales.workshop'

    def _get_board_cards(self, start, stop, visits=None):
        board_visits, cards = super()._get_board_cards(start, stop, visits)
        domain = (
            Domain('workshop_id', '=', self.id) & Domain('work_start', '<', stop) & Domain('work_stop', '>', start)
            & Domain('state', 'in', ('booked', 'confirmed', 'arrived')))
        if visits is not None:
            domain &= Domain('id', 'in', [
                int(key.removeprefix('appointment-')) for key in visits if key.startswith('appointment-')])
        for appointment in self.env['aftersales.appointment'].search(domain, order='work_start, id'):
            if appointment._keeps_places():
                board_visits[f'appointment-{appointment.id}'] = appointment._prepare_board_visit()
                cards.append(appointment._prepare_board_card())
        return board_visits, cards
