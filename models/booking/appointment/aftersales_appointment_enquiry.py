from odoo import api, fields, models


class AftersalesAppointment(models.Model):
    _inherit = 'aftersales.appointment'

    enquiry_id = fields.Many2one(
        'aftersales.enquiry', readonly=False, copy=False, index='btree_not_null', check_company=True, tracking=True,
        help="The question the appointment was made for.")

    @api.model_create_multi
    def create(self, vals_list):
        appointments = super().create(vals_list)
        waiting = appointments.enquiry_id.filtered(lambda enquiry: enquiry._is_waiting())
        if waiting:
            waiting.invalidate_recordset(['appointment_ids'])
            waiting._transition('answered')
        return appointments
