from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesContractType(models.Model):
    """A member card that is sold: its holder has a level as long as it runs, whatever he spends (contracts, §2 and §6)."""
    _inherit = 'aftersales.contract.type'

    member_level_id = fields.Many2one(
        'aftersales.member.level', index='btree_not_null', ondelete='restrict', check_company=True,
        help="What it brings on orders is said there. Who reaches a higher level by himself has that.")

    @api.constrains('kind', 'member_level_id')
    def _check_member_level(self):
        for contract_type in self:
            if contract_type.kind == 'card' and not contract_type.member_level_id:
                raise ValidationError(self.env._(
                    "%(type)s: which level do its holders have? Choose one.", type=contract_type.name))

    def _get_standing_name(self):
        self.ensure_one()
        level = self.member_level_id.sudo()  # sudo: told to whoever sells it
        return self.env._("Member: %(level)s", level=level.name) if self.kind == 'card' else super()._get_standing_name()
