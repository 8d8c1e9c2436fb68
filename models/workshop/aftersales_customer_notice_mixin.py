from odoo import models


class AftersalesCustomerNoticeMixin(models.AbstractModel):
    """A document whose customer is told what happens: by e-mail, by SMS, or by a call somebody must make.

    The document has ``company_id`` and ``user_id`` (who calls when nothing can be sent).
    """
    _name = 'aftersales.customer.notice.mixin'
    _description = "Customer Notices"

    def _get_notice_partner(self):
        """Who is told."""
        self.ensure_one()
        return self.partner_id

    def _get_notice_channels(self):
        """How the customer is told: by ``mail``, by ``sms``, by both, or by none that is known."""
        self.ensure_one()
        partner, channel = self._get_notice_partner(), self.company_id.aftersales_notice_channel
        by_mail = bool(partner.email) and (channel != 'sms' or not partner.phone)
        by_sms = bool(partner.phone) and (channel != 'mail' or not partner.email) and (
            channel != 'mail_first' or not by_mail)
        return [name for name, is_used in (('mail', by_mail), ('sms', by_sms)) if is_used]

    def _notify_customer(self, mail_template, sms_template):
        """Tell each record's customer; whom nothing can be sent to gets a task to be called.

        :param str mail_template: XML id of a ``mail.template`` of this model
        :param str sms_template: XML id of an ``sms.template`` of this model
        :return: the records whose customer was written to
        """
        told = self.browse()
        for record in self:
            channels = record._get_notice_channels()
            if 'mail' in channels:
                record._notify_by_mail(mail_template)
            if 'sms' in channels:
                record._notify_by_sms(sms_template, record._get_notice_partner())
            if channels:
                told |= record
            else:
                record._ask_for_call(mail_template)
        return told

    def _notify_by_mail(self, mail_template):
        # sudo: whoever moves the document, the message is the system's; its layout reads what the template needs
        self.sudo().with_context(mail_notify_author=True).message_post_with_source(
            self.env.ref(mail_template),
            email_layout_xmlid='mail.mail_notification_light',
            subtype_xmlid='mail.mt_comment',
        )

    def _notify_by_sms(self, sms_template, partner):
        # sudo: see _notify_by_mail
        self.sudo()._message_sms_with_template(
            template=self.env.ref(sms_template).sudo(), partner_ids=partner.ids, put_in_queue=True)

    def _ask_for_call(self, mail_template):
        """Neither address nor number is known: somebody has to find the customer."""
        self.sudo().activity_schedule(
            'mail.mail_activity_data_call',
            user_id=self.user_id.id or self.env.uid,
            summary=self.env._("Call the customer"),
            note=self.env._(
                "%(customer)s has neither e-mail nor phone, so “%(notice)s” could not be sent.",
                customer=self._get_notice_partner().display_name or self.env._("The customer"),
                notice=self.env.ref(mail_template).name,
            ),
        )
