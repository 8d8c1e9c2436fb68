from odoo import models


class AftersalesJob(models.Model):
    """Parts went out under the class of their job: under another one, months that are over say another thing."""
    _inherit = 'aftersales.job'

    def write(self, vals):
        if 'pay_type_id' in vals:
            given = vals['pay_type_id']
            pay_type = self.env['aftersales.pay.type'].browse(getattr(given, 'id', given))
            self.filtered(
                lambda job: job.pay_type_id.service_class != pay_type.service_class).line_ids._forget_kept_months()
        return super().write(vals)
