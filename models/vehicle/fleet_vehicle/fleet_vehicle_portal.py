from odoo import api, models
from odoo.fields import Domain


class FleetVehicle(models.Model):
    """What the customer sees of his cars, see ``aftersales_order.py`` of this room."""

    _inherit = 'fleet.vehicle'

    @api.model
    def _get_portal_domain(self, partner):
        """Cars that ``partner`` (or his company) owns or brings now; sold ones are their new owner's affair."""
        return (
            partner._get_aftersales_family_domain('owner_id', 'contact_id')
            & Domain('is_customer_vehicle', '=', True) & Domain('active', '=', True)
        )

    def _get_portal_orders(self, partner):
        """The visits these cars made for ``partner``: not those of an owner before or after him."""
        return self.env['aftersales.order'].search(
            Domain('vehicle_id', 'in', self.ids) & self.env['aftersales.order']._get_portal_domain(partner),
        )

    def _get_portal_services(self, partner):
        """Services of the maintenance plan done while the car was with ``partner``."""
        self.ensure_one()
        family = self.env['res.partner'].search([('id', 'child_of', partner.commercial_partner_id.ids)])
        ownership = self.ownership_ids.filtered(lambda owner: not owner.date_end and owner.partner_id in family)
        orders = self._get_portal_orders(partner)
        return self.service_record_ids.filtered(
            lambda record: record.order_id in orders
            or (not record.order_id and ownership and record.date >= ownership.date_start))

    def _get_portal_recommendations(self, partner):
        """What was recommended to ``partner`` and is not done yet; what an earlier owner was told is not his.

        :return: list of dicts as of :meth:`_get_open_recommendations`
        """
        self.ensure_one()
        orders = self._get_portal_orders(partner)
        return [
            entry for entry in self._get_open_recommendations()[self] if entry['record'].order_id in orders
        ]
