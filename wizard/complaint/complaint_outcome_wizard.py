from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesComplaintOutcomeWizard(models.TransientModel):
    """Whether the customer is content, why he refuses, or why there is nothing in it."""
    _name = 'aftersales.complaint.outcome.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Outcome of a Complaint"

    complaint_id = fields.Many2one('aftersales.complaint', required=True, readonly=True, ondelete='cascade')
    target = fields.Selection(
        [('confirmed', "Satisfied"), ('refused', "Refused"), ('unfounded', "Unfounded")], required=True, readonly=True,
        default='confirmed')
    mood = fields.Selection(
        selection=lambda self: self.env['aftersales.complaint']._fields['mood']._description_selection(self.env),
        string="Customer's Mood", default='content')
    note = fields.Text(string="What the Customer Said")
    reason = fields.Text(string="Why It Is Unfounded")
    is_told = fields.Boolean(string="Refusal Sent", compute='_compute_is_told')
    is_late = fields.Boolean(related='complaint_id.is_whole_overdue')
    late_reason = fields.Text(
        string="Why Late", compute='_compute_late_reason', store=True, readonly=False)
    proof = fields.Text(help="What shows it: a paper, a measurement, a photo.")

    @api.depends('complaint_id.kind', 'complaint_id.letter_ids.kind')
    def _compute_is_told(self):
        for wizard in self:
            complaint = wizard.complaint_id
            wizard.is_told = complaint.kind != 'complaint' or 'refusal' in complaint.letter_ids.mapped('kind')

    @api.depends('complaint_id')
    def _compute_late_reason(self):
        for wizard in self:
            wizard.late_reason = wizard.complaint_id.late_reason

    def action_apply(self):
        self.ensure_one()
        complaint = self.complaint_id
        if self.is_late and (self.late_reason or '').strip():
            complaint.late_reason = self.late_reason
        if self.target == 'unfounded':
            complaint.write({'unfounded_reason': self.reason, 'unfounded_proof': self.proof})
            complaint._check_grounds()
            if not self.is_told:
                return complaint._get_dialog(
                    'aftersales.complaint.letter.wizard', self.env._("Tell the Customer"), kind='refusal')
            complaint._transition('unfounded')
            return {'type': 'ir.actions.act_window_close'}
        if not (self.note or '').strip():
            raise UserError(self.env._("Write what the customer said."))
        if self.target == 'refused' or self.mood == 'discontent':
            complaint.write({'refused_reason': self.note, 'mood': 'discontent'})
            complaint._transition('refused')
            return complaint._get_form_action(complaint.followup_ids[-1:])
        complaint.write({'mood': self.mood, 'confirm_note': self.note})
        complaint._transition('confirmed')
        return {'type': 'ir.actions.act_window_close'}
