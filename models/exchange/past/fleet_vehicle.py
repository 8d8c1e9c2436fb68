from odoo import fields, models


class FleetVehicle(models.Model):
    _inherit = 'fleet.vehicle'

    past_visit_ids = fields.One2many(
        'aftersales.past.visit', 'vehicle_id', string="Earlier Visits", groups='aftersales.group_user')
    past_visit_count = fields.Integer(
        string="Visits Earlier", compute='_compute_past_visit_count', groups='aftersales.group_user')

    def _compute_past_visit_count(self):
        counts = dict(self.env['aftersales.past.visit']._read_group(
            [('vehicle_id', 'in', self.ids)], ['vehicle_id'], ['__count']))
        for vehicle in self:
            vehicle.past_visit_count = counts.get(vehicle._origin, 0)

    def action_view_past_visits(self):
        """Visits of the car that came from another system."""
        self.check_access('read')
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_past_visits'),
            'domain': [('vehicle_id', 'in', self.ids)], 'context': {}}
