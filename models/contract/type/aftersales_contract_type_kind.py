from odoo import api, models
from odoo.exceptions import ValidationError

# Kinds that hold while they run, without work that is counted.
STANDING = ('guarantee', 'card')


class AftersalesContractType(models.Model):
    """What a kind of contract means for the work of its cars (contracts, §2)."""
    _inherit = 'aftersales.contract.type'

    @api.constrains('kind', 'start', 'line_ids')
    def _check_standing(self):
        for contract_type in self.filtered(lambda contract_type: contract_type._is_standing()):
            if contract_type.start == 'use':
                raise ValidationError(self.env._(
                    "%(type)s is not used work by work, so it cannot begin with its first use.", type=contract_type.name))
            if contract_type.line_ids:
                raise ValidationError(self.env._(
                    "%(type)s pays for no work by itself: take the work off, or sell it as another kind of contract.",
                    type=contract_type.name))

    def _is_standing(self):
        self.ensure_one()
        return self.kind in STANDING

    def _pays_for_something(self):
        self.ensure_one()
        return bool(self.line_ids) or self._is_standing()

    def _get_standing_name(self):
        """Hook: what a customer has as long as a contract of the type runs, for one of a kind without work."""
        self.ensure_one()
        return dict(self._fields['kind']._description_selection(self.env))[self.kind]
