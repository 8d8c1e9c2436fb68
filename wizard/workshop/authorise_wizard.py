from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.workshop.aftersales_authorisation import CHANNELS


class AftersalesAuthoriseWizard(models.TransientModel):
    """The customer's answer, taken at the counter or on the phone."""

    _name = 'aftersales.authorise.wizard'
    _description = "Customer's Answer"

    job_ids = fields.Many2many(comodel_name='aftersales.job', required=True, string="Jobs")
    decision = fields.Selection(
        selection=[('approved', 'Approves'), ('declined', 'Declines'), ('callback', 'Wants a call back')],
        required=True, default='approved',
    )
    channel = fields.Selection(
        selection=[channel for channel in CHANNELS if channel[0] != 'portal'],
        required=True, default='in_person',
    )
    signatory = fields.Char(
        string="Answered By", required=True, compute='_compute_signatory', store=True, readonly=False,
    )
    signature = fields.Image(max_width=1024, max_height=1024)
    reason = fields.Char()
    currency_id = fields.Many2one(related='job_ids.currency_id')
    amount_total = fields.Monetary(compute='_compute_amount_total', string="Total Shown")

    @api.depends('job_ids')
    def _compute_signatory(self):
        for wizard in self:
            wizard.signatory = wizard.job_ids.order_id[:1].partner_id.name

    @api.depends('job_ids')
    def _compute_amount_total(self):
        for wizard in self:
            wizard.amount_total = sum(wizard.job_ids.mapped('amount_total'))

    def action_apply(self):
        self.ensure_one()
        if not self.job_ids:
            raise UserError(self.env._("Choose at least one job that the customer answered for."))
        if self.channel == 'signature' and self.decision == 'approved' and not self.signature:
            raise UserError(self.env._("Let the customer sign, or choose another way of answering."))
        if self.decision == 'approved':
            self.job_ids._approve(self.channel, signatory=self.signatory, signature=self.signature)
        elif self.decision == 'declined':
            self.job_ids._decline(self.channel, signatory=self.signatory, reason=self.reason)
        else:
            self.job_ids._call_back(self.channel, signatory=self.signatory, reason=self.reason)
        return {'type': 'ir.actions.act_window_close'}
