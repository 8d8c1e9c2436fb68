from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, float_compare, float_round

KIND_BY_TYPE = {
    'coupons': 'coupon', 'next_order_coupons': 'coupon', 'promo_code': 'code', 'promotion': 'code', 'gift_card': 'gift',
    'ewallet': 'gift', 'loyalty': 'points', 'buy_x_get_y': 'code',
}
ONE_A_VISIT = ('coupon', 'code')


class AftersalesBenefit(models.Model):
    """Odoo's app for coupons, gift cards and points: what its programs give, on which conditions, and what is taken from
    its cards (G3). Without the app nothing here is asked.

    Its records are read and written as the system: who uses a customer's coupon need not run the programs.
    """
    _inherit = 'aftersales.benefit'

    @api.model
    def _has_loyalty(self):
        return 'loyalty.card' in self.env

    def _get_program(self):
        return self.env['loyalty.program'].sudo().browse(self.program_key) if self._has_loyalty() else None

    def _get_reward(self):
        if not self._has_loyalty() or not self.reward_key:
            return None
        return self.env['loyalty.reward'].sudo().browse(self.reward_key).exists()

    def _get_card(self):
        if not self._has_loyalty() or not self.card_key:
            return None
        return self.env['loyalty.card'].sudo().browse(self.card_key).exists()

    @api.model
    def _get_kind(self, program):
        """Hook: what a use of the program is called on the order."""
        return KIND_BY_TYPE[program.program_type]

    # === FINDING ===#

    @api.model
    def _find_rewards(self, order, code):
        """:return: the card (or none), and the rewards that ``code`` gives on ``order``
        :raises UserError: when it is none of ours, or not valid"""
        code = (code or '').strip()
        card = self.env['loyalty.card'].sudo().search([('code', '=', code)], limit=1) if code else None
        program = card.program_id if card else None
        if code and not card:
            program = self.env['loyalty.rule'].sudo().search(
                [('code', '=', code), ('mode', '=', 'with_code')], limit=1).program_id
        if not program or program.program_type not in KIND_BY_TYPE or (
                program.company_id and program.company_id not in order.company_id.parent_ids):
            raise UserError(self.env._(
                "No coupon or card has the code “%(code)s” at %(company)s. Check the code.",
                code=code, company=order.company_id.name))
        return card, self._get_valid_rewards(order, program, card)

    @api.model
    def _get_valid_rewards(self, order, program, card):
        """:raises UserError: when the program or the card is not valid for this order today, and why"""
        refusal = self._get_refusal(order, program, card)
        if refusal:
            raise UserError(refusal)
        rewards = program.reward_ids.filtered('active')
        if card:
            rewards = rewards.filtered(
                lambda reward: float_compare(card.points, reward.required_points, precision_digits=2) >= 0)
            if not rewards:
                raise UserError(self.env._(
                    "“%(code)s” of %(program)s is used up, reserved for another order, or has too few points: %(points)s.",
                    code=card.code, program=program.name, points=f'{card.points:g}'))
        return rewards

    @api.model
    def _get_refusal(self, order, program, card):
        today = fields.Date.context_today(order)
        words = {'code': card.code if card else program.name, 'program': program.name, 'order': order.name}
        ends = [day for day in (program.date_to, card and card.expiration_date) if day]
        if not program.active or (card and not card.active) or (ends and min(ends) < today):
            return self.env._("“%(code)s” of %(program)s is no longer valid.", **words)
        if program.date_from and program.date_from > today:
            return self.env._("“%(code)s” of %(program)s is valid from %(day)s.", day=program.date_from, **words)
        # Where the house has no price lists, an order has none either.
        is_other_list = program.pricelist_ids and order.pricelist_id not in program.pricelist_ids
        if program.currency_id != order.currency_id or is_other_list:
            return self.env._("%(program)s is not for the currency or the price list of %(order)s.", **words)
        is_personal = card and card.partner_id and program.program_type != 'gift_card'
        if is_personal and card.partner_id.commercial_partner_id != order.partner_id.commercial_partner_id:
            return self.env._(
                "“%(code)s” belongs to %(holder)s, who is not the customer of %(order)s.", holder=card.partner_id.display_name,
                **words)
        return self._get_usage_refusal(order, program, card, words)

    @api.model
    def _get_usage_refusal(self, order, program, card, words):
        kind = self._get_kind(program)
        standing = order.sudo().benefit_ids._get_standing()
        if kind in ONE_A_VISIT and standing.filtered(lambda benefit: benefit.kind in ONE_A_VISIT):
            return self.env._("%(order)s has a coupon already: one a visit. Take that one off first.", **words)
        if card and card.id in standing.mapped('card_key'):
            return self.env._("“%(code)s” is used on %(order)s already. Take it off first.", **words)
        if program.limit_usage and not card:
            used = program.total_order_count + self.sudo().search_count([
                ('program_key', '=', program.id), '|', ('state', '!=', 'returned'), ('line_ids', '!=', False)])
            if used >= program.max_usage:
                return self.env._("%(program)s was given as often as it may be: %(times)s times.", times=used, **words)
        return None

    # === USING ===#

    @api.model
    def _use(self, order, program, card, reward, wanted=0.0):
        """Reserve a reward on the order. As the system; whoever calls asks for the user's rights.

        :param wanted: at most as many points, or as much money of a gift card; 0: what there is
        :raises UserError: when it is not valid, or gives nothing on this order
        """
        order._claim_for_update()
        self._lock_program(program, card)
        if reward not in self._get_valid_rewards(order, program, card):
            raise UserError(self.env._(
                "“%(code)s” has too few points for “%(reward)s”.", code=card.code if card else program.name,
                reward=reward.description))
        benefit = self.sudo().create({
            **self._prepare_document_vals(order), 'kind': self._get_kind(program), 'code': card.code if card else False,
            'program_name': program.name, 'program_key': program.id, 'card_key': card.id if card else 0,
            'reward_key': reward.id, 'reward_name': reward.with_context(lang=order._get_lang()).description,
            'points_wanted': wanted,
        })
        return benefit._begin()

    def _begin(self):
        """:raises UserError: when it gives nothing on its order"""
        self.ensure_one()
        groups, __ = self._get_base()
        document = self._get_document()
        refusal = None if self.kind == 'level' else self._get_condition_refusal(groups)
        document._note_benefits()
        if not refusal and not self._get_lines():
            refusal = self.env._(
                "“%(benefit)s” gives nothing on %(order)s: it is for parts, and for work of class A, that the customer pays "
                "himself, and that are not invoiced yet.", benefit=self.display_name, order=document.name)
        if refusal:
            raise UserError(refusal)
        document._message_log(body=self.env._("Used: %(benefit)s", benefit=self.display_name))
        return self

    @api.model
    def _lock_program(self, program, card):
        """Of two orders with the same card or code at once one waits, and then begins again and finds it taken."""
        record = card or program
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE %(table)s SET write_date = write_date WHERE id = %(id)s",
            table=SQL.identifier(record._table), id=record.id))
        record.invalidate_recordset()

    def _take_points(self, points):
        """So many points of the card are taken from now on: what is more than before leaves it, what is less goes back."""
        self.ensure_one()
        card = self._get_card()
        points = float_round(points, precision_digits=2)
        more = float_round(points - self.points, precision_digits=2)
        if not more:
            return
        if more > 0 and self.card_key and not card:
            raise UserError(self.env._(
                "“%(code)s” of %(program)s is no longer there. Take it off %(order)s.", code=self.code or '',
                program=self.program_name, order=self._get_document().name))
        if card:
            self._lock_program(card, card)
            if more > 0 and float_compare(card.points, more, precision_digits=2) < 0:
                raise UserError(self.env._(
                    "“%(code)s” of %(program)s has %(points)s left, and %(wanted)s are needed for %(order)s. Take it off the "
                    "order.", code=card.code, program=self.program_name, points=f'{card.points:g}', wanted=f'{more:g}',
                    order=self._get_document().name))
            card.with_context(loyalty_no_mail=True).points = float_round(card.points - more, precision_digits=2)
            self._note_in_card(card, used=max(more, 0.0), issued=max(-more, 0.0))
        self.points = points

    def _note_in_card(self, card, **amounts):
        """What the customer reads in his card's history."""
        document = self._get_document()
        words = self.with_context(lang=document._get_lang()).env
        told = words._("Counter sale %(sale)s", sale=document.name) if self.counter_sale_id else words._(
            "Repair order %(order)s", order=document.name)
        card.env['loyalty.history'].create({
            'card_id': card.id, 'description': told, 'order_model': document._name, 'order_id': document.id, **amounts})

    def _keep_used_share(self, moves):
        """Money and points are used as far as they are invoiced and not credited.

        :param moves: posted lines of its invoices and credit notes
        """
        self.ensure_one()
        reward = self._get_reward()
        if not reward or reward.reward_type != 'discount' or reward.discount_mode != 'per_point':
            return
        notes = moves.filtered(lambda line: line.move_id._gives_work_back())
        billed, credited = (abs(sum(lines.mapped('price_total'))) for lines in (moves - notes, notes))
        if billed:
            left = self.currency_id.round(self.amount * max(1 - credited / billed, 0.0))
            self._take_points(self._get_points_of(left))

    # === WHAT A REWARD GIVES ===#

    def _get_points_of(self, amount):
        """:param amount: what is taken off
        :return: what it takes from the card"""
        self.ensure_one()
        reward = self._get_reward()
        if not reward or not self.card_key:
            return 0.0
        if reward.discount_mode == 'per_point' and reward.reward_type == 'discount':
            return float_round(amount / reward.discount, precision_digits=2, rounding_method='UP')
        if reward.clear_wallet:
            card = self._get_card()
            return self.points + card.points if card else self.points
        return reward.required_points

    def _get_reward_values(self, groups):
        """:return: dict of (job, taxes): what the reward speaks of, with taxes"""
        reward = self._get_reward()
        if not reward:
            return dict.fromkeys(groups, 0.0)
        if reward.reward_type == 'product':
            return self._get_free_values(reward, groups)
        lines = self._join_groups(groups)
        if reward.discount_applicability == 'specific':
            products = lines.product_id.filtered_domain(reward._get_discount_product_domain())
            lines = lines.filtered(lambda line: line.product_id in products)
        elif reward.discount_applicability == 'cheapest':
            lines = lines.filtered(lambda line: line.price_total > 0).sorted('price_total')[:1]
        return {key: sum((group & lines).mapped('price_total')) for key, group in groups.items()}

    def _get_free_values(self, reward, groups):
        """A part or an operation that is on the order costs nothing: so many pieces, all hours of one job."""
        left, values = (reward.reward_product_qty or 1) * self._get_times(groups), dict.fromkeys(groups, 0.0)
        for key, group in groups.items():
            for line in group.filtered(lambda line: line.product_id in reward.reward_product_ids and line.quantity):
                is_work = line._get_benefit_kind() == 'labour'
                quantity = line.quantity if is_work else min(left, line.quantity)
                values[key] += line.price_total * quantity / line.quantity
                left -= 1 if is_work else quantity
                if left <= 0:
                    return values
        return values

    def _get_times(self, groups):
        """Hook: how often the reward is given on the order."""
        return 1

    def _get_reward_worth(self, total):
        """:param total: what the reward speaks of, with taxes"""
        reward = self._get_reward()
        if not reward or reward.reward_type == 'product':
            return total if reward else 0.0
        worth = reward.discount
        if reward.discount_mode == 'percent':
            worth = total * reward.discount / 100
        elif reward.discount_mode == 'per_point':
            card = self._get_card()
            points = self.points + max(card.points, 0.0) if card else self.points
            worth = min(points, self.points_wanted or points) * reward.discount
            # Down to a coin: what the card has is not exceeded.
            worth = float_round(worth, precision_rounding=self.currency_id.rounding, rounding_method='DOWN')
        return min(worth, reward.discount_max_amount) if reward.discount_max_amount else worth

    def _get_condition_refusal(self, groups):
        """:return: why the work does not fulfil the conditions of the program, in words"""
        self.ensure_one()
        program = self._get_program()
        if self.kind not in ONE_A_VISIT or not program or not program.exists():
            return None
        rules = program.rule_ids.filtered('active')
        lines = self._join_groups(groups)
        if not rules or any(self._fulfils(rule, lines) for rule in rules):
            return None
        least = min(rules.mapped('minimum_amount'))
        return self.env._(
            "%(program)s asks for at least %(amount)s of work and parts that it is for, paid by the customer himself. "
            "%(order)s has less.", program=program.name, amount=program.currency_id.format(least),
            order=self._get_document().name)

    def _fulfils(self, rule, lines):
        products = lines.product_id.filtered_domain(rule._get_valid_product_domain())
        lines = lines.filtered(lambda line: line.product_id in products)
        amount = sum(lines.mapped('price_total' if rule.minimum_amount_tax_mode == 'incl' else 'price_subtotal'))
        return bool(lines) and self.currency_id.compare_amounts(amount, rule.minimum_amount) >= 0 and (
            sum(map(self._count_pieces, lines)) >= rule.minimum_qty)
