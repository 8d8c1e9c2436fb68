from odoo import api, fields, models
from odoo.fields import Command


class AftersalesReturnWizard(models.TransientModel):
    """What failed, and what the technician is to do about it: asked before a job goes back to him (F1)."""
    _name = 'aftersales.return.wizard'
    _inherit = ['aftersales.job.dialog.mixin']
    _description = "Return a Job"

    inspection_id = fields.Many2one('aftersales.inspection', required=True, readonly=True)
    job_id = fields.Many2one(related='inspection_id.job_id', required=False)
    technician_id = fields.Many2one(related='inspection_id.technician_id')
    failed_line_ids = fields.Many2many(
        'aftersales.inspection.line', string="Failed Items", domain="[('inspection_id', '=', inspection_id)]",
        compute='_compute_findings', store=True, readonly=False)
    note = fields.Text(string="What Was Found", compute='_compute_findings', store=True, readonly=False)
    todo = fields.Text(
        string="What to Do", required=True, compute='_compute_findings', store=True, readonly=False)

    @api.depends('inspection_id')
    def _compute_findings(self):
        for wizard in self:
            inspection = wizard.inspection_id
            failed = inspection.line_ids.filtered(lambda line: line.result == 'fail')
            wizard.failed_line_ids = [Command.set(failed.ids)]
            wizard.note = inspection.note
            wizard.todo = inspection.todo

    def action_apply(self):
        self.ensure_one()
        inspection = self.inspection_id
        inspection._check_open()
        failed = self.failed_line_ids & inspection.line_ids
        failed.filtered(lambda line: line.result != 'fail').action_fail()
        inspection.write({'note': self.note, 'todo': self.todo})
        inspection.action_fail()
        return {'type': 'ir.actions.act_window_close'}
