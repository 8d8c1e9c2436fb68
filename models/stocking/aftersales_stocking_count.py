from collections import defaultdict
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesStockingPolicy(models.Model):
    """When what lies in a store is counted (H5): what turns over most is counted most often, the rest as Odoo plans it."""
    _inherit = 'aftersales.stocking.policy'

    count_a = fields.Integer(
        string="Class A Counted Every (Days)", default=30, required=True, tracking=True, bounds=(0, 3650),
        help="0: only when Odoo plans it, such as once a year.")
    count_b = fields.Integer(
        string="Class B Counted Every (Days)", default=91, required=True, tracking=True, bounds=(0, 3650))
    count_c = fields.Integer(
        string="Class C Counted Every (Days)", default=182, required=True, tracking=True, bounds=(0, 3650))
    head_id = fields.Many2one(
        'res.users', string="Parts Head", index='btree_not_null', tracking=True, check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Applies counted differences that are too large for a parts clerk. Empty: a manager does.")
    head_limit = fields.Monetary(
        string="Difference Approved by the Parts Head", default=100, required=True, tracking=True, bounds=(0, 1e9),
        groups='aftersales.group_stocking',
        help="Parts whose counted difference is worth more are applied by the parts head, or by a manager.")
    count_limit = fields.Monetary(
        string="Difference Approved by a Manager", default=1000, required=True, tracking=True, bounds=(0, 1e9),
        groups='aftersales.group_stocking', help="Parts whose counted difference is worth more are applied by a manager.")

    # === BUSINESS METHODS ===#

    def _propose_alone(self):
        super()._propose_alone()
        self._plan_counts()

    def _plan_counts(self, quants=None):
        """Bring forward the counts of what lies in the stores, by the class of each part; never put one off.

        :param quants: those that were counted just now; all of the stores without
        """
        Quant = self.env['stock.quant'].sudo()  # sudo: when what is counted is the system's plan
        today = fields.Date.context_today(self)
        for policy in self:
            own = policy._get_quants_of_store(quants)
            proposals = self.env['aftersales.stocking.proposal'].sudo().search([  # sudo: as above
                ('policy_id', '=', policy.id), ('product_id', 'in', own.product_id.ids)])
            classes = {proposal.product_id: proposal.abc_class for proposal in proposals}
            dues = defaultdict(Quant.browse)
            for quant in own:
                since = today if quants else policy._get_last_count(quant)
                dues[policy._get_count_date(classes.get(quant.product_id), since, today)] |= quant
            for due, group in dues.items():
                late = group.filtered(lambda quant, due=due: due and not (quant.inventory_date and quant.inventory_date <= due))
                late.inventory_date = due

    def _get_quants_of_store(self, quants):
        """What lies in the store; of ``quants``, where there are any."""
        self.ensure_one()
        if quants:
            return quants.sudo().filtered(lambda quant: quant.warehouse_id == self.warehouse_id)  # sudo: see _plan_counts
        return self.env['stock.quant'].sudo().search([
            ('location_id', 'child_of', self.warehouse_id.view_location_id.id), ('location_id.usage', '=', 'internal')])

    def _get_count_date(self, abc_class, since, today):
        """The day goods last counted on ``since`` are to be counted, not before ``today``; False where no class says."""
        self.ensure_one()
        days = self[f'count_{abc_class}'] if abc_class else 0
        return max(since + timedelta(days=days), today) if days else False

    def _get_last_count(self, quant):
        """When it was last counted, else when it came."""
        return quant.last_count_date or (quant.in_date or quant.create_date).date()

    def _get_difference_limit(self, user):
        """What a counted difference may be worth that somebody of the store applies alone."""
        self.ensure_one()
        policy = self.sudo()  # sudo: the store's limits hold for whoever may see them
        return policy.count_limit if user == policy.head_id else min(policy.head_limit, policy.count_limit)

    def _check_differences(self, quants):
        """:raises UserError: naming what a parts clerk may not apply alone, and who may"""
        user = self.env.user
        if self.env.su or not user.has_group('aftersales.group_parts') or user.has_group('aftersales.group_manager'):
            return
        for policy in self.sudo():  # sudo: what a difference is worth decides whoever may see it
            own, currency = policy.with_company(policy.company_id), policy.currency_id
            limit = policy._get_difference_limit(user)
            dear = [
                (quant, amount) for quant in quants.with_env(own.env) if quant.warehouse_id == policy.warehouse_id
                for amount in [abs(quant.inventory_diff_quantity) * quant.product_id.standard_price]
                if currency.compare_amounts(amount, limit) > 0]
            if dear:
                is_managers = not policy.head_id or any(
                    currency.compare_amounts(amount, policy.count_limit) > 0 for __, amount in dear)
                words = {
                    'limit': currency.format(limit), 'head': policy.head_id.name, 'parts': "\n".join(
                        f'- {quant.product_id.display_name}, {quant.location_id.display_name}: '
                        f'{quant.inventory_diff_quantity:+g}, {currency.format(amount)}' for quant, amount in dear)}
                raise UserError(self.env._(
                    "These differences are worth more than %(limit)s. Count again, and let a manager apply them:\n%(parts)s",
                    **words) if is_managers else self.env._(
                    "These differences are worth more than %(limit)s. Count again, and let the parts head apply them, "
                    "%(head)s, or a manager:\n%(parts)s", **words))
