from odoo import api, fields, models


class AftersalesFinishWizard(models.TransientModel):
    """What was found and done, asked when the technician finishes a job without having said so (E1, E6)."""
    _name = 'aftersales.finish.wizard'
    _description = "Finish a Job"

    job_id = fields.Many2one('aftersales.job', required=True, readonly=True)
    concern = fields.Text(related='job_id.concern', related_sudo=False)
    finding_policy = fields.Selection(related='job_id.company_id.aftersales_finding_policy')
    cause = fields.Text(compute='_compute_findings', store=True, readonly=False)
    correction = fields.Text(required=True, compute='_compute_findings', store=True, readonly=False)

    @api.depends('job_id')
    def _compute_findings(self):
        for wizard in self:
            wizard.cause = wizard.job_id.cause
            wizard.correction = wizard.job_id.correction

    def action_apply(self):
        self.ensure_one()
        self.job_id.write({'cause': self.cause, 'correction': self.correction})
        self.job_id._clock_finish()
        return {'type': 'ir.actions.act_window_close'}
