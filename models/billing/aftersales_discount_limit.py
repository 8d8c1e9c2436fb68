from odoo import api, fields, models
from odoo.tools import float_compare, float_repr

# More people than that are not asked at once.
MOST_ASKED = 5


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

    @api.model
    def _get_able_roles(self, company, percent, capability=None):
        """Names of the roles that may give ``percent`` in the company.

        :param str capability: XML id of a group; only roles that bring it
        """
        needed = self.env.ref(capability).sudo() if capability else self.env['res.groups']  # sudo: what roles bring
        able = [
            group.name for group, limit in self._get_limits(company).items()
            if float_compare(limit, min(percent, 100.0), precision_digits=2) >= 0 and needed <= group.all_implied_ids
        ]
        return ", ".join(able) or self.env._("nobody may give that much")

    @api.model
    def _get_able_people(self, company, percent, capability=None):
        """Who may give ``percent`` in the company: of those whose limit is the lowest that is enough.

        :param str capability: XML id of a group; only people who have it
        :return: res.users
        """
        able = [
            group for group, limit in self._get_limits(company).items()
            if float_compare(limit, percent, precision_digits=2) >= 0]
        # sudo: who asks need not see who may do what
        People = self.env['res.users'].sudo()
        also = [('all_group_ids', 'in', self.env.ref(capability).ids)] if capability else []
        for group in able:
            people = People.search([
                ('company_ids', 'in', company.ids), ('share', '=', False), ('all_group_ids', 'in', group.ids), *also,
            ], order='id', limit=MOST_ASKED)
            if people:
                return people.with_env(self.env)
        return People.browse().with_env(self.env)

    @api.model
    def _get_over_limit_message(self, order, label, wanted, limit):
        """Why ``wanted`` percent of what ``label`` names is too much, and who may give it."""
        return self.env._(
            "“%(line)s” of %(order)s: a discount of %(wanted)s %% is above your limit of %(limit)s %%. "
            "Lower it, or use “Ask to Give Away” on the job; this role allows it: %(roles)s.",
            line=label, order=order.name, wanted=float_repr(wanted, 2), limit=float_repr(limit, 2),
            roles=self._get_able_roles(order.company_id, wanted),
        )
