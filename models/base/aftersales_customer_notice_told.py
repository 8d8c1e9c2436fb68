from odoo import api, fields, models
from odoo.fields import Command


class AftersalesCustomerNoticeMixin(models.AbstractModel):
    """What the customer of a document was told, how, and whether it reached him: seen on the document."""

    _inherit = 'aftersales.customer.notice.mixin'

    notice_ids = fields.One2many(
        'aftersales.notice', 'res_id', string="Notices", readonly=True, groups='aftersales.group_user',
        domain=lambda self: [('res_model', '=', self._name)])
    notice_count = fields.Integer(string="Told", compute='_compute_notices', groups='aftersales.group_user')
    notice_outcome = fields.Selection(
        lambda self: self.env['aftersales.notice']._fields['outcome']._description_selection(self.env),
        string="Last Notice", compute='_compute_notices', groups='aftersales.group_user')

    # === COMPUTE METHODS ===#

    @api.depends('notice_ids')
    def _compute_notices(self):
        """What failed first, then what became of the last one."""
        self.notice_ids.mapped('outcome')  # for all at once
        for record in self:
            notices = record.notice_ids.filtered(lambda notice: notice.outcome != 'skipped').sorted('id', reverse=True)
            failed = notices.filtered(lambda notice: notice.outcome in ('failed', 'call'))
            record.notice_count = len(notices)
            record.notice_outcome = (failed or notices)[:1].outcome

    # === ACTION METHODS ===#

    def action_view_notices(self):
        """What the customer was told and is to be told."""
        title = self.env._("What the Customer Was Told")
        return {
            'type': 'ir.actions.act_window',
            'name': title,
            'res_model': 'aftersales.notice',
            'view_mode': 'list,form',
            'domain': [('res_model', '=', self._name), ('res_id', 'in', self.ids)],
        }

    # === BUSINESS METHODS ===#

    def _tell_customer_now(self, mail_template, sms_template):
        """As ``_notify_customer``, kept like what the queue sends.

        :return: the records whose customer was written to
        """
        notices = self.env['aftersales.notice']._keep(self, mail_template, sms_template)
        notices._send_now()
        return self.browse(notices.filtered(lambda notice: notice.state == 'sent').mapped('res_id'))

    def _keep_told(self, messages):
        """Note on the notices that are being sent which messages carry them."""
        # sudo: notices are the system's
        notices = self.env['aftersales.notice'].sudo().browse(self.env.context.get('aftersales_notice_ids')).exists()
        notices = {notice.res_id: notice for notice in notices if notice.res_model == self._name}
        for message in messages.sudo():
            notice = notices.get(message.res_id)
            if notice and message.model == self._name:
                notice.message_ids = [Command.link(message.id)]

    def _preview_notice(self, mail_template, sms_template):
        """What the customer would get now, in his language, its keys hidden.

        :return: dict ``subject``, ``body``, ``sms``, ``address``
        """
        self.ensure_one()
        # sudo: templates are read by the system, as when they are sent; who asks may read the document
        self.check_access('read')
        record = self.sudo().with_context(aftersales_hide_keys=True)
        channels = record._get_notice_channels()
        told = {'subject': '', 'body': '', 'sms': '', 'address': record._get_notice_address(channels)}
        mail, sms = (self.env.ref(xmlid, raise_if_not_found=False) for xmlid in (mail_template, sms_template))
        context = {'aftersales_hide_keys': True}
        if mail and ('mail' in channels or not channels):
            mail = mail.sudo().with_context(**context)
            told['subject'] = mail._render_field('subject', record.ids, compute_lang=True)[record.id]
            told['body'] = mail._render_field('body_html', record.ids, compute_lang=True)[record.id]
        if sms and 'sms' in channels:
            told['sms'] = sms.sudo().with_context(**context)._render_field('body', record.ids, compute_lang=True)[record.id]
        hide = self.env['aftersales.customer.key.mixin']._hide_keys
        return {name: hide(text) if name in ('body', 'sms') and text else text for name, text in told.items()}

    def _get_notice_address(self, channels=None):
        """Where the customer is written to, in words; '' where nothing can be sent."""
        self.ensure_one()
        get = {'mail': self._get_notice_email, 'sms': self._get_notice_phone}
        return ", ".join(get[channel]() for channel in (self._get_notice_channels() if channels is None else channels))
