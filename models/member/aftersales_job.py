from odoo import models

MOVING_FIELDS = frozenset({'pay_type_id', 'payer_id', 'co_payer_id', 'share', 'deductible', 'state'})


class AftersalesJob(models.Model):
    """Work on which a customer may use coupons and points."""
    _inherit = 'aftersales.job'

    def write(self, vals):
        result = super().write(vals)
        if MOVING_FIELDS & vals.keys():
            self.order_id._follow_benefits()
        return result

    def unlink(self):
        orders = self.order_id.filtered('has_benefits')
        if orders:
            # sudo: lines of benefits are the system's
            self.sudo().line_ids.filtered('benefit_id').unlink()
        result = super().unlink()
        orders.exists()._follow_benefits()
        return result

    def _after_decline(self):
        result = super()._after_decline()
        self.order_id._follow_benefits()
        return result

    def _get_lines_to_offer(self):
        """What a benefit takes off follows from what is chosen."""
        return super()._get_lines_to_offer().filtered(lambda line: not line.benefit_id)

    def _takes_benefits(self):
        """Whether it is work of class A that the order's customer pays alone."""
        self.ensure_one()
        customer = self.order_id.partner_id.commercial_partner_id
        return (
            self._is_live() and self.service_class == 'a' and self.settlement == 'invoice' and not self._is_shared()
            and (self._get_principal() or self.order_id.partner_id).commercial_partner_id == customer)

    def _get_given_amount(self):
        """What the program gives is not of what somebody was allowed to give away."""
        given = super()._get_given_amount()
        benefits = sum(self._get_sold_lines().filtered('benefit_id').mapped('price_total'))
        return max(given + benefits, 0.0)

    def _prepare_benefit_line_vals(self):
        """Where a line stands by which a benefit takes something off the job."""
        return {'job_id': self.id, 'line_type': 'fee'}
