from odoo import api, models

from .aftersales_log_mixin import CHANGES, Changes


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    def _notify_get_reply_to(self, default=None, author_id=False):
        """What a log says of changes is mailed to nobody: nobody's answer needs an address."""
        if not self and isinstance(self.env.context.get(CHANGES), Changes):
            return {False: default}
        return super()._notify_get_reply_to(default=default, author_id=author_id)

    @api.model
    def _get_thread_with_access(self, thread_id, **kwargs):
        """A page that is open asks for messages with its key, also after its document is gone: core reads the key of
        what is not there, and answers by an error. There is nothing to be seen instead, as with a wrong key.
        """
        if (kwargs.get('token') or kwargs.get('hash')) and not self.browse(thread_id).exists():
            return self.browse()
        return super()._get_thread_with_access(thread_id, **kwargs)
