from odoo import models


class SmsComposer(models.TransientModel):
    """What an employee composes to a customer shows him no key; it comes into the customer's own SMS (M1)."""
    _inherit = 'sms.composer'

    def _compute_body(self):
        """A stored value is computed by the system (sudo), which renders keys: here it is read by who composes."""
        super()._compute_body()
        Key = self.env['aftersales.customer.key.mixin']
        for composer in self.filtered('template_id'):
            composer.body = Key._hide_keys(composer.body)
