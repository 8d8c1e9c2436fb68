import hashlib
import hmac
import re
import uuid
from base64 import urlsafe_b64encode

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import consteq

# Stands for a key wherever somebody but the customer reads.
HIDDEN = 'hidden'
# Links of which every key speaks for the customer: his pages, and core's way to them from a mail.
LINK = re.compile(
    r'''(?:/my/(?:repair-orders|appointments|satisfaction|wishes|rescues|reminders|invitations)/\d|/mail/view\?)[^\s"'<>]*''')
PARAMETER = re.compile(r'\b(access_token|hash|auth_signup_token)=[\w-]+')
# Links that are keys themselves.
PATH = re.compile(r'(/aftersales/authorise/|/aftersales/rescue/|/rate/)[\w~-]{8,}')
# Links of short messages: what they lead to (a sign), the number of the document, and 72 bits by its key.
SHORT = re.compile(r'(/as/[a-z])[0-9a-z]{1,7}[\w-]{12}(?![\w-])')
SHORT_KEY = re.compile(r'([a-z])([0-9a-z]{1,7})([\w-]{12})')
SHORT_PATH = '/as/%s'
MAX_ID = 2**31 - 1
DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'
FOLD = 74  # octets of a line of a calendar file (RFC 5545, 3.1)


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

    @api.model
    def _get_short_signs(self):
        """What short links of the model's documents lead to: a sign of one letter for each, no two models share one."""
        return ()

    def _get_short_target(self, sign):
        """The page that a short link with ``sign`` leads to."""
        self.ensure_one()
        return self.get_portal_url()

    # === BUSINESS METHODS: SHORT LINKS ===#

    def _get_short_url(self, sign):
        """A link of a few signs, for messages of 160 letters or 70 Chinese signs; as good as the long one, and kept as well."""
        self.ensure_one()
        self.check_access('read')
        key = f'{sign}{HIDDEN}' if self._hides_keys() else self._get_short_key(sign)
        return self.get_base_url() + SHORT_PATH % key

    def _get_short_key(self, sign):
        """Nothing of it is stored: who has the document's key can make it, and it ends when that changes."""
        self.ensure_one()
        number, name = self.id, ''
        while number:
            number, digit = divmod(number, len(DIGITS))
            name = DIGITS[digit] + name
        digest = hmac.new(self._portal_ensure_token().encode(), f'{sign}{name}'.encode(), hashlib.sha256).digest()
        return f'{sign}{name}{urlsafe_b64encode(digest[:9]).decode()}'

    @api.model
    def _find_short_link(self, key):
        """Where a short link leads; None when there is no such link."""
        parts = SHORT_KEY.fullmatch(key)
        number = int(parts[2], len(DIGITS)) if parts else 0
        for model in self.env.registry.values() if 0 < number <= MAX_ID else ():
            if not model._abstract and parts[1] in getattr(self.env[model._name], '_get_short_signs', tuple)():
                record = self.env[model._name].browse(number).exists()
                if record and record.access_token and consteq(record._get_short_key(parts[1]), key):
                    return record._get_short_target(parts[1])
        return None

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
        hidden = SHORT.sub(rf'\1{HIDDEN}', PATH.sub(rf'\1{HIDDEN}', hidden))
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
        for sign in self._get_short_signs():
            hidden = SHORT_PATH % f'{sign}{HIDDEN}'
            if hidden in shown:
                shown = shown.replace(hidden, SHORT_PATH % record._get_short_key(sign))
        if any(link in shown for link in (f'/aftersales/authorise/{HIDDEN}', f'/rate/{HIDDEN}')):
            for link, key in record._get_customer_keys().items():
                shown = shown.replace(link, key)
        return Markup(shown) if isinstance(text, Markup) else shown  # as safe as it came

    def _show_keys_in_calendar(self, content):
        """A calendar file for the customer alone: with the keys that were hidden on its way.

        :param bytes content: as it is kept
        """
        self.ensure_one()
        unfolded = content.decode().replace('\r\n ', '')
        if HIDDEN not in unfolded:
            return content
        return '\r\n'.join(_fold(line) for line in self._show_keys(unfolded).split('\r\n')).encode()

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


def _fold(line):
    pieces, piece = [], ''
    for sign in line:
        if len((piece + sign).encode()) > FOLD:
            pieces.append(piece)
            piece = ' '
        piece += sign
    return '\r\n'.join([*pieces, piece])
