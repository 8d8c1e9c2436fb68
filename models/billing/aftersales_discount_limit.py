from odoo import api, fields, models


class AftersalesDiscountLimit(models.Model):
    """The highest discount a role may give on a line; the highest of a user's roles counts."""

    _name = 'aftersales.discount.limit'
    _description = 'Discount Limit'
    _order = 'percent, id'
    _rec_name = 'group_id'

    group_id = fields.Many2one(
        'res.groups',
        string="Role",
        required=True,
        index=True,
        ondelete='cascade',
        domain=lambda self: [('privilege_id', '=', self.env.ref('aftersales.privilege_aftersales').id)],
    )
    company_id = fields.Many2one(
        'res.company',
        index='btree_not_null',
        help="Empty: in all companies that have no limit of their own for the role.",
    )
    percent = fields.Float(string="Limit (%)", digits='Discount', required=True)

    _check_percent = models.Constraint(
        'CHECK(percent >= 0 AND percent <= 100)', "A discount limit is a percentage between 0 and 100.",
    )
    _role_uniq = models.UniqueIndex(
        '(group_id, COALESCE(company_id, 0))', "This role has a discount limit in this company already.",
    )

    @api.model
    def _get_limits(self, company):
        """Limits that hold in the company, as ``{group: percent}``, the lowest first."""
        limits = self.sudo().search([('company_id', 'in', [company.id, False])])
        own = limits.filtered('company_id')
        others = limits.filtered(lambda limit: not limit.company_id and limit.group_id not in own.group_id)
        return {limit.group_id: limit.percent for limit in (own | others).sorted('percent')}

    @api.model
    def _get_user_limit(self, company):
        """The highest discount the current user may give in the company."""
        groups = self.env.user.all_group_ids
        return max((percent for group, percent in self._get_limits(company).items() if group in groups), default=0.0)
