from odoo import api, fields, models


class AftersalesCoverage(models.Model):
    """What was claimed for a promise."""
    _inherit = 'aftersales.coverage'

    claim_count = fields.Integer(
        string="Claims", compute='_compute_claim_count', groups='aftersales.group_see_claim')

    def _compute_claim_count(self):
        counts = dict(self.env['aftersales.claim']._read_group(
            [('coverage_id', 'in', self._origin.ids)], ['coverage_id'], ['__count']))
        for record in self:
            record.claim_count = counts.get(record._origin, 0)

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_claims(self):
        claims = self.env['aftersales.claim'].search([('coverage_id', 'in', self.ids)])
        return claims._get_records_action(name=self.env._("Warranty Claims"))
