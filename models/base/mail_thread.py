from odoo import models

from .aftersales_log_mixin import CHANGES, Changes


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    def _notify_get_reply_to(self, default=None, author_id=False):
        """What a log says of changes is mailed to nobody: nobody's answer needs an address."""
        if not self and isinstance(self.env.context.get(CHANGES), Changes):
            return {False: default}
        return super()._notify_get_reply_to(default=default, author_id=author_id)
