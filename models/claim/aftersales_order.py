from odoo import api, fields, models


class AftersalesOrder(models.Model):
    """What was claimed for an order."""
    _inherit = 'aftersales.order'

    claim_count = fields.Integer(
        string="Claims", compute='_compute_claim_count', groups='aftersales.group_see_claim')
    has_jobs_to_claim = fields.Boolean(compute='_compute_has_jobs_to_claim', groups='aftersales.group_see_claim')

    def _compute_claim_count(self):
        counts = dict(self.env['aftersales.claim']._read_group(
            [('order_id', 'in', self._origin.ids)], ['order_id'], ['__count']))
        for record in self:
            record.claim_count = counts.get(record._origin, 0)

    @api.depends('job_ids.is_to_claim')
    def _compute_has_jobs_to_claim(self):
        for order in self:
            order.has_jobs_to_claim = any(order.job_ids.mapped('is_to_claim'))

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_claims(self):
        claims = self.env['aftersales.claim'].search([('order_id', 'in', self.ids)])
        return claims._get_records_action(name=self.env._("Warranty Claims"))

    def action_make_claims(self):
        """Claims for whatever of the orders a maker pays and nobody has asked for yet."""
        return self.job_ids.filtered('is_to_claim').action_make_claim()
