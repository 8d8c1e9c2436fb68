from odoo import api, fields, models
from odoo.tools import formatLang

SOLUTIONS = [
    ('redo', "Redone free of charge"), ('exchange', "Part exchanged"), ('refund', "Money back"),
    ('discount', "Discount"), ('voucher', "Voucher, points or free service"), ('payment', "Compensation in money"),
    ('loan', "Loaner or travel cost"), ('return', "Goods taken back"), ('apology', "Apology"),
    ('explanation', "Explanation only"),
]


class AftersalesComplaintLimit(models.Model):
    """Up to what amount a role decides what a customer is given; the highest of a user's roles counts (K3)."""
    _name = 'aftersales.complaint.limit'
    _description = "Limit of Complaints"
    _order = 'is_unlimited, amount, id'
    _rec_name = 'group_id'

    group_id = fields.Many2one(
        'res.groups', string="Role", required=True, index=True, ondelete='cascade',
        domain=lambda self: [('privilege_id', '=', self.env.ref('aftersales.privilege_aftersales').id)])
    company_id = fields.Many2one(
        'res.company', index='btree_not_null', help="Empty: in all companies that have no limit of their own for the role.")
    kind = fields.Selection(SOLUTIONS, string="Solution", help="Empty: whatever has no limit of its own for the role.")
    amount = fields.Float(string="Limit", digits=(16, 2), bounds=(0, 1e9), help="In the company's currency.")
    is_unlimited = fields.Boolean(string="Without Limit")

    _role_uniq = models.UniqueIndex(
        "(group_id, COALESCE(company_id, 0), COALESCE(kind, ''))",
        "This role has a limit for this solution in this company already.")
    _check_amount = models.Constraint('CHECK (amount >= 0)', "A limit cannot be negative.")

    # === BUSINESS METHODS ===#

    @api.model
    def _get_limits(self, company):
        """:return: dict of group: dict of kind (False: all others): amount, ``inf`` where there is none"""
        # sudo: what roles may is asked by whoever decides
        limits = self.sudo().search([('company_id', 'in', [company.id, False])], order='company_id DESC, id')
        found = {}
        # Common limits first, the company's own over them.
        for limit in limits.sorted(lambda limit: bool(limit.company_id)):
            found.setdefault(limit.group_id, {})[limit.kind] = float('inf') if limit.is_unlimited else limit.amount
        return found

    @api.model
    def _may_decide(self, user, limits, amounts):
        """Whether a role of ``user`` covers the whole and each kind.

        :param limits: of the company, see ``_get_limits``
        :param amounts: dict of kind of solution: amount
        """
        groups = user.sudo().all_group_ids  # sudo: somebody else's roles, to ask who may decide
        total = sum(amounts.values())
        for group, by_kind in limits.items():
            common = by_kind.get(False, 0.0)
            if group in groups and total <= max(by_kind.values()) and all(
                    amount <= by_kind.get(kind, common) for kind, amount in amounts.items()):
                return True
        return False

    @api.model
    def _describe_limit(self, user, company):
        """The user's own common limit in words."""
        limits = self._get_limits(company)
        amount = max((by_kind.get(False, 0.0) for group, by_kind in limits.items() if group in user.all_group_ids), default=0.0)
        return formatLang(self.env, amount, currency_obj=company.currency_id) if amount != float('inf') else '∞'
