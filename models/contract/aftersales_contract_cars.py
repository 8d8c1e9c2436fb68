from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesContract(models.Model):
    """One contract for several cars of a fleet: each of them uses the same entitlements (contracts, §3)."""
    _inherit = 'aftersales.contract'

    other_vehicle_ids = fields.Many2many(
        'fleet.vehicle', 'aftersales_contract_other_car_rel', 'contract_id', 'vehicle_id', string="Further Cars",
        check_company=True, copy=False,
        help="Of the same owner: what the contract pays for is shared by all its cars.")

    @api.constrains('type_id', 'partner_id', 'vehicle_id', 'other_vehicle_ids')
    def _check_further_cars(self):
        """What is sold already stays sold."""
        for contract in self.filtered(lambda contract: contract.state == 'draft' and contract.other_vehicle_ids):
            if contract.type_id.distance:
                raise ValidationError(self.env._(
                    "%(type)s runs for the kilometres of one car. Sell a contract of its own for each further car.",
                    type=contract.type_id.name))
            for vehicle in contract.other_vehicle_ids:
                if not contract._is_owners(vehicle):
                    raise ValidationError(self.env._(
                        "%(vehicle)s is not owned by %(customer)s. Sell a contract of its own for it.",
                        vehicle=vehicle.display_name, customer=contract.partner_id.display_name))
                refusal = contract.type_id._get_refusal(vehicle)
                if refusal:
                    raise ValidationError(refusal)

    def _check_invoiced(self):
        super()._check_invoiced()
        self._check_further_cars()

    def _get_list_price(self):
        """That of its dearest car: each of them may use all that it pays for."""
        prices = [self.type_id._get_price(vehicle) for vehicle in self.other_vehicle_ids]
        return max([super()._get_list_price(), *prices])

    def _is_owners(self, vehicle):
        return vehicle.owner_id.commercial_partner_id == self.partner_id.commercial_partner_id

    def _covers(self, vehicle):
        """Whether it pays for ``vehicle``; a further car that has changed hands does not take its part with it."""
        self.ensure_one()
        return vehicle == self.vehicle_id or vehicle in self.other_vehicle_ids and self._is_owners(vehicle)
