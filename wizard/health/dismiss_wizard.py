from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesDismissWizard(models.TransientModel):
    """Why declined work or an open finding isn't offered any more."""
    _name = 'aftersales.dismiss.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = "Drop Declined Work"

    job_ids = fields.Many2many('aftersales.job', string="Declined Work")
    line_ids = fields.Many2many('aftersales.health.check.line', string="Findings")

    def action_apply(self):
        self.ensure_one()
        if not self.job_ids and not self.line_ids:
            raise UserError(self.env._("Choose the declined work or the findings to drop."))
        self.job_ids._dismiss(self.reason)
        self.line_ids._dismiss(self.reason)
        return {'type': 'ir.actions.act_window_close'}
