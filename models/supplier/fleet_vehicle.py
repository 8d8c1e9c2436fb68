from odoo import fields, models

READERS = 'aftersales.group_part_defect'


class FleetVehicle(models.Model):
    """A car in which a part failed (H8)."""
    _inherit = 'fleet.vehicle'

    part_defect_count = fields.Integer(compute='_compute_part_defect_count', groups=READERS)

    def _compute_part_defect_count(self):
        counts = dict(self.env['aftersales.part.defect']._read_group(
            [('vehicle_id', 'in', self.ids)], ['vehicle_id'], ['__count']))
        for vehicle in self:
            vehicle.part_defect_count = counts.get(vehicle._origin, 0)

    def action_view_part_defects(self):
        """What failed in this car; a new defect is of this car."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_part_defects')
        return {
            **action, 'domain': [('vehicle_id', '=', self.id)],
            'context': {'default_vehicle_id': self.id, 'search_default_open': 0}}
