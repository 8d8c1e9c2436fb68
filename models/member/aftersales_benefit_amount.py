from odoo import models
from odoo.fields import Command


class AftersalesBenefit(models.Model):
    """What benefits take off an order, reckoned anew whenever its work changes: never more than the program gives, and
    never more than the customer pays himself for work of class A."""
    _inherit = 'aftersales.benefit'

    def _recount(self):
        """Lines of the benefits of one order become what they give now. As the system."""
        if not self:
            return
        document = self._get_document()
        document.ensure_one()
        groups, available = self._get_base()
        others = document.benefit_ids - self
        for line in others._get_lines():
            key = line._get_benefit_holder(), line.tax_ids
            if key in available:
                available[key] += line.price_total
        for benefit in self.sorted('id'):
            if any(benefit._get_lines().mapped('qty_invoiced')):
                given = benefit._get_given()
            else:
                benefit._write_lines(benefit._reckon(groups, available))
                given = benefit._get_given()
                amount = sum(given.values())
                benefit._take_points(benefit._get_points_of(amount))
                if benefit.currency_id.compare_amounts(benefit.amount, amount):
                    benefit.amount = amount
            for key in given.keys() & available.keys():
                available[key] -= given[key]

    def _get_given(self):
        """:return: dict of (job or sale, taxes): what the benefit takes off now, with taxes"""
        return {(line._get_benefit_holder(), line.tax_ids): -line.price_total for line in self._get_lines()}

    def _foresee(self, sold):
        """What the benefits of one order would take off if ``sold`` were its work. As the system; nothing is saved.

        :return: dict of benefit: dict of (job, taxes): amount with taxes
        """
        groups, available = self._get_base(sold)
        foreseen = {}
        for benefit in self.sorted(lambda benefit: (benefit.state == 'reserved', benefit.id)):
            is_kept = benefit.state != 'reserved' or any(benefit._get_lines().mapped('qty_invoiced'))
            foreseen[benefit] = benefit._get_given() if is_kept else benefit._reckon(groups, available)
            for key in foreseen[benefit].keys() & available.keys():
                available[key] -= foreseen[benefit][key]
        return foreseen

    def _get_base(self, sold=None):
        """
        :param sold: lines of the work; none: those of the document
        :return: lines by job (of a counter sale, by the sale) and taxes, and what is to pay of each with taxes"""
        groups, available = {}, {}
        sold = self._get_document()._get_benefit_sold() if sold is None else sold
        for line in sold.filtered(lambda line: not line.benefit_id and not line.qty_invoiced):
            key = line._get_benefit_holder(), self._get_line_taxes(line.tax_ids._origin)
            groups[key] = groups.get(key, line.browse()) + line
            available[key] = available.get(key, 0.0) + line.price_total
        return groups, available

    def _join_groups(self, groups):
        """All lines of ``groups``, be they of an order or of a counter sale."""
        return self._get_lines().browse().concat(*groups.values())

    def _reckon(self, groups, available):
        """:return: dict of (job, taxes): amount with taxes"""
        self.ensure_one()
        currency = self.currency_id
        values = self._get_values(groups)
        if self.kind == 'level':  # of what coupons leave to pay
            values = {key: value * self._get_left(groups[key], available[key]) for key, value in values.items()}
        shares = {key: max(min(value, available[key]), 0.0) for key, value in values.items()}
        total = sum(shares.values())
        amount = min(currency.round(self._get_worth(total)), currency.round(total))
        if currency.compare_amounts(amount, 0.0) <= 0 or not self._is_enough(groups):
            return {}
        given, left = {}, amount
        keys = [key for key, share in shares.items() if share]
        for key in keys[:-1]:
            given[key] = min(currency.round(amount * shares[key] / total), left)
            left -= given[key]
        given[keys[-1]] = currency.round(left)
        return {key: value for key, value in given.items() if not currency.is_zero(value)}

    def _get_values(self, groups):
        """:return: dict of (job, taxes): what the benefit speaks of, with taxes; of a level, what it gives"""
        if self.kind == 'level':
            rates = {'labour': self.labour_percent, 'part': self.parts_percent}
            return {
                key: sum(line.price_total * rates.get(line._get_benefit_kind(), 0.0) / 100 for line in lines)
                for key, lines in groups.items()}
        return self._get_reward_values(groups)

    @staticmethod
    def _get_left(lines, available):
        """:return: which share of the lines is still to pay"""
        total = sum(lines.mapped('price_total'))
        return min(max(available, 0.0) / total, 1.0) if total > 0 else 0.0

    def _get_worth(self, total):
        """:param total: what it speaks of, with taxes"""
        return total if self.kind == 'level' else self._get_reward_worth(total)

    def _is_enough(self, groups):
        """Whether the work fulfils the conditions of the program."""
        return self.kind == 'level' or not self._get_condition_refusal(groups)

    def _write_lines(self, given):
        """:param given: dict of (job, taxes): amount with taxes"""
        self.ensure_one()
        own = self._get_lines()
        lines = {(line._get_benefit_holder(), line.tax_ids): line for line in own}
        obsolete = own.browse().concat(*(line for key, line in lines.items() if key not in given))
        obsolete.unlink()
        new = []
        for key, amount in given.items():
            holder, taxes = key
            line = lines.get(key)
            if line and not self.currency_id.compare_amounts(-line.price_total, amount):
                continue
            vals = {'price_unit': -self._get_price(holder, taxes, amount)}
            if line:
                line.write(vals)
            else:
                new.append({**self._prepare_line_vals(holder, taxes), **vals})
        own.create(new)

    def _get_price(self, holder, taxes, amount):
        """The price that comes to ``amount`` with these taxes; less by a coin where its rounded parts would be more."""
        line, Tax = holder.line_ids[:1], self.env['account.tax']
        unit = line._get_benefit_unit(taxes) or 1.0
        for coins in range(4):
            price = (amount - coins * self.currency_id.rounding) / unit
            base_line = line._prepare_base_line_for_taxes_computation(
                price_unit=price, discount=0.0, tax_ids=taxes, quantity=1.0)
            Tax._add_tax_details_in_base_line(base_line, holder.company_id)
            Tax._round_base_lines_tax_details([base_line], holder.company_id)
            if self.currency_id.compare_amounts(base_line['tax_details']['total_included_currency'], amount) <= 0:
                break
        return max(price, 0.0)

    @staticmethod
    def _get_line_taxes(taxes):
        """An amount for each piece is no part of a discount."""
        return taxes.filtered(lambda tax: 'fixed' not in tax.flatten_taxes_hierarchy().mapped('amount_type'))

    def _prepare_line_vals(self, holder, taxes):
        self.ensure_one()
        return {
            **holder._prepare_benefit_line_vals(), 'product_id': self._get_line_product().id, 'quantity': 1.0,
            'name': self._get_line_name(), 'tax_ids': [Command.set(taxes.ids)],
            'benefit_id': self.id, 'sequence': 9999,
        }

    def _get_line_name(self):
        """In the words of the customer, who finds it on his papers."""
        words = self.with_context(lang=self._get_document()._get_lang())
        return ': '.join(filter(None, (words.display_name, self.reward_name)))

    def _get_line_product(self):
        """What the discount is booked on: the reward's own product, or ours."""
        reward = self._get_reward()
        product = reward and reward.discount_line_product_id
        return product or self.env.ref('aftersales.product_benefit')
