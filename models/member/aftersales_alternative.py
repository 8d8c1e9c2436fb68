from odoo import api, models
from odoo.fields import Command


class AftersalesAlternative(models.Model):
    """What a coupon, points or the customer's level takes off is reckoned for each choice: he pays what he reads (G3)."""
    _inherit = 'aftersales.alternative'

    # === COMPUTE METHODS ===#

    @api.depends('state', 'job_id.order_id.has_benefits', 'job_id.order_id.benefit_ids.line_ids.price_unit')
    def _compute_amount_total(self):
        super()._compute_amount_total()
        for alternative in self.filtered(lambda alternative: alternative._takes_benefits()):
            alternative.amount_total = sum(alternative._get_drafts().mapped('price_total'))

    # === BUSINESS METHODS ===#

    def _takes_benefits(self):
        self.ensure_one()
        return bool(self.state == 'offered' and not self.is_later and self.job_id.order_id.has_benefits)

    def _get_drafts(self):
        drafts = super()._get_drafts()
        return drafts + self._draft_benefits(drafts)[0] if self._takes_benefits() else drafts

    def _draft_benefits(self, drafts):
        """:return: lines of this job, and of the others, by which benefits take something off when this is chosen"""
        order, job = self.job_id.order_id._origin.sudo(), self.job_id._origin.sudo()  # sudo: benefits are the system's
        own = drafts if job._takes_benefits() else drafts.browse()
        foreseen, lines = order.benefit_ids._foresee(order._get_benefit_sold() - job.line_ids + own), {}
        for benefit, given in foreseen.items():
            for (holder, taxes), amount in given.items():
                lines.setdefault(holder, []).append({
                    **benefit._prepare_line_vals(holder, taxes), 'price_unit': -benefit._get_price(holder, taxes, amount)})
        others = drafts.browse().concat(*(holder._draft_new_lines(vals) for holder, vals in lines.items() if holder != job))
        return job._draft_new_lines(lines.get(job, [])), others

    def _get_other_lines(self):
        """With less or more work here, a benefit of the whole order gives less or more there."""
        lines = super()._get_other_lines()
        if not self.job_id.order_id.has_benefits:
            return lines
        drafts = self.job_id._draft_lines(self.line_ids)
        return lines.filtered(lambda line: not line.benefit_id) + self._draft_benefits(drafts)[1]

    def _get_shown_content(self):
        content = super()._get_shown_content()
        if self._takes_benefits():
            benefits, __ = self._draft_benefits(self.job_id._draft_lines(self.line_ids))
            content['lines'] += [{
                'name': line._get_print_name(), 'code': '', 'origin': '', 'quantity': line.quantity, 'unit': '',
                'total': line.price_total} for line in benefits]
        return content

    def _close(self, state):
        """What a benefit would have taken off is kept as well."""
        for alternative in self.sudo():  # sudo: stamps of the system
            if alternative._takes_benefits() and not any(alternative.line_ids.mapped('is_kept')):
                benefits, __ = alternative._draft_benefits(alternative.job_id._draft_lines(alternative.line_ids))
                alternative.line_ids = [
                    Command.create(line._prepare_alternative_line_vals(is_kept=True)) for line in benefits]
        return super()._close(state)
