from odoo import api, fields, models
from odoo.tools import formatLang


class AftersalesFreeIssueLimit(models.Model):
    """Up to what value a role approves parts that are given free; the highest of a user's roles counts."""
    _name = 'aftersales.free.issue.limit'
    _description = "Limit of Free Parts"
    _order = 'is_unlimited, amount, id'
    _rec_name = 'group_id'

    group_id = fields.Many2one(
        'res.groups', string="Role", required=True, index=True, ondelete='cascade',
        domain=lambda self: [('privilege_id', '=', self.env.ref('aftersales.privilege_aftersales').id)])
    company_id = fields.Many2one(
        'res.company', index='btree_not_null', help="Empty: in all companies that have no limit of their own for the role.")
    amount = fields.Float(
        string="Limit", digits=(16, 2), bounds=(0, 1e9), help="In the company's currency, at sales prices without discount.")
    is_unlimited = fields.Boolean(string="Without Limit")

    _role_uniq = models.UniqueIndex(
        '(group_id, COALESCE(company_id, 0))', "This role has a limit of free parts in this company already.")
    _check_amount = models.Constraint('CHECK (amount >= 0)', "A limit cannot be negative.")

    # === BUSINESS METHODS ===#

    @api.model
    def _get_limits(self, company):
        """:return: dict of group: amount, ``inf`` where there is none; those that hold in the company"""
        # sudo: what roles may is asked by whoever approves
        limits = self.sudo().search([('company_id', 'in', [company.id, False])])
        own = limits.filtered('company_id')
        others = limits.filtered(lambda limit: not limit.company_id and limit.group_id not in own.group_id)
        return {limit.group_id: float('inf') if limit.is_unlimited else limit.amount for limit in own | others}

    @api.model
    def _get_user_limit(self, company):
        groups = self.env.user.all_group_ids
        return max((amount for group, amount in self._get_limits(company).items() if group in groups), default=0.0)

    @api.model
    def _get_able_roles(self, company, amount):
        """Names of the roles that may approve ``amount`` in the company."""
        able = [group.name for group, limit in self._get_limits(company).items() if limit >= amount]
        return ", ".join(able) or self.env._("nobody may approve that much")

    @api.model
    def _describe_limit(self, limit, currency):
        return formatLang(self.env, limit, currency_obj=currency)
