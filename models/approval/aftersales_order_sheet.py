from odoo import models

from odoo.addons.aftersales.models.base.entries import NextStep


class AftersalesOrder(models.Model):
    """Asking the customer, as the order's next step."""

    _inherit = 'aftersales.order'

    def _get_next_steps(self):
        steps = super()._get_next_steps()
        if self.is_locked or not self.pending_job_count or not self.env.user.has_group('aftersales.group_answer'):
            return steps
        if not self.open_request_id:
            return [*steps, NextStep(30, 'action_preview_question', self.env._("Ask Customer"))]
        return [*steps, NextStep(31, 'action_authorise', self.env._("Customer's Answer"))]
