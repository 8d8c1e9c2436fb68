from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesContract(models.Model):
    """For which car a contract is sold, and at which outlets it pays (contracts, §2)."""
    _inherit = 'aftersales.contract'

    workshop_ids = fields.Many2many(
        'aftersales.workshop', 'aftersales_contract_workshop_rel', 'contract_id', 'workshop_id', string="Valid At",
        readonly=True, copy=False, context={'active_test': False},
        help="As its type said when it began. Empty: at all outlets.")

    @api.constrains('type_id', 'vehicle_id')
    def _check_car(self):
        """What is sold already stays sold, whatever its type says since, or however old its car has become."""
        for contract in self.filtered(lambda contract: contract.state == 'draft'):
            refusal = contract.type_id._get_refusal(contract.vehicle_id)
            if refusal:
                raise ValidationError(refusal)

    def _check_invoiced(self):
        super()._check_invoiced()
        self._check_car()

    def _after_active(self, source):
        super()._after_active(source)
        for contract in self.sudo() if source == 'invoiced' else []:  # sudo: where it is valid is the system's
            contract.workshop_ids = contract.type_id.workshop_ids
