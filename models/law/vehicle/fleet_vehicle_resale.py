from odoo import models
from odoo.exceptions import UserError


class FleetVehicle(models.Model):
    """A car that was given back is sold again only to somebody who was told so in writing (Order 43, art. 33)."""
    _inherit = 'fleet.vehicle'

    def write(self, vals):
        if vals.get('owner_id'):
            self._check_disclosed(self.env['res.partner'].browse(vals['owner_id']))
        return super().write(vals)

    def _check_disclosed(self, buyer):
        """:raises UserError: when one of the cars was given back and ``buyer`` has not signed for it"""
        if not self or not buyer._is_aftersales_customer():
            return
        # sudo: what binds the seller does not depend on what he may read
        cases = self.env['aftersales.statute.case'].sudo().search([
            ('vehicle_id', 'in', self.ids), ('state', '=', 'completed'), ('remedy', 'in', ('exchange', 'return'))])
        for case in cases:
            vehicle = case.vehicle_id
            known = case.evidence_ids.filtered(lambda evidence: evidence.kind == 'disclosure').partner_id
            own = vehicle.owner_id | case.partner_id | known.commercial_partner_id
            if buyer not in own and buyer.commercial_partner_id not in own:
                raise UserError(self.env._(
                    "%(vehicle)s was given back under the law (%(case)s). %(buyer)s must first sign that he was told so and "
                    "why: use “Disclose to Buyer” on the case.",
                    vehicle=vehicle.display_name, case=case.name, buyer=buyer.display_name))
