from collections import Counter

from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    aftersales_no_email = fields.Boolean(
        string="Gives No E-mail", help="The customer has no e-mail address or does not want to give it.")
    owned_vehicle_ids = fields.One2many(
        'fleet.vehicle', 'owner_id', string='Vehicles', groups='aftersales.group_user,fleet.fleet_group_user')
    vehicle_count = fields.Integer(compute='_compute_vehicle_count', groups='aftersales.group_user')

    def _compute_vehicle_count(self):
        """Vehicles of a partner and of the contacts below it."""
        counts = self._count_with_contacts('fleet.vehicle', 'owner_id')
        for partner in self:
            partner.vehicle_count = counts[partner.id]

    def _count_with_contacts(self, model, partner_field, domain=()):
        """Records of a model per partner, those of the contacts below it included.

        :return: Counter of partner id
        """
        counts = Counter()
        below = self.with_context(active_test=False).search_fetch([('id', 'child_of', self.ids)], ['parent_id'])
        for partner, count in self.env[model]._read_group(
            [(partner_field, 'in', below.ids), *domain], [partner_field], ['__count'],
        ):
            while partner:
                counts[partner.id] += count
                partner = partner.with_prefetch(below._ids).parent_id
        return counts

    @api.readonly
    def action_view_vehicles(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.fleet_vehicle_action')
        action['domain'] = [('owner_id', 'child_of', self.ids)]
        action['context'] = {'default_is_customer_vehicle': True, 'default_owner_id': self.id if len(self) == 1 else False}
        return action

    def _is_aftersales_customer(self):
        """Whether this is somebody else than the companies of this database themselves."""
        return bool(self) and not self.sudo().ref_company_ids
