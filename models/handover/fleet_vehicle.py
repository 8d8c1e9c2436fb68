from odoo import fields, models

READERS = 'aftersales.group_handover'


class FleetVehicle(models.Model):
    """A sold car and how it was handed over (P1)."""
    _inherit = 'fleet.vehicle'

    handover_ids = fields.One2many(
        'aftersales.handover', 'vehicle_id', string="Hand-Overs", readonly=True, copy=False, groups=READERS)
    handover_count = fields.Integer(compute='_compute_handover_count', groups=READERS)

    def _compute_handover_count(self):
        counts = dict(self.env['aftersales.handover']._read_group(
            [('vehicle_id', 'in', self._origin.ids)], ['vehicle_id'], ['__count']))
        for vehicle in self:
            vehicle.handover_count = counts.get(vehicle._origin, 0)

    def action_view_handovers(self):
        """The hand-over of the car; where there is none, a new one."""
        self.ensure_one()
        return self._open_handovers()

    def _open_handovers(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_handovers')
        action = {
            **action, 'domain': [('vehicle_id', 'in', self.ids)], 'context': {}}
        if len(self) != 1:
            return action
        action['context'] = {'default_vehicle_id': self.id, 'default_partner_id': (self.contact_id or self.owner_id).id}
        if self.handover_count < 2:
            action.update(views=[(False, 'form')], res_id=self.handover_ids.id)
        return action
