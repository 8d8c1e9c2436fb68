from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesAwayWizard(models.TransientModel):
    """Visits that were booked with somebody who is away keep their time with somebody else, or the customer is called."""
    _inherit = 'aftersales.away.wizard'

    appointment_ids = fields.Many2many('aftersales.appointment', string="Booked Visits", compute='_compute_appointment_ids')

    @api.depends('employee_id', 'date_from', 'date_to')
    def _compute_appointment_ids(self):
        for wizard in self:
            wizard.appointment_ids = wizard._find_appointments()

    def _find_appointments(self):
        """Visits that are to come and whose work the person was to do in that time."""
        self.ensure_one()
        Appointment = self.env['aftersales.appointment']
        if not self.employee_id or not self.date_from or not self.date_to:
            return Appointment
        return Appointment.search([
            *Appointment._get_expected_domain(), ('technician_id', '=', self.employee_id.id),
            ('work_start', '<', self.date_to), ('work_stop', '>', self.date_from),
        ], order='work_start, id')

    def _release_work(self):
        """The time that was promised stays, and whoever is free does the work."""
        told = super()._release_work()
        for appointment in self._find_appointments():
            try:
                with self.env.cr.savepoint():
                    appointment.technician_id = False
            except UserError:  # nobody else is free then: the visit stays as it is, until somebody has called
                told.append(self.env._(
                    "%(appointment)s: nobody else is free then, call the customer", appointment=appointment.display_name))
        return told
