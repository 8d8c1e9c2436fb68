from odoo import fields, models


class AftersalesAppointment(models.Model):
    """A booked car on the workshop board: work that is planned, but not here yet."""
    _name = 'aftersales.appointment'
    _inherit = ['aftersales.appointment', 'aftersales.board.source.mixin']
    _board_fields = frozenset({
        'state', 'workshop_id', 'work_start', 'work_stop', 'technician_id', 'bay_id', 'license_plate', 'partner_id',
        'user_id', 'promise_date', 'concern', 'planned_hours',
    })

    def _touch_board(self):
        for workshop, appointments in self.sudo().grouped('workshop_id').items():
            workshop._announce_on_board(f'appointment-{appointment_id}' for appointment_id in appointments.ids)

    def _prepare_board_visit(self):
        self.ensure_one()
        return {
            'kind': 'appointment',
            'model': self._name,
            'res_id': self.id,
            'name': self.name,
            'plate': self.license_plate or '',
            'model_name': self.vehicle_id.model_id.name or self.vehicle_note or '',
            'customer': self.partner_id.name or self.contact_name or '',
            'advisor': self.user_id.name or '',
            'state': self.state,
            'urgent': self.is_waiter,
            'promise': fields.Datetime.to_string(self.promise_date),
            'expected': fields.Datetime.to_string(self.work_stop),
            'unfinished': 1,
            'holds': [],
        }

    def _prepare_board_card(self):
        self.ensure_one()
        work = (self.operation_ids.mapped('name') + self.menu_ids.mapped('name')) or [self.concern or '']
        return {
            'id': f'appointment-{self.id}',
            'kind': 'appointment',
            'res_id': self.id,
            'visit': f'appointment-{self.id}',
            'name': ", ".join(work),
            'state': 'booked',
            'approval': 'not_needed',
            'hours': self.planned_hours,
            'skill': self.skill_id.id,
            'technician': self.technician_id.id,
            'bay': self.bay_id.id,
            'start': fields.Datetime.to_string(self.work_start),
            'stop': fields.Datetime.to_string(self.work_stop),
            'holds': [],
            'running': [],
            'parts': 'none',
            'parts_date': False,
        }
