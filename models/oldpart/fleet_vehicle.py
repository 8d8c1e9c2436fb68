from odoo import fields, models


class FleetVehicle(models.Model):
    """The old parts that came out of the car (H6)."""
    _inherit = 'fleet.vehicle'

    old_part_count = fields.Integer(
        string="Number of Old Parts", compute='_compute_old_part_count', groups='aftersales.group_user', copy=False)

    def _compute_old_part_count(self):
        counts = dict(self.env['aftersales.old.part']._read_group(
            [('vehicle_id', 'in', self.ids)], ['vehicle_id'], ['__count']))
        for vehicle in self:
            vehicle.old_part_count = counts.get(vehicle._origin, 0)

    def action_view_old_parts(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_old_part_register')
        return {**action, 'domain': [('vehicle_id', '=', self.id)], 'context': {}}
