from odoo import fields, models

KINDS = {'labour': 'labour', 'part': 'part', 'sublet': 'sublet', 'fee': 'other'}


class AftersalesJob(models.Model):
    """What a maker is asked for: hours at his rate, parts by his basis, other shops' work at cost."""
    _inherit = 'aftersales.job'

    def _prepare_claim_lines(self, terms):
        """Values of the claim's lines for the job, at the maker's rates. Hook: rooms add travel, towing, loaners."""
        self.ensure_one()
        job = self.sudo()  # sudo: costs are no clerk's to change, but what is claimed follows them
        share = job.share / 100 if job._is_shared() else 1.0
        lines = []
        for line in job._get_claimable_lines():
            quantity = line._get_claimed_quantity()
            if not quantity:
                continue
            lines.append({
                **line._prepare_claim_line_vals(terms, share),
                'kind': KINDS[line.line_type], 'job_id': job.id, 'source_line_id': line.id, 'quantity': quantity,
                'sequence': 10 * (len(lines) + 1),
            })
        return job._lay_deductible_on(lines, terms, share)

    def _lay_deductible_on(self, lines, terms, share):
        """What the co-payer bears first is not asked of the maker: less of each line, by its part of the whole.

        :param lines: values of the claim's lines
        """
        self.ensure_one()
        currency = terms.currency_id
        left = self._get_deductible_of_claim(terms, share)
        amounts = [currency.round(
            vals['quantity'] * vals['price_unit'] * (1 + vals['handling'] / 100)) for vals in lines]
        total = sum(amounts)
        left = min(left, total)
        for vals, amount in zip(lines, amounts, strict=True):
            part = currency.round(left * amount / total) if total else 0.0
            vals['borne_amount'] = min(part, amount)
            left, total = currency.round(left - vals['borne_amount']), total - amount
        return lines

    def _get_deductible_of_claim(self, terms, share):
        """What of the maker's part the deductible takes, without taxes and in his currency."""
        self.ensure_one()
        if not self.deductible or not self._is_shared() or self.amount_total <= 0:
            return 0.0
        borne = min(self.deductible, self.amount_total) * self.amount_untaxed / self.amount_total * share
        day = self.workshop_id._get_local_day(self.done_date or fields.Datetime.now())
        return self.currency_id._convert(borne, terms.currency_id, self.company_id, day)

    def _get_claimable_lines(self):
        """What was done and fitted: neither declined, nor the customer's own, nor a menu's price beside its work."""
        self.ensure_one()
        return self.line_ids.filtered(lambda line: (
            line.approval != 'declined' and line.part_origin != 'customer' and line.line_type in KINDS
            and not (self.menu_id and line.line_type == 'fee' and line.product_id == self.menu_id.product_id)))
