from odoo import models


class AftersalesOrder(models.Model):
    """Whether the promise holds, as the order sheet says it."""

    _inherit = 'aftersales.order'

    def _prepare_sheet_promise(self):
        promise = super()._prepare_sheet_promise()
        if not promise or not self.is_open:
            return promise
        if self.is_at_risk and not promise['level']:
            promise['level'] = 'warning'
        expected = self._get_short_time_text(self.expected_ready_date)
        if promise['level']:
            promise['reasons'].insert(0, self.env._("Expected ready: %(moment)s", moment=expected) if expected
                                      else self.env._("Not foreseeable when it will be ready"))
            promise['reasons'] += self._get_delay_reasons()
        return promise
