from odoo import api, fields, models

# The clock gives these by itself.
AUTOMATIC_REASONS = ('switch', 'finished', 'forgotten')


class AftersalesPauseWizard(models.TransientModel):
    """Why the technician's clock stops, or what the time goes to without a job."""
    _name = 'aftersales.pause.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Pause"

    job_ids = fields.Many2many('aftersales.job', string="Jobs")
    reason = fields.Selection('_selection_reason', required=True, default='break')
    note = fields.Char()

    @api.model
    def _selection_reason(self):
        reasons = self.env['aftersales.time.entry']._fields['pause_reason']._description_selection(self.env)
        return [reason for reason in reasons if reason[0] not in AUTOMATIC_REASONS]

    def action_apply(self):
        """Pause the jobs; without a job, stop the clock or keep the time as idle."""
        self.ensure_one()
        if self.job_ids:
            self.job_ids.check_access('write')
            self.job_ids._clock_pause(self.reason, self.note)
        else:
            self.env['aftersales.time.entry']._clock_idle(self.reason, self.note)
        return {'type': 'ir.actions.act_window_close'}
