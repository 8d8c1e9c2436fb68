from datetime import timedelta

from odoo import fields, models


class AftersalesOrderLine(models.Model):
    """The new part that an old one made room for (H6)."""
    _inherit = 'aftersales.order.line'

    def _is_old_part_due(self):
        """What is claimed, has a rule of its own, or the customer wants back; the rest is scrapped without being asked for."""
        product = self.product_id
        return super()._is_old_part_due() or bool(
            self.line_type == 'part' and product and product.product_tmpl_id._leaves_old_part() and (
                product.aftersales_old_part_rule or self.job_id._get_old_part_duty(product) != 'scrap'))

    def _owes_old_part(self):
        """Whether the old part gets its tag without anybody's asking: by the rule of the part, or by the customer's wish."""
        self.ensure_one()
        product = self.product_id
        return bool(
            product.aftersales_old_part_rule or product.aftersales_old_part_waste
            or self.job_id._get_old_part_duty(product) == 'customer')

    def _prepare_old_part_vals(self):
        self.ensure_one()
        job, product = self.job_id, self.product_id
        duty = job._get_old_part_duty(product)
        today = job.workshop_id._get_local_day(fields.Datetime.now())
        return {
            'job_id': job.id, 'line_id': self.id, 'product_id': product.id, 'quantity': self.qty_issued, 'duty': duty,
            'reason': job.name[:250], 'value': product.aftersales_core_value * self.qty_issued,
            'supplier_id': product.seller_ids[:1].partner_id.id if duty in ('core', 'maker') else False,
            **({} if duty == 'claim' else {'deadline': today + timedelta(days=job.company_id.aftersales_old_part_days)}),
        }
