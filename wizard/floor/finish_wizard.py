from odoo import api, fields, models


class AftersalesFinishWizard(models.TransientModel):
    """The one dialog that finishes a job: which car, what was found and done, what became of its parts (E1, E6)."""
    _name = 'aftersales.finish.wizard'
    _inherit = ['aftersales.job.dialog.mixin']
    _description = "Finish a Job"

    concern = fields.Text(related='job_id.concern', related_sudo=False)
    cause = fields.Text(compute='_compute_findings', store=True, readonly=False)
    correction = fields.Text(compute='_compute_findings', store=True, readonly=False)
    is_cause_required = fields.Boolean(compute='_compute_asked')
    is_correction_required = fields.Boolean(compute='_compute_asked')
    needs = fields.Text(string="Not Issued", compute='_compute_asked')
    needs_answer = fields.Selection('_selection_needs_answer', string="These Parts")

    @api.model
    def _selection_needs_answer(self):
        return self.env['aftersales.job']._selection_needs_answer()

    @api.depends('job_id')
    def _compute_findings(self):
        for wizard in self:
            wizard.cause = wizard.job_id.cause
            wizard.correction = wizard.job_id.correction

    @api.depends('job_id')
    def _compute_asked(self):
        for wizard in self:
            required = wizard.job_id._get_required_findings() if wizard.job_id else []
            wizard.is_cause_required = 'cause' in required
            wizard.is_correction_required = 'correction' in required
            wizard.needs = "\n".join(wizard.job_id._get_open_needs()) if wizard.job_id else False

    def action_apply(self):
        self.ensure_one()
        findings = {
            name: self[name] for name in ('cause', 'correction') if (self[name] or '') != (self.job_id[name] or '')}
        if findings:
            self.job_id.write(findings)
        self.job_id._clock_finish(needs_answer=self.needs_answer)
        return {'type': 'ir.actions.act_window_close'}
