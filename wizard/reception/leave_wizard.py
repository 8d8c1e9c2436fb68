from odoo import api, fields, models


class AftersalesLeaveWizard(models.TransientModel):
    _inherit = 'aftersales.leave.wizard'

    leave_reason_id = fields.Many2one(
        'aftersales.decline.reason', string="Kind of Reason", help="Fills the reason, which you may word yourself.")
    reason = fields.Char(compute='_compute_reason', store=True, readonly=False, precompute=True)

    @api.depends('leave_reason_id')
    def _compute_reason(self):
        """What the advisor has worded stays; the name of another reason gives way."""
        worded = list(filter(None, self.mapped('reason')))
        names = set(self.env['aftersales.decline.reason'].search([('name', 'in', worded)]).mapped('name'))
        for wizard in self:
            if wizard.leave_reason_id and (not wizard.reason or wizard.reason in names):
                wizard.reason = wizard.leave_reason_id.name
            else:
                wizard.reason = wizard.reason  # a computed field is given a value on every path

    def action_apply(self):
        jobs = self.job_ids
        res = super().action_apply()
        if kind := self.leave_reason_id:
            self.order_id.sudo().leave_reason_id = kind  # sudo: a stamp of the system, like the reason's text
            jobs.filtered(lambda job: job.approval == 'declined' and not job.decline_reason_id).decline_reason_id = kind
        return res
