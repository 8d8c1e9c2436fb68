from odoo import fields, models


class AftersalesJob(models.Model):
    """The new promise is part of what the customer is shown, and answers to."""
    _inherit = 'aftersales.job'

    def _get_shown_content(self, decision='approved', whole=False):
        content = super()._get_shown_content(decision, whole)
        promise = self.order_id.sudo().open_request_id.new_promise_date  # sudo: kept by the system
        return {**content, 'new_promise': fields.Datetime.to_string(promise)} if promise else content
