from odoo import api, fields, models


class FleetVehicle(models.Model):
    """What was complained about, car by car."""
    _inherit = 'fleet.vehicle'

    complaint_ids = fields.One2many(
        'aftersales.complaint', 'vehicle_id', string="Complaints", readonly=True, groups='aftersales.group_see_complaint')
    complaint_count = fields.Integer(
        string="Number of Complaints", compute='_compute_complaint_count', groups='aftersales.group_see_complaint')

    def _compute_complaint_count(self):
        counts = dict(self.env['aftersales.complaint']._read_group(
            [('vehicle_id', 'in', self._origin.ids), ('state', '!=', 'cancelled')], ['vehicle_id'], ['__count']))
        for vehicle in self:
            vehicle.complaint_count = counts.get(vehicle._origin, 0)

    @api.readonly
    def action_view_complaints(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_complaints')
        action['domain'] = [('vehicle_id', 'in', self.ids), ('state', '!=', 'cancelled')]
        action['context'] = {'default_vehicle_id': self.id if len(self) == 1 else False}
        return action

    def _get_open_complaints(self, company):
        """Open complaints about the cars, the oldest first; one query for all of them."""
        if not self._origin:
            return self.env['aftersales.complaint']
        return self.env['aftersales.complaint'].search([
            ('vehicle_id', 'in', self._origin.ids), ('company_id', '=', company.id), ('kind', '=', 'complaint'),
            *self.env['aftersales.complaint']._get_open_domain()], order='received_date, id')
