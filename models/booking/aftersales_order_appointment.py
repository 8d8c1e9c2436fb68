from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class AftersalesOrder(models.Model):
    _inherit = 'aftersales.order'

    appointment_ids = fields.One2many(
        'aftersales.appointment', 'order_id', string="Appointments", readonly=True, groups='aftersales.group_user')
    appointment_id = fields.Many2one(
        'aftersales.appointment', compute='_compute_appointment_id', compute_sudo=True,
        help="The appointment the car came by.")

    estimate_appointment_ids = fields.One2many(
        'aftersales.appointment', 'estimate_id', string="Booked For", readonly=True, groups='aftersales.group_user')

    @api.depends('appointment_ids')
    def _compute_appointment_id(self):
        for order in self:
            order.appointment_id = order.appointment_ids[:1]

    def unlink(self):
        # sudo: an estimate deleted at the counter means that the car has not arrived after all
        appointments = self.sudo().appointment_ids
        result = super().unlink()
        appointments.filtered(lambda a: a.state == 'arrived')._write_plain({'state': 'booked'})
        return result

    def action_view_appointment(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'aftersales.appointment',
            'view_mode': 'form',
            'views': [(False, 'form')],
            'res_id': self.appointment_id.id,
        }

    def _after_transition(self, source, target):
        # Before the jobs take their technicians and bays, the appointment gives them back.
        if source == 'draft':
            self.sudo().appointment_ids._sync_allocations()
        super()._after_transition(source, target)

    def _sync_allocations(self):
        # Which of the two comes first when a car is received is not this room's to know.
        self.sudo().filtered(lambda order: order.state != 'draft').appointment_ids._sync_allocations()
        super()._sync_allocations()

    # === ESTIMATES ===#

    @api.model
    def _get_lapsing_domain(self):
        """An estimate the car is booked for waits for the car."""
        expected = self.env['aftersales.appointment']._get_expected_domain()
        return super()._get_lapsing_domain() & Domain('estimate_appointment_ids', 'not any', expected)

    def _before_continued_on(self, estimate):
        """The car of the appointment has come; its order is the estimate."""
        super()._before_continued_on(estimate)
        if self.appointment_ids and estimate.appointment_ids:
            raise UserError(self.env._(
                "%(order)s belongs to appointment %(appointment)s already.",
                order=estimate.name, appointment=estimate.appointment_id.display_name))
        if self.appointment_ids:
            # sudo: the link is the system's
            self.sudo().appointment_ids._write_plain({'order_id': estimate.id, 'estimate_id': estimate.id})
