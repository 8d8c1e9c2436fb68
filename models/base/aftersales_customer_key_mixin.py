import re
import uuid

from markupsafe import Markup

from odoo import api, fields, models

# Stands for a key wherever somebody but the customer reads.
HIDDEN = 'hidden'
# Links of which every key speaks for the customer: his pages, and core's way to them from a mail.
LINK = re.compile(r'''(?:/my/(?:repair-orders|appointments)/\d|/mail/view\?)[^\s"'<>]*''')
PARAMETER = re.compile(r'\b(access_token|hash|auth_signup_token)=[\w-]+')
# Links that are keys themselves.
PATH = re.compile(r'(/aftersales/authorise/|/rate/)[\w~-]{8,}')


class AftersalesCustomerKeyMixin(models.AbstractModel):
    """A document with keys that speak for its customer: they reach him, and nobody else.

    Whoever works here reads ``hidden`` in the place of a key: in fields, links, previews and the log. Only the mail
    or SMS that goes to the customer alone gets the real one, at the moment it is written. The context key
    ``aftersales_hide_keys`` hides them from the system as well, when it works for somebody else's eyes; no context
    shows one.
    """
    _name = 'aftersales.customer.key.mixin'
    _inherit = ['portal.mixin', 'mail.thread']
    _description = "Keys of the Customer"

    # Made with the record: a page that shows its link changes nothing, so a copy of the database can serve it.
    access_token = fields.Char(default=lambda self: str(uuid.uuid4()), groups=fields.NO_ACCESS, copy=False)

    # === HOOKS ===#

    def _get_customer_keys(self):
        """Links with their keys beside the page's own.

        :return: dict of what stands for the beginning of a link, and what it is
        """
        self.ensure_one()
        return {}

    # === BUSINESS METHODS ===#

    def _hides_keys(self):
        """Whether keys are hidden from who reads now."""
        return not self.env.su or bool(self.env.context.get('aftersales_hide_keys'))

    @api.model
    def _hide_keys(self, text):
        """``text`` without any key of a customer."""
        if not text:
            return text
        hidden = LINK.sub(lambda link: PARAMETER.sub(rf'\1={HIDDEN}', link[0]), str(text))
        hidden = PATH.sub(rf'\1{HIDDEN}', hidden)
        return Markup(hidden) if isinstance(text, Markup) else hidden  # as safe as it came

    def _show_keys(self, text):
        """``text`` for the customer alone: with the keys that were hidden on its way."""
        self.ensure_one()
        if not text or HIDDEN not in text:
            return text
        # sudo: the text goes to the customer whom the keys are made for
        record, shown = self.sudo().with_context(aftersales_hide_keys=False), str(text)
        page = re.compile(rf'''({re.escape(record.access_url)}\b[^\s"'<>]*?\baccess_token=){HIDDEN}\b''')
        if page.search(shown):
            token = record._portal_ensure_token()
            shown = page.sub(lambda link: link[1] + token, shown)
        if any(link in shown for link in (f'/aftersales/authorise/{HIDDEN}', f'/rate/{HIDDEN}')):
            for link, key in record._get_customer_keys().items():
                shown = shown.replace(link, key)
        return Markup(shown) if isinstance(text, Markup) else shown  # as safe as it came

    # === PORTAL ===#

    def _portal_ensure_token(self):
        # sudo: nobody reads the field; callers give it to the customer, see get_portal_url
        return super(AftersalesCustomerKeyMixin, self.sudo())._portal_ensure_token()

    def _sign_token(self, pid):
        # sudo: what is signed with the key does not tell it
        return super(AftersalesCustomerKeyMixin, self.sudo())._sign_token(pid)

    def _get_share_url(self, *args, **kwargs):
        self.check_access('read')
        url = super()._get_share_url(*args, **kwargs)
        return self._hide_keys(url) if self._hides_keys() else url

    def get_portal_url(self, *args, **kwargs):
        self.check_access('read')
        url = super().get_portal_url(*args, **kwargs)
        return self._hide_keys(url) if self._hides_keys() else url

    # === LOG, MAIL AND SMS ===#

    def message_post(self, *, body='', **kwargs):
        return super().message_post(body=self._hide_keys(body), **kwargs)

    def _message_create(self, values_list):
        return super()._message_create([
            {**values, 'body': self._hide_keys(values['body'])} if values.get('body') else values
            for values in values_list
        ])

    def _notify_by_email_get_final_mail_values(self, recipient_ids, mail_values, additional_values=None):
        # Core writes the customer's mail apart from those of others (portal's group "portal_customer").
        values = super()._notify_by_email_get_final_mail_values(
            recipient_ids, mail_values, additional_values=additional_values)
        if len(self) == 1 and recipient_ids and list(recipient_ids) == self._get_notice_partner().ids:
            values['body_html'] = self._show_keys(values.get('body_html'))
        return values

    def _notify_thread_by_sms(
        self, message, recipients_data, msg_vals=False, sms_content=None, sms_numbers=None, sms_pid_to_number=None,
        put_in_queue=False, **kwargs,
    ):
        partner_ids = [data['id'] for data in recipients_data if data['notif'] == 'sms']
        is_for_customer = len(self) == 1 and set(partner_ids) <= set(self._get_notice_partner().ids) and (
            set(sms_numbers or ()) <= {self._get_notice_phone()})
        if sms_content and is_for_customer:
            sms_content = self._show_keys(sms_content)
        return super()._notify_thread_by_sms(
            message, recipients_data, msg_vals=msg_vals, sms_content=sms_content, sms_numbers=sms_numbers,
            sms_pid_to_number=sms_pid_to_number, put_in_queue=put_in_queue, **kwargs)
