from odoo import fields, models

KINDS = [
    ('judged', "Judged"),
    ('measured', "Measured"),
]
DIRECTIONS = [
    ('lower', "Lower is worse"),
    ('higher', "Higher is worse"),
]


class AftersalesHealthItem(models.Model):
    """Something to look at or to measure; for a measured item the value alone sets the colour."""
    _name = 'aftersales.health.item'
    _description = "Health Check Item"
    _inherit = ['aftersales.setup.mixin']
    _order = 'area_id, sequence, id'
    _check_company_auto = True

    name = fields.Char(string="Check Item", required=True, translate=True)
    area_id = fields.Many2one('aftersales.health.area', required=True, index=True, ondelete='restrict')
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        'res.company', index='btree_not_null', help="Leave it empty to share the item between all companies.")
    instruction = fields.Char(translate=True, help="How to check it and what counts as good.")
    kind = fields.Selection(KINDS, required=True, default='judged')
    unit = fields.Char(help="e.g. mm, %, V")
    direction = fields.Selection(DIRECTIONS, required=True, default='lower')
    limit_soon = fields.Float(string="Soon From", digits=(12, 2), help="This value and worse ones are yellow.")
    limit_urgent = fields.Float(string="Urgent From", digits=(12, 2), help="This value and worse ones are red.")
    phrase_ids = fields.One2many('aftersales.health.phrase', 'item_id', string="Phrases", copy=True)
    recommendation_ids = fields.One2many(
        'aftersales.health.recommendation', 'item_id', string="Recommended Work", copy=True)
    template_ids = fields.Many2many('aftersales.health.template', string="Templates")

    _limits_in_order = models.Constraint(
        "CHECK (kind != 'measured' OR (direction = 'lower' AND limit_urgent <= limit_soon)"
        " OR (direction = 'higher' AND limit_urgent >= limit_soon))",
        "The urgent limit of a measured item must be worse than its limit for soon: lower where lower is worse, "
        "higher where higher is worse.",
    )

    # === BUSINESS METHODS ===#

    def _get_recommendation(self, vehicle):
        """Recommended work for the car: that for its model, else that for all models; may be empty."""
        self.ensure_one()
        rows = self.recommendation_ids
        for_model = rows.filtered(lambda row: vehicle.model_id in row.model_ids)
        return (for_model or rows.filtered(lambda row: not row.model_ids))[:1]

    def _prepare_line_vals(self, vehicle):
        """The item as a line of a check: a copy, so that later changes leave the check as it was."""
        self.ensure_one()
        recommendation = self._get_recommendation(vehicle)
        return {
            'item_id': self.id,
            'area_id': self.area_id.id,
            'name': self.name,
            'kind': self.kind,
            'unit': self.unit,
            'direction': self.direction,
            'limit_soon': self.limit_soon,
            'limit_urgent': self.limit_urgent,
            'operation_id': recommendation.operation_id.id,
            'menu_id': recommendation.menu_id.id,
        }
