from markupsafe import Markup

from odoo import api, fields, models

LETTERS = [
    ('acknowledge', "Acknowledgement"), ('interim', "Interim Answer"), ('solution', "Solution"),
    ('refusal', "Refusal with Reasons"), ('apology', "Apology"), ('close', "Case Closing"),
    ('authority', "Answer to the Authority"),
]


class AftersalesComplaintLetter(models.Model):
    """What the customer was told: a letter as it was sent, or what was said on the phone. Made by the system only."""
    _name = 'aftersales.complaint.letter'
    _inherit = ['aftersales.complaint.part.mixin', 'aftersales.history.mixin']
    _description = "Told to the Customer"
    _order = 'date desc, id desc'
    _rec_name = 'subject'
    _block = 'letter_ids'

    complaint_id = fields.Many2one('aftersales.complaint', required=True, readonly=True, index=True, ondelete='cascade')
    kind = fields.Selection(LETTERS, required=True, readonly=True)
    channel = fields.Selection(
        [('mail', "E-mail"), ('letter', "Letter"), ('phone', "Phone"), ('visit', "In Person")],
        string="Sent By Way Of", required=True, readonly=True)
    is_written = fields.Boolean(string="In Writing", compute='_compute_is_written', store=True)
    subject = fields.Char(required=True, readonly=True)
    body = fields.Html(string="Letter Text", readonly=True)
    user_id = fields.Many2one('res.users', string="Told By", readonly=True, required=True)
    date = fields.Datetime(readonly=True, required=True, default=fields.Datetime.now)

    @api.depends('channel')
    def _compute_is_written(self):
        for letter in self:
            letter.is_written = letter.channel in ('mail', 'letter')

    def action_print(self):
        return self.env.ref('aftersales.action_report_complaint_letter').report_action(self, config=False)

    def _send(self):
        """By e-mail to the customer, from the complaint, so that the answer comes back to it."""
        self.ensure_one()
        complaint = self.complaint_id
        partner, email = complaint.partner_id, complaint._get_letter_email()
        is_own = partner.email_normalized == email
        recipients = {'partner_ids': partner.ids} if is_own else {'outgoing_email_to': email}
        complaint.with_context(lang=complaint._get_letter_lang()).message_post(
            subject=self.subject, body=Markup(self.body), message_type='comment',
            subtype_xmlid='mail.mt_comment', author_id=self.user_id.partner_id.id,
            email_layout_xmlid='mail.mail_notification_light', **recipients)
