from odoo import api, models
from odoo.fields import Domain


class FleetVehicle(models.Model):
    """The file of a customer and the car is due some days after the first visit (D1)."""

    _inherit = 'fleet.vehicle'

    @api.depends('aftersales_order_ids.received_date')
    def _compute_file_deadline(self):
        super()._compute_file_deadline()

    def _get_first_visits(self):
        # sudo: the first visit counts in whatever company it was
        return dict(self.env['aftersales.order'].sudo()._read_group(
            [('vehicle_id', 'in', self.ids), ('received_date', '!=', False)], ['vehicle_id'], ['received_date:min']))

    @api.model
    def _get_visited_domain(self, before=None):
        condition = ('received_date', '<', before) if before else ('received_date', '!=', False)
        # sudo: see _get_first_visits
        return Domain('id', 'in', self.env['aftersales.order'].sudo()._search([condition]).subselect('vehicle_id'))
