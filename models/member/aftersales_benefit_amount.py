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
        self.order_id.ensure_one()
        groups, available = self._get_base()
        others = self.order_id.benefit_ids - self
        for line in others.line_ids:
            key = line.job_id, line.tax_ids
            if key in available:
                available[key] += line.price_total
        for benefit in self.sorted('id'):
            if any(benefit.line_ids.mapped('qty_invoiced')):
                given = {(line.job_id, line.tax_ids): -line.price_total for line in benefit.line_ids}
            else:
                benefit._write_lines(benefit._reckon(groups, available))
                given = {(line.job_id, line.tax_ids): -line.price_total for line in benefit.line_ids}
                amount = sum(given.values())
                benefit._take_points(benefit._get_points_of(amount))
                if benefit.currency_id.compare_amounts(benefit.amount, amount):
                    benefit.amount = amount
            for key in given.keys() & available.keys():
                available[key] -= given[key]

    def _get_base(self):
        """:return: lines by job and taxes, and what is to pay of each with taxes"""
        groups, available = {}, {}
        for job in self.order_id.job_ids.filtered(lambda job: job._takes_benefits()):
            for line in job._get_sold_lines().filtered(lambda line: not line.benefit_id and not line.qty_invoiced):
                key = job, self._get_line_taxes(line.tax_ids)
                groups[key] = groups.get(key, line.browse()) + line
                available[key] = available.get(key, 0.0) + line.price_total
        return groups, available

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
                key: sum(line.price_total * rates.get(line.line_type, 0.0) / 100 for line in lines)
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
        lines = {(line.job_id, line.tax_ids): line for line in self.line_ids}
        obsolete = self.line_ids.browse().concat(*(line for key, line in lines.items() if key not in given))
        obsolete.unlink()
        new = []
        for key, amount in given.items():
            job, taxes = key
            line = lines.get(key)
            if line and not self.currency_id.compare_amounts(-line.price_total, amount):
                continue
            vals = {'price_unit': -self._get_price(job, taxes, amount)}
            if line:
                line.write(vals)
            else:
                new.append({**self._prepare_line_vals(job, taxes), **vals})
        self.line_ids.create(new)

    def _get_price(self, job, taxes, amount):
        """The price that comes to ``amount`` with these taxes; less by a coin where its rounded parts would be more."""
        line, Tax = job.line_ids[:1], self.env['account.tax']
        unit = line._get_raw_total(1.0, taxes, 1.0) or 1.0
        for coins in range(4):
            price = (amount - coins * self.currency_id.rounding) / unit
            base_line = line._prepare_base_line_for_taxes_computation(
                price_unit=price, discount=0.0, tax_ids=taxes, quantity=1.0)
            Tax._add_tax_details_in_base_line(base_line, job.company_id)
            Tax._round_base_lines_tax_details([base_line], job.company_id)
            if self.currency_id.compare_amounts(base_line['tax_details']['total_included_currency'], amount) <= 0:
                break
        return max(price, 0.0)

    @staticmethod
    def _get_line_taxes(taxes):
        """An amount for each piece is no part of a discount."""
        return taxes.filtered(lambda tax: 'fixed' not in tax.flatten_taxes_hierarchy().mapped('amount_type'))

    def _prepare_line_vals(self, job, taxes):
        self.ensure_one()
        return {
            'job_id': job.id, 'product_id': self._get_line_product().id, 'line_type': 'fee', 'quantity': 1.0,
            'name': self._get_line_name(), 'tax_ids': [Command.set(taxes.ids)],
            'benefit_id': self.id, 'sequence': 9999,
        }

    def _get_line_name(self):
        """In the words of the customer, who finds it on his papers."""
        words = self.with_context(lang=self.order_id._get_lang())
        return ': '.join(filter(None, (words.display_name, self.reward_name)))

    def _get_line_product(self):
        """What the discount is booked on: the reward's own product, or ours."""
        reward = self._get_reward()
        product = reward and reward.discount_line_product_id
        return product or self.env.ref('aftersales.product_benefit')
