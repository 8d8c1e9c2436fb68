from odoo import api, fields, models
from odoo.tools import float_compare

# What is given without a card or a code to whoever buys enough.
PROMOTIONS = ('promotion', 'buy_x_get_y')


class AftersalesBenefit(models.Model):
    """Promotions of Odoo's app for coupons (G3): three oil filters for the price of two, a free check with a service. What is
    free stands on the order with its price, and is taken off as often as the order has earned it."""
    _inherit = 'aftersales.benefit'

    @api.model
    def _get_kind(self, program):
        return 'promotion' if self._is_promotion(program) else super()._get_kind(program)

    @api.model
    def _is_promotion(self, program):
        return program.program_type in PROMOTIONS and program.trigger != 'with_code' and not any(
            rule.mode == 'with_code' for rule in program.rule_ids)

    @api.model
    def _find_promotions(self, order):
        """:return: programs that the company runs now, SUDOED"""
        today = fields.Date.context_today(order)
        # sudo: who uses a promotion need not run the programs
        return self.env['loyalty.program'].sudo().search([
            ('program_type', 'in', PROMOTIONS), ('trigger', '!=', 'with_code'),
            ('company_id', 'in', [False, *order.company_id.parent_ids.ids]),
            '|', ('date_to', '=', False), ('date_to', '>=', today)], order='id', limit=20).filtered(self._is_promotion)

    @api.model
    def _get_fulfilled_rewards(self, order, program):
        """The rewards that the work of the order has earned."""
        rewards = program.reward_ids.filtered('active')
        # sudo: see _find_promotions
        values = {**self._prepare_document_vals(order), 'kind': 'promotion', 'program_key': program.id}
        trials = [self.sudo().new({**values, 'reward_key': reward.id}) for reward in rewards]
        if not trials:
            return rewards
        groups, __ = trials[0]._get_base()
        return rewards.filtered(lambda reward: any(
            trial.reward_key == reward.id and trial._get_times(groups) and any(trial._get_reward_values(groups).values())
            for trial in trials))

    @api.model
    def _get_usage_refusal(self, order, program, card, words):
        standing = order.sudo().benefit_ids._get_standing()  # sudo: what is used is told to whoever uses more
        if self._is_promotion(program) and standing.filtered(
                lambda benefit: benefit.kind == 'promotion' and benefit.program_key == program.id):
            return self.env._("%(program)s is used on %(order)s already. Take it off first.", **words)
        return super()._get_usage_refusal(order, program, card, words)

    def _get_condition_refusal(self, groups):
        if self.kind != 'promotion' or self._get_times(groups):
            return super()._get_condition_refusal(groups)
        return self.env._(
            "%(order)s has too little of what %(program)s is for, paid by the customer himself.",
            order=self._get_document().name, program=self.program_name or self._get_program().name)

    @staticmethod
    def _count_pieces(line):
        """Work is one piece, however many hours it takes."""
        return 1.0 if line._get_benefit_kind() == 'labour' else line.quantity

    def _get_times(self, groups):
        """How often the work has earned the reward; what is given free itself earns nothing."""
        if self.kind != 'promotion':
            return super()._get_times(groups)
        program, reward = self._get_program(), self._get_reward()
        if not program or not program.exists() or not reward:
            return 0
        lines, points, needed = self._join_groups(groups), 0.0, reward.required_points
        for rule in program.rule_ids.filtered(lambda rule: rule.active and self._fulfils(rule, lines)):
            products = lines.product_id.filtered_domain(rule._get_valid_product_domain())
            counted = lines.filtered_domain([('product_id', 'in', products.ids)])
            points += rule.reward_point_amount * {
                'order': 1, 'money': sum(counted.mapped('price_total')), 'unit': sum(map(self._count_pieces, counted)),
            }[rule.reward_point_mode]
            if rule.reward_point_mode == 'unit' and reward.reward_type == 'product' and (
                    reward.reward_product_ids & counted.product_id):
                needed += rule.reward_point_amount * (reward.reward_product_qty or 1)
        if float_compare(points, needed, precision_digits=2) < 0 or not needed:
            return 0
        return int(points / needed + 1e-6) if reward.reward_type == 'product' else 1
