from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesContractType(models.Model):
    """The dealer's own extended warranty: a policy of his, promised to the cars it is sold for (contracts, §2)."""
    _inherit = 'aftersales.contract.type'

    policy_id = fields.Many2one(
        'aftersales.policy', string="Policy of the Guarantee", index='btree_not_null', ondelete='restrict',
        check_company=True, domain="[('start_event', '=', 'contract'), ('state', '=', 'released')]",
        help="What is covered while the contract runs, for how long and how far. Policies for it begin with a contract.")

    @api.constrains('kind', 'policy_id', 'months', 'distance', 'may_suspend')
    def _check_guarantee(self):
        for contract_type in self.filtered(lambda contract_type: contract_type.kind == 'guarantee'):
            policy, names = contract_type.policy_id, {'type': contract_type.name}
            if not policy or policy.start_event != 'contract' or policy.state != 'released':
                raise ValidationError(self.env._(
                    "%(type)s: choose a policy that is in use and begins with a contract.", **names))
            if contract_type.months != policy.months or contract_type.distance != round(policy.km):
                raise ValidationError(self.env._(
                    "%(type)s runs as long and as far as its policy %(policy)s: %(term)s.", policy=policy.name,
                    term=policy.term_text, **names))
            if contract_type.may_suspend:
                raise ValidationError(self.env._(
                    "%(type)s: what a car is promised does not stand still. It may not be suspended.", **names))

    @api.onchange('policy_id')
    def _onchange_policy(self):
        if self.policy_id:
            self.write({'months': self.policy_id.months, 'distance': round(self.policy_id.km), 'may_suspend': False})

    def _get_refusal(self, vehicle):
        refusal = super()._get_refusal(vehicle)
        if refusal or self.kind != 'guarantee':
            return refusal
        policy, model = self.policy_id.sudo(), vehicle.model_id  # sudo: told to whoever sells it
        names = {'type': self.name, 'vehicle': vehicle.display_name}
        if policy.state != 'released':
            return self.env._("%(type)s: its policy is not in use any more. Choose another one in the type.", **names)
        allowed = policy.model_ids or policy.brand_ids
        if allowed and model not in policy.model_ids and model.brand_id not in (
                policy.brand_ids if not policy.model_ids else policy.brand_ids.browse()):
            return self.env._(
                "%(type)s is not sold for %(vehicle)s: it is for %(allowed)s only.",
                allowed=', '.join(allowed.mapped('display_name')), **names)
        return ''

    def _get_standing_name(self):
        self.ensure_one()
        return self.policy_id.sudo().name if self.kind == 'guarantee' else super()._get_standing_name()
