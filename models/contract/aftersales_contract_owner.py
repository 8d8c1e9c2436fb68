from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesContract(models.Model):
    """A contract that goes with the car is its next owner's, where its type says so (contracts, §2)."""
    _inherit = 'aftersales.contract'

    is_to_transfer = fields.Boolean(compute='_compute_is_to_transfer')

    @api.depends('state', 'partner_id', 'vehicle_id.owner_id', 'other_vehicle_ids.owner_id', 'type_id.is_transferable')
    def _compute_is_to_transfer(self):
        for contract in self:
            owner = contract.vehicle_id.owner_id
            contract.is_to_transfer = bool(
                contract.state in ('active', 'suspended') and contract.type_id.is_transferable and owner
                and owner != contract.partner_id and not contract._get_left_behind())

    def action_transfer(self):
        """The customer becomes the car's owner; what was paid and used stays with the contract."""
        self.check_access('write')
        self._claim_for_update()
        for contract in self:
            left = contract._get_left_behind()
            if left:
                raise UserError(self.env._(
                    "%(contract)s pays for %(vehicles)s of %(former)s too, and would not once it is the new owner's. Let it "
                    "stay, and sell the new owner a contract of his own.", contract=contract.display_name,
                    vehicles=', '.join(left.mapped('display_name')), former=contract.partner_id.display_name))
            if not contract.is_to_transfer:
                raise UserError(self.env._(
                    "%(contract)s does not run, does not go with the car, or is its owner's already. Enter the new owner on "
                    "the car first.", contract=contract.display_name))
            former = contract.partner_id
            contract.sudo().partner_id = contract.vehicle_id.owner_id  # sudo: what was sold stays, only whose it is changes
            contract.message_post(body=self.env._(
                "Transferred with the car from %(former)s to %(owner)s",
                former=former.display_name, owner=contract.partner_id.display_name))

    def _get_left_behind(self):
        """Further cars that it pays for now, and would not any more as the contract of its own car's owner."""
        self.ensure_one()
        owner = self.vehicle_id.owner_id.commercial_partner_id
        if not owner or owner == self.partner_id.commercial_partner_id:
            return self.other_vehicle_ids.browse()
        return self.other_vehicle_ids.filtered(self._is_owners)
