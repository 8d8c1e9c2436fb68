from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesComplaintPauseWizard(models.TransientModel):
    """Whom the complaint waits for, and for what: the days stop until he has answered."""
    _name = 'aftersales.complaint.pause.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Wait for Others"

    complaint_id = fields.Many2one('aftersales.complaint', required=True, readonly=True, ondelete='cascade')
    reason = fields.Selection(
        selection=lambda self: self.env['aftersales.complaint.pause']._fields['reason']._description_selection(self.env),
        required=True, default='customer')
    note = fields.Char(string="What Is Awaited")

    def action_apply(self):
        self.ensure_one()
        if not (self.note or '').strip():
            raise UserError(self.env._("Write what is waited for; blanks are no reason."))
        self.complaint_id._pause(self.reason, self.note)
        return {'type': 'ir.actions.act_window_close'}
