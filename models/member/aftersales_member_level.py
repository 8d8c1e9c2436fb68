from odoo import fields, models


class AftersalesMemberLevel(models.Model):
    """What customers reach by what they spend, or by the points they earn, in twelve months (G3)."""
    _name = 'aftersales.member.level'
    _description = "Member Level"
    _order = 'threshold desc, id'

    name = fields.Char(required=True, translate=True, max_length=64)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        'res.company', index='btree_not_null', help="Empty: in all companies.", default=lambda self: self.env.company)
    measure = fields.Selection([
        ('spent', "Money spent in 12 months"), ('points', "Points earned in 12 months"),
    ], required=True, default='spent')
    threshold = fields.Float(string="From", required=True, bounds=(0, 1e9), help="With taxes, in the company's currency.")
    labour_percent = fields.Float(
        string="Off Labour (%)", digits='Discount', bounds=(0, 100),
        help="Offered on orders for work that the customer pays himself. It is not the advisor's own discount.")
    parts_percent = fields.Float(
        string="Off Parts (%)", digits='Discount', bounds=(0, 100),
        help="As off labour, of what the customer pays himself.")
    benefits = fields.Text(translate=True, help="What else members of the level have, in words for the advisor.")
    member_ids = fields.One2many('aftersales.member', 'level_id', string="Members")
    member_count = fields.Integer(string="Number of Members", compute='_compute_member_count')

    def _compute_member_count(self):
        counts = dict(self.env['aftersales.member']._read_group(
            [('level_id', 'in', self.ids)], ['level_id'], ['__count']))
        for level in self:
            level.member_count = counts.get(level._origin, 0)

    def action_view_members(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_members')
        return {**action, 'domain': [('level_id', '=', self.id)], 'context': {}}

    def _has_discount(self):
        return bool(self.labour_percent or self.parts_percent)

    def _get_discount_name(self):
        """What the level takes off, in words; of none: nothing."""
        return ", ".join(filter(None, (
            self.labour_percent and self.env._("%(percent)s %% off labour", percent=f'{self.labour_percent:g}'),
            self.parts_percent and self.env._("%(percent)s %% off parts", percent=f'{self.parts_percent:g}'))))

    def _reaches(self, member):
        """Whether what ``member`` spent or earned is enough."""
        self.ensure_one()
        return (member.amount_spent if self.measure == 'spent' else member.earned) >= self.threshold
