from odoo import models


class FleetVehicle(models.Model):
    """What the law gives the owner of a car, on his page: its periods, and how far we are with what he asked for (O1)."""
    _inherit = 'fleet.vehicle'

    def _prepare_portal_values(self, partner):
        return {
            **super()._prepare_portal_values(partner), 'rights': self._get_portal_rights(),
            'right_cases': self._get_portal_cases(partner),
        }

    def _get_portal_rights(self):
        """:return: list of dicts ``name``, ``article`` and ``window`` of the periods of the car's law that run"""
        self.ensure_one()
        return [
            {'name': rule.name, 'article': rule.article, 'window': self._get_window_text(standing)}
            for rule, standing in self._get_statute_standing()[self]
            if rule.statute_id.kind == 'law' and rule.measure == 'period' and standing.status == 'open']

    def _get_portal_cases(self, partner):
        """What he asked for in writing, in words; what another owner asked for is nobody else's."""
        self.ensure_one()
        # sudo: who asked is told how far it is
        cases = self.env['aftersales.statute.case'].sudo().search([
            ('vehicle_id', '=', self.id), ('state', 'in', ('requested', 'accepted')),
            ('partner_id.commercial_partner_id', '=', partner.commercial_partner_id.id)])
        return [case._describe_to_owner() for case in cases]
