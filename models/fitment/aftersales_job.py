from odoo import api, models

DAYS_A_MONTH = 31


class AftersalesJob(models.Model):
    """What the house promises of a part itself holds beside the guarantee of the work it was fitted with (H1, F3)."""

    _inherit = 'aftersales.job'

    def _get_guarantees(self):
        guarantees = super()._get_guarantees()
        if self._voids_guarantee():
            return guarantees
        return guarantees + [ends for line in self.line_ids if any(ends := line._get_part_guarantee())]

    @api.model
    def _get_longest_guarantee(self):
        # sudo: how long something is promised at most is no secret of any company
        longest = self.env['product.template'].sudo().with_context(active_test=False).search(
            [('aftersales_guarantee_months', '>', 0)], order='aftersales_guarantee_months DESC', limit=1)
        return max(super()._get_longest_guarantee(), DAYS_A_MONTH * longest.aftersales_guarantee_months)
