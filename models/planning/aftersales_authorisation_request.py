from odoo import fields, models


class AftersalesAuthorisationRequest(models.Model):
    """Who is asked for more work is told when the car is ready with it (F6)."""
    _inherit = 'aftersales.authorisation.request'

    new_promise_date = fields.Datetime(
        string="New Promise", readonly=True, copy=False,
        help="When the car is ready if the customer approves what is asked; empty where the promise can be kept.")

    def _prepare_page_values(self):
        return {**super()._prepare_page_values(), 'new_promise': self._get_page_time(self.new_promise_date)}

    def _answer(self, answers, *args, **kwargs):
        is_recorded = super()._answer(answers, *args, **kwargs)
        if is_recorded and any(answer.decision == 'approved' for answer in self.authorisation_ids):
            self.order_id._agree_promise(self.new_promise_date)
        return is_recorded
