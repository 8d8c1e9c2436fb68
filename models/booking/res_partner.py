from odoo import api, fields, models

from odoo.addons.aftersales.models.base.inputs import clean_code

# What the button counts is what it opens.
COUNTED = [('state', '!=', 'cancelled')]


class ResPartner(models.Model):
    _inherit = 'res.partner'

    appointment_count = fields.Integer(
        string="Appointments", compute='_compute_appointment_count', groups='aftersales.group_user')

    def _compute_appointment_count(self):
        """Appointments of a customer and of the contacts below it."""
        counts = self._count_with_contacts('aftersales.appointment', 'partner_id', COUNTED)
        for partner in self:
            partner.appointment_count = counts[partner.id]

    @api.readonly
    def action_view_appointments(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_appointments')
        action['domain'] = [('partner_id', 'child_of', self.ids), *COUNTED]
        action['context'] = {'default_partner_id': self.id if len(self) == 1 else False}
        action['view_mode'] = 'list,form,calendar'
        action['views'] = [(False, mode) for mode in ('list', 'form', 'calendar')]
        return action

    def _find_vehicle_by_plate(self, plate):
        """This customer's vehicle with the plate, however it is written; empty when it is somebody else's."""
        Vehicle = self.env['fleet.vehicle']
        wanted = clean_code(plate)
        if not self or not wanted:
            return Vehicle
        return Vehicle.search(Vehicle._get_portal_domain(self)).filtered(
            lambda vehicle: clean_code(vehicle.license_plate) == wanted)[:1]
