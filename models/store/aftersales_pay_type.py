from odoo import models


class AftersalesPayType(models.Model):
    """Parts went out under the class of their job's pay type: under another one, months that are over say another thing."""
    _inherit = 'aftersales.pay.type'

    def write(self, vals):
        if 'service_class' in vals and any(pay_type.service_class != vals['service_class'] for pay_type in self):
            self.env['aftersales.stocking.policy']._forget_kept()
        return super().write(vals)
