from odoo import api, fields, models

SEE = 'aftersales.group_see_rescue'


class FleetVehicle(models.Model):
    """Where the car stood on the road, and how it was when its fleet was inspected, belong to its file (J7, J9)."""
    _inherit = 'fleet.vehicle'

    aftersales_rescue_count = fields.Integer(string="Rescues", compute='_compute_aftersales_rescue_count', groups=SEE)

    def _compute_aftersales_rescue_count(self):
        counts = {}
        for model in ('aftersales.rescue', 'aftersales.rescue.car'):
            for vehicle, count in self.env[model]._read_group(
                    [('vehicle_id', 'in', self._origin.ids)], ['vehicle_id'], ['__count']):
                counts[vehicle.id] = counts.get(vehicle.id, 0) + count
        for vehicle in self:
            vehicle.aftersales_rescue_count = counts.get(vehicle._origin.id, 0)

    @api.readonly
    def action_view_rescues(self):
        """Calls of the car, and inspections of its fleet."""
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_rescues'),
            'view_mode': 'list,form', 'views': [(False, 'list'), (False, 'form')],
            'domain': ['|', ('vehicle_id', '=', self.id), ('car_ids.vehicle_id', '=', self.id)],
            'context': {'default_vehicle_id': self.id},
        }
