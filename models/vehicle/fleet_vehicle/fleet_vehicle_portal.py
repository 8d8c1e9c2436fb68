from odoo import api, models
from odoo.fields import Domain


class FleetVehicle(models.Model):
    """What the customer sees of his cars, whose pages ask by these methods."""

    _name = 'fleet.vehicle'
    _inherit = ['fleet.vehicle', 'aftersales.own.mixin']

    _portal_counter = 'aftersales_vehicle_count'

    @api.model
    def _get_portal_domain(self, partner):
        """Cars that ``partner`` (or his company) owns or brings now; sold ones are their new owner's affair."""
        return (
            partner._get_aftersales_family_domain('owner_id', 'contact_id')
            & Domain('is_customer_vehicle', '=', True) & Domain('active', '=', True)
        )

    # === HOOKS: THE PAGES ===#

    def _prepare_portal_list_values(self, partner):
        """What the page of ``partner``'s vehicles shows beside them; rooms add theirs by ``super()``."""
        return {}

    def _prepare_portal_values(self, partner):
        """What the page of one vehicle shows ``partner``; rooms add theirs by ``super()``."""
        self.ensure_one()
        return {'services': self._get_portal_services(partner)}

    def _get_portal_papers(self):
        """Papers of the vehicle that its customer may fetch; rooms add theirs by ``super()``.

        :return: dict of key (in the page's address): ``Paper``
        """
        self.ensure_one()
        return {}

    def _get_portal_services(self, partner):
        """Services of the maintenance plan done while the car was with ``partner``."""
        self.ensure_one()
        family = self.env['res.partner'].search([('id', 'child_of', partner.commercial_partner_id.ids)])
        ownership = self.ownership_ids.filtered(lambda owner: not owner.date_end and owner.partner_id in family)
        return self.service_record_ids.filtered(lambda record: ownership and record.date >= ownership.date_start)
