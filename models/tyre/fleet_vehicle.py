from odoo import api, fields, models

SEE = 'aftersales.group_see_tyre'


class FleetVehicle(models.Model):
    """The sets of tyres that a car has with us (N8)."""
    _inherit = 'fleet.vehicle'

    tyre_set_ids = fields.One2many('aftersales.tyre.set', 'vehicle_id', string="Sets of Tyres", groups=SEE)
    tyre_set_count = fields.Integer(string="Tyres", compute='_compute_tyre_set_count', groups=SEE)

    def _get_tyre_domain(self):
        return [('vehicle_id', 'in', self._origin.ids), ('state', '!=', 'cancelled')]

    def _compute_tyre_set_count(self):
        counts = dict(self.env['aftersales.tyre.set']._read_group(self._get_tyre_domain(), ['vehicle_id'], ['__count']))
        for vehicle in self:
            vehicle.tyre_set_count = counts.get(vehicle._origin, 0)

    @api.readonly
    def action_view_tyre_sets(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_tyre_sets')
        return {
            **action, 'domain': self._get_tyre_domain(),
            'context': {'default_vehicle_id': self.id if len(self) == 1 else False}}

    def _get_tyre_visits(self):
        """The open order that each car is here with, or that is written for it; SUDOED.

        :return: dict of (vehicle, company): order, without those that have none; one query for all
        """
        visits = {}
        # sudo: who keeps the racks need not see orders
        for order in self.env['aftersales.order'].sudo().search_fetch(
                [('vehicle_id', 'in', self.ids), ('is_locked', '=', False), ('company_id', 'in', self.env.companies.ids)],
                ['vehicle_id', 'company_id', 'state'], order='id'):
            key = (order.vehicle_id, order.company_id)
            if key not in visits or visits[key].state == 'draft':
                visits[key] = order
        return visits
