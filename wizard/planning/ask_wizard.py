from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesAskWizard(models.TransientModel):
    """The customer is asked for the work and for the time it takes in one breath; the advisor sees both first (F6)."""
    _inherit = 'aftersales.ask.wizard'

    promise_date = fields.Datetime(related='order_id.promise_date', related_sudo=False)
    new_promise_date = fields.Datetime(
        string="New Promise", compute='_compute_new_promise_date', store=True, readonly=False,
        help="When the car is ready if the customer approves what is asked; empty where the promise can be kept.")
    proposed_date = fields.Datetime(compute='_compute_new_promise_date', store=True)
    delay_reason = fields.Char(string="Waits for", compute='_compute_delay_reason')

    @api.depends('order_id')
    def _compute_new_promise_date(self):
        for wizard in self:
            wizard.new_promise_date = wizard.proposed_date = wizard.order_id and wizard.order_id._propose_promise()

    @api.depends('order_id')
    def _compute_delay_reason(self):
        for wizard in self:
            wizard.delay_reason = " · ".join(wizard.job_ids._origin._get_wait_texts())

    def action_apply(self):
        self.ensure_one()
        promise = self.new_promise_date
        if promise and promise < fields.Datetime.now():
            raise UserError(self.env._(
                "The new promise of %(order)s lies in the past. Enter when the customer gets the car.",
                order=self.order_id.name))
        action = super().action_apply()
        is_later = promise and self.proposed_date and promise > self.promise_date
        # sudo: requests are kept by the system; asking has checked the role
        self.order_id.sudo().open_request_id.new_promise_date = is_later and promise
        return action
