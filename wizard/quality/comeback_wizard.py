from odoo import api, fields, models


class AftersalesComebackWizard(models.TransientModel):
    """Which earlier job a job is the comeback of, where the system doesn't see it (F2)."""
    _name = 'aftersales.comeback.wizard'
    _inherit = ['aftersales.job.dialog.mixin']
    _description = "Comeback of an Earlier Job"

    vehicle_id = fields.Many2one(related='job_id.vehicle_id')
    company_id = fields.Many2one(related='job_id.company_id')
    comeback_of_id = fields.Many2one(
        'aftersales.job', string="Earlier Job", required=True, compute='_compute_comeback_of_id', store=True, readonly=False,
        domain="[('vehicle_id', '=', vehicle_id), ('company_id', '=', company_id), ('order_id', '!=', order_id), "
               "('state', '=', 'passed')]")

    @api.depends('job_id')
    def _compute_comeback_of_id(self):
        for wizard in self:
            wizard.comeback_of_id = wizard.job_id.suggested_comeback_id

    def action_apply(self):
        self.ensure_one()
        self.job_id._link_comeback(self.comeback_of_id)
        return {'type': 'ir.actions.act_window_close'}
