from odoo import api, fields, models

UNSENT = {'ready', 'process'}
LOST = {'exception', 'bounce'}


class AftersalesNotice(models.Model):
    """A notice as people see it: what it says, where it went, and whether it arrived."""

    _inherit = 'aftersales.notice'

    message_ids = fields.Many2many(
        'mail.message', 'aftersales_notice_message_rel', 'notice_id', 'message_id', string="Messages", readonly=True)
    address = fields.Char(string="Goes out to", readonly=True, help="E-mail address and number it went to.")
    send_after = fields.Datetime(
        readonly=True, help="Not before this moment: what changes once more meanwhile is told once.")
    outcome = fields.Selection(
        [
            ('queued', "Queued"),
            ('sent', "Sent"),
            ('failed', "Failed"),
            ('call', "To Be Called"),
            ('skipped', "Overtaken"),
        ],
        compute='_compute_outcome',
        help="Queued: written, and not sent by the mail or SMS server yet. Overtaken: it was no longer true.",
    )
    outcome_reason = fields.Char(string="Reason", compute='_compute_outcome')
    subject = fields.Char(compute='_compute_told')
    body = fields.Html(string="E-mail", compute='_compute_told', sanitize=False)
    sms = fields.Text(string="SMS", compute='_compute_told')

    # === COMPUTE METHODS ===#

    @api.depends('state', 'message_ids')
    def _compute_outcome(self):
        """A notice is sent when the mail and SMS servers have taken it; constant queries for any number."""
        # sudo: whoever may see the notice may know what became of it
        messages = self.sudo().message_ids
        mails = self.env['mail.mail'].sudo().search([('mail_message_id', 'in', messages.ids)]).grouped('mail_message_id')
        for notice in self:
            statuses, reasons = set(), []
            for message in notice.sudo().message_ids:
                statuses |= set(message.notification_ids.mapped('notification_status'))
                reasons += [
                    notification.failure_reason or dict(
                        notification._fields['failure_type']._description_selection(self.env)).get(notification.failure_type)
                    for notification in message.notification_ids if notification.notification_status in LOST]
                for mail in mails.get(message, ()):
                    statuses.add({'exception': 'exception', 'outgoing': 'ready'}.get(mail.state, 'sent'))
                    reasons += [mail.failure_reason] if mail.state == 'exception' else []
            notice.outcome = self._get_outcome(notice.state, statuses)
            notice.outcome_reason = notice.error or next(filter(None, reasons), False)

    @api.model
    def _get_outcome(self, state, statuses):
        if state != 'sent':
            return 'queued' if state == 'pending' else state
        if statuses & LOST:
            return 'failed'
        return 'queued' if statuses & UNSENT else 'sent'

    def _compute_told(self):
        """What was written; of what still waits, what would be."""
        for notice in self:
            told = {'subject': False, 'body': False, 'sms': False}
            messages = notice.sudo().message_ids  # sudo: see _compute_outcome
            Model = self.env.get(notice.res_model)
            if messages:
                mail = messages.filtered(lambda message: message.message_type != 'sms')[:1]
                sms = messages.filtered(lambda message: message.message_type == 'sms')[:1]
                told = {'subject': mail.subject, 'body': mail.body or False, 'sms': sms.preview or False}
            elif notice.state in ('pending', 'failed') and Model is not None:
                record = Model.browse(notice.res_id).exists()
                if record and record.has_access('read'):
                    shown = record._preview_notice(notice.mail_template, notice.sms_template)
                    told = {name: shown[name] or False for name in told}
            notice.update(told)

    # === BUSINESS METHODS ===#

    @api.model
    def _keep(self, records, mail_template, sms_template, send_after=None):
        """A notice to the customer of each of ``records``, sent by whoever keeps it."""
        # sudo: notices are the system's; the documents were moved by whoever may
        return self.sudo().create([
            {
                'res_model': record._name,
                'res_id': record.id,
                'mail_template': mail_template,
                'sms_template': sms_template,
                'company_id': record.company_id.id,
                'send_after': send_after,
            }
            for record in records
        ])
