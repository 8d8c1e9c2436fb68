from odoo import models
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.entries import Paper


class FleetVehicle(models.Model):
    """The visits of his cars that are the customer's business."""

    _inherit = 'fleet.vehicle'

    def _prepare_portal_list_values(self, partner):
        in_house = Domain('is_in_house', '=', True)
        return {
            **super()._prepare_portal_list_values(partner),
            'open_orders': self._get_portal_orders(partner, in_house).grouped('vehicle_id'),
        }

    def _prepare_portal_values(self, partner):
        return {
            **super()._prepare_portal_values(partner),
            'orders': self._get_portal_orders(partner),
            'recommendations': self._get_portal_recommendations(partner),
        }

    def _get_portal_papers(self):
        return {
            **super()._get_portal_papers(),
            'history': Paper(10, self.env._("Vehicle history"), 'aftersales.action_report_vehicle_history', self),
        }

    def _get_portal_orders(self, partner, domain=Domain.TRUE):
        """The visits these cars made for ``partner``: not those of an owner before or after him."""
        Order = self.env['aftersales.order']
        return Order.search(Domain('vehicle_id', 'in', self.ids) & Order._get_portal_domain(partner) & domain)

    def _get_portal_services(self, partner):
        """A service of a visit is told with the visit: to whom it was made for."""
        orders = self._get_portal_orders(partner)
        services = super()._get_portal_services(partner).filtered(lambda record: not record.order_id)
        return self.service_record_ids.filtered(lambda record: record.order_id in orders or record in services)

    def _get_portal_recommendations(self, partner):
        """What was recommended to ``partner`` and is not done yet; what an earlier owner was told is not his.

        :return: list of dicts as of :meth:`_get_open_recommendations`
        """
        self.ensure_one()
        orders = self._get_portal_orders(partner)
        return [
            entry for entry in self._get_open_recommendations()[self] if entry['record'].order_id in orders
        ]
