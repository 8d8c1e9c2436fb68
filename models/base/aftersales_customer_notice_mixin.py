import pytz
from markupsafe import escape

from odoo import models

from .sms_template import OTHER_LIMIT, PLAIN_LIMIT, SHORTEST_OTHER, SHORTEST_PLAIN, is_plain, shorten
from .words import BRIEF_DAY, say_time, use_plain_spaces

NOTICE_LAYOUT = 'mail.mail_notification_light'


class AftersalesCustomerNoticeMixin(models.AbstractModel):
    """A document whose customer is told what happens: by e-mail, by SMS, or by a call somebody must make.

    The document has ``company_id`` and ``user_id`` (who calls when nothing can be sent). Its templates name the
    customer's language; a customer on the list of addresses or numbers not to be written to is not written to there.
    """
    _name = 'aftersales.customer.notice.mixin'
    _description = "Customer Notices"

    # === HOOKS ===#

    def _get_notice_partner(self):
        """Who is told; may be empty for somebody who left but an address."""
        self.ensure_one()
        return self.partner_id

    def _get_notice_email(self):
        """The address that may be written to; '' when there is none, or the customer wants no e-mail."""
        # sudo: who does not want to be written to is kept by the administrator
        partner = self._get_notice_partner().sudo()
        return '' if partner.is_blacklisted else partner.email_normalized or ''

    def _get_notice_phone(self):
        """The number that may be written to; '' when there is none, or the customer wants no SMS."""
        partner = self._get_notice_partner().sudo()  # sudo: see _get_notice_email
        return '' if partner.phone_blacklisted else partner.phone or ''

    def _get_notice_tz(self):
        """The clock by which the customer is told times; documents of an outlet know that of the outlet."""
        self.ensure_one()
        return pytz.timezone(self.company_id.partner_id.tz or 'UTC')

    def _is_notice_due(self, mail_template):
        """Whether a notice that waited in the queue still tells the truth; rooms know better by ``super()``."""
        self.ensure_one()
        return True

    def _fetch_told(self):
        """Hook: read at once what the templates tell of many documents, beyond their own fields."""

    def _get_message_names(self):
        """Names in a short message that may be shortened until it is one message, the first one first."""
        self.ensure_one()
        return [self.company_id.name]

    def _get_message_number(self):
        """A number in a short message that a name may stand for where the number is too long."""
        return None, None

    # === BUSINESS METHODS ===#

    def _fit_message(self, body):
        """``body`` as one short message: names in it are shortened as far as it takes, and no further.

        What is longer all the same, such as an answer somebody wrote, stays as it is.
        """
        self.ensure_one()
        body = use_plain_spaces(body)
        limit = PLAIN_LIMIT if is_plain(body) else OTHER_LIMIT
        # Keys are written into it on its way: what is counted is what is sent.
        missing = self._show_keys(body) if hasattr(self, '_show_keys') else body
        excess, fitted = len(missing) - limit, body
        number, model = self._get_message_number()
        if excess > 0 and number and model:
            excess, fitted = excess - fitted.count(number) * (len(number) - len(model)), fitted.replace(number, model)
        for name in dict.fromkeys(filter(None, self._get_message_names())):
            if excess > 0 and name in fitted:
                length = max(len(name) - excess, SHORTEST_PLAIN if is_plain(name) else SHORTEST_OTHER)
                short = shorten(name, length) if length < len(name) else name
                fitted, excess = fitted.replace(name, short), excess - (len(name) - len(short)) * fitted.count(name)
        return fitted if excess <= 0 else body

    def _get_time_text(self, moment):
        """Day and time of ``moment`` (naive UTC) by the outlet's clock, as the reader of the notice writes them."""
        self.ensure_one()
        return say_time(self.env, moment, self._get_notice_tz())

    def _get_brief_time_text(self, moment):
        """As :meth:`_get_time_text`, without the year: for messages that are paid by their length."""
        self.ensure_one()
        return say_time(self.env, moment, self._get_notice_tz(), BRIEF_DAY)

    def _get_notice_channels(self):
        """How the customer is told: by ``mail``, by ``sms``, by both, or by none that is known and wanted."""
        self.ensure_one()
        email, phone, channel = self._get_notice_email(), self._get_notice_phone(), self.company_id.aftersales_notice_channel
        by_mail = bool(email) and (channel != 'sms' or not phone)
        by_sms = bool(phone) and (channel != 'mail' or not email) and (channel != 'mail_first' or not by_mail)
        return [name for name, is_used in (('mail', by_mail), ('sms', by_sms)) if is_used]

    def _queue_notice(self, mail_template, sms_template):
        """Tell the customers soon: for moves of many documents, and where a mail that fails must stop nobody.

        See ``aftersales.notice``; the parameters are those of ``_notify_customer``.
        """
        return self.env['aftersales.notice']._queue(self, mail_template, sms_template)

    def _notify_customer(self, mail_template, sms_template):
        """Tell each record's customer now; whom nothing can be sent to gets a task to be called.

        :param str mail_template: XML id of a ``mail.template`` of this model
        :param str sms_template: XML id of an ``sms.template`` of this model
        :return: the records whose customer was written to
        """
        channels = {record: record._get_notice_channels() for record in self}
        by_mail = self.filtered(lambda record: 'mail' in channels[record])
        by_sms = self.filtered(lambda record: 'sms' in channels[record])
        by_mail._notify_by_mail(mail_template)
        by_sms._notify_by_sms(sms_template)
        told = by_mail | by_sms
        for record in self - told:
            record._ask_for_call(mail_template)
        return told

    def _notify_by_mail(self, mail_template):
        # sudo: whoever moves the document, the message is the system's; its layout reads what the template needs
        records, template = self.sudo().with_context(mail_notify_author=True), self.env.ref(mail_template).sudo()
        known = records.filtered(lambda record: record._get_notice_partner())
        if known:
            # What core writes on the way is read in the house: keys come into the customer's own mail only.
            known._keep_told(known.with_context(aftersales_hide_keys=True)._post_template(template))
        for record in records - known:
            mail_id = template.send_mail(
                record.id,
                email_layout_xmlid=NOTICE_LAYOUT,
                email_values={'email_to': record._get_notice_email(), 'recipient_ids': []},
            )
            message = self.env['mail.mail'].sudo().browse(mail_id).mail_message_id
            message.body = self.env['aftersales.customer.key.mixin']._hide_keys(message.body)
            record._keep_told(message)

    def _post_template(self, template):
        """As core's ``message_post_with_source``, which renders the template anew for each record.

        :return: the messages, in the order of the records
        """
        self._fetch_told()
        return self.env['mail.compose.message'].with_context(
            aftersales_compiled={}, default_composition_mode='comment', default_model=self._name, default_res_ids=self.ids,
            default_template_id=template.id, **self.env.context,
        ).create({
            'message_type': 'notification',
            'subtype_id': self.env['ir.model.data']._xmlid_to_res_id('mail.mt_comment'),
            'email_layout_xmlid': NOTICE_LAYOUT,
        })._action_send_mail()[1]

    def _notify_by_sms(self, sms_template):
        template = self.env.ref(sms_template).sudo()  # sudo: see _notify_by_mail
        bodies = template._render_field('body', self.ids, compute_lang=True) if self else {}
        for record in self.sudo():
            partner = record._get_notice_partner()
            recipients = {'partner_ids': partner.ids} if partner else {'sms_numbers': [record._get_notice_phone()]}
            record._keep_told(record._message_sms(bodies[record.id], put_in_queue=True, **recipients))

    def _ask_for_call(self, mail_template):
        """Nothing can be sent: somebody has to find the customer."""
        user = self.user_id or self.env.user
        words = self.with_context(lang=user.lang).env
        self.sudo().activity_schedule(
            'mail.mail_activity_data_call',
            user_id=user.id,
            summary=words._("Call the customer"),
            note=escape(words._(
                "%(customer)s has neither an e-mail address nor a number that may be written to, "
                "so “%(notice)s” could not be sent.",
                customer=self._get_notice_partner().display_name or words._("The customer"),
                notice=words.ref(mail_template).sudo().name,
            )),
        )
