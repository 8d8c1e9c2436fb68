from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext


class AftersalesComplaintLetterWizard(models.TransientModel):
    """A letter of a template, in the customer's language, read and completed before it goes; or a call, in a line."""
    _name = 'aftersales.complaint.letter.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Tell the Customer"

    complaint_id = fields.Many2one('aftersales.complaint', required=True, readonly=True, ondelete='cascade')
    partner_id = fields.Many2one(related='complaint_id.partner_id', string="Customer")
    email = fields.Char(string="Goes out to", compute='_compute_email')
    kind = fields.Selection(
        selection=lambda self: self.env['aftersales.complaint.letter']._fields['kind']._description_selection(self.env),
        string="What", required=True, default='interim')
    channel = fields.Selection(
        selection=lambda self: self.env['aftersales.complaint.letter']._fields['channel']._description_selection(self.env),
        string="Sent By Way Of", required=True, compute='_compute_channel', store=True, readonly=False)
    subject = fields.Char(compute='_compute_text', store=True, readonly=False)
    body = fields.Html(string="Letter Text", compute='_compute_text', store=True, readonly=False)
    note = fields.Text(string="What Was Said")

    @api.depends('complaint_id')
    def _compute_email(self):
        for wizard in self:
            wizard.email = wizard.complaint_id._get_letter_email() if wizard.complaint_id else False

    @api.depends('complaint_id', 'kind')
    def _compute_channel(self):
        for wizard in self:
            chosen = wizard.channel or ('mail' if wizard.email else 'letter')
            wizard.channel = 'letter' if wizard.kind == 'authority' else chosen

    @api.depends('complaint_id', 'kind')
    def _compute_text(self):
        for wizard in self:
            subject, body = wizard._render_letter() if wizard.complaint_id and wizard.kind else (False, False)
            wizard.subject, wizard.body = subject, body

    def _render_letter(self):
        """:return: subject and text of the template of this kind, in the customer's language"""
        self.ensure_one()
        complaint = self.complaint_id._origin
        # sudo: what the template tells was written for the customer
        template = self.env.ref(f'aftersales.mail_template_complaint_{self.kind}').sudo()
        return tuple(
            template._render_field(name, complaint.ids, set_lang=self._get_letter_lang())[complaint.id]
            for name in ('subject', 'body_html'))

    def _get_letter_lang(self):
        """An authority reads the house's language."""
        complaint = self.complaint_id
        return complaint.company_id.partner_id.lang if self.kind == 'authority' else complaint._get_letter_lang()

    def action_apply(self):
        self.ensure_one()
        is_written = self.channel in ('mail', 'letter')
        if is_written and not html2plaintext(self.body or '').strip() or not is_written and not (self.note or '').strip():
            raise UserError(self.env._("Write what the customer is told."))
        body = self.body if is_written else self._get_note_html()
        letter = self.complaint_id._tell(self.kind, self.channel, self.subject or self._get_label(), body)
        if self.channel == 'letter':
            return letter.action_print()
        return {'type': 'ir.actions.act_window_close'}

    def _get_label(self):
        return self.complaint_id._get_letter_labels()[self.kind]

    def _get_note_html(self):
        return self.env['ir.qweb.field.text'].value_to_html(self.note, {})
