from odoo import api, fields, models


class AftersalesAuthoriseWizard(models.TransientModel):
    """Who answers at the counter or on the phone agrees on the new time in the same breath (F6)."""
    _inherit = 'aftersales.authorise.wizard'

    new_promise_date = fields.Datetime(
        string="New Promise", compute='_compute_new_promise_date', store=True, readonly=False,
        help="When the car is ready with what is asked. Agree on it with the customer: approving changes the promise.")
    proposed_date = fields.Datetime(compute='_compute_new_promise_date', store=True)
    delay_reason = fields.Char(string="Waits for", compute='_compute_delay_reason')

    @api.depends('job_ids')
    def _compute_new_promise_date(self):
        for wizard in self:
            order = wizard.job_ids._origin.order_id[:1]
            wizard.new_promise_date = wizard.proposed_date = order and order._propose_promise()

    @api.depends('job_ids')
    def _compute_delay_reason(self):
        for wizard in self:
            wizard.delay_reason = " · ".join(wizard.job_ids._origin._get_wait_texts())

    def action_apply(self):
        result = super().action_apply()
        if self.decision == 'approved' and self.new_promise_date:
            for order in self.job_ids.order_id:
                # What was proposed holds where it is needed; what the advisor agreed on himself holds anyhow.
                order._agree_promise(self.new_promise_date, is_needed=self.new_promise_date != self.proposed_date)
        return result
