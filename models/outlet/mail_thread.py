import logging

from odoo import api, models

_logger = logging.getLogger(__name__)

# How answering machines, newsletters and lists say what they are (RFC 3834, RFC 2919 and older habits).
BY_MACHINE = ('X-Autoreply', 'X-Autorespond', 'X-Autoresponder', 'List-Id', 'List-Unsubscribe')
PRECEDENCES = ('bulk', 'junk', 'list', 'auto_reply')


def is_automatic(message):
    """Whether nobody wrote this mail (``email.message.EmailMessage``)."""
    said = str(message.get('Auto-Submitted') or 'no').split(';')[0].strip().lower()
    return (
        said != 'no' or any(message.get(name) for name in BY_MACHINE)
        or str(message.get('Precedence') or '').strip().lower() in PRECEDENCES
        or str(message.get('Return-Path') or '').strip() == '<>')


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    @api.model
    @api.private
    def message_route(self, message, message_dict, model=None, thread_id=None, custom_values=None):
        """A machine begins nothing that people have to answer; what it answers to something stands in its log.

        Two machines that answer each other would otherwise do so until core stops them, after twenty cases.
        """
        routes = super().message_route(message, message_dict, model, thread_id, custom_values)
        if not routes or not is_automatic(message):
            return routes
        word_mixin, kept = self.env.registry['aftersales.customer.word.mixin'], []
        for route in routes:
            if issubclass(self.env.registry[route[0]], word_mixin):
                if not route[1]:
                    _logger.info("Nobody wrote the mail %s: it begins no %s", message_dict.get('message_id'), route[0])
                    continue
                message_dict['aftersales_is_automatic'] = True
            kept.append(route)
        return kept
