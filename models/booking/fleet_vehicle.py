from odoo import api, fields, models

# What the button counts is what it opens.
COUNTED = [('state', '!=', 'cancelled')]


class FleetVehicle(models.Model):
    _inherit = 'fleet.vehicle'

    appointment_count = fields.Integer(
        string="Appointments", compute='_compute_appointment_count', groups='aftersales.group_user')

    def _compute_appointment_count(self):
        counts = dict(self.env['aftersales.appointment']._read_group(
            [('vehicle_id', 'in', self.ids), *COUNTED], ['vehicle_id'], ['__count']))
        for vehicle in self:
            vehicle.appointment_count = counts.get(vehicle._origin, 0)

    @api.readonly
    def action_view_appointments(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_appointments')
        action['domain'] = [('vehicle_id', 'in', self.ids), *COUNTED]
        action['context'] = {'default_vehicle_id': self.id if len(self) == 1 else False}
        action['view_mode'] = 'list,form,calendar'
        action['views'] = [(False, mode) for mode in ('list', 'form', 'calendar')]
        return action
