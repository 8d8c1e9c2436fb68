from odoo import fields, models


class AccountMoveLine(models.Model):
    """What a maker is charged for a claim is read back along these links: kept by the system, copied by reversals only."""
    _inherit = 'account.move.line'

    aftersales_claim_id = fields.Many2one(
        'aftersales.claim', string="Claim", index='btree_not_null', ondelete='restrict', readonly=True, copy=False,
        groups='aftersales.group_see_claim')
    aftersales_claim_line_id = fields.Many2one(
        'aftersales.claim.line', string="Claim Line", index='btree_not_null', ondelete='restrict', readonly=True, copy=False,
        groups='aftersales.group_see_claim')

    # === CRUD METHODS ===#

    def unlink(self):
        """A line that is taken out of a draft charges its maker no longer; of a deleted document its own deletion tells."""
        leaving = self.move_id._get_leaving_ids()
        # sudo: the claims follow, whoever takes it out
        claims = self.sudo().filtered(lambda line: line.move_id.id not in leaving).aftersales_claim_id
        result = super().unlink()
        if claims:
            claims.exists()._follow_money(self.env._("Taken out of the receivable"))
        return result

    # === BUSINESS METHODS ===#

    def _copy_data_extend_business_fields(self, values):
        if self.env.su:  # reversals, see room billing
            values.update({
                'aftersales_claim_id': self.aftersales_claim_id.id,
                'aftersales_claim_line_id': self.aftersales_claim_line_id.id,
            })
        return super()._copy_data_extend_business_fields(values)
