from odoo import api, models
from odoo.exceptions import UserError

# What a message says, of what, by whom and when.
SAID = {
    'subject', 'body', 'model', 'res_id', 'record_name', 'message_type', 'subtype_id', 'date', 'author_id',
    'author_guest_id', 'email_from', 'tracking_value_ids', 'parent_id', 'is_internal', 'create_uid', 'create_date',
}


class MailMessage(models.Model):
    """What the log of our documents tells of their changes stays, as that of journal entries does."""

    _inherit = 'mail.message'

    def write(self, vals):
        if SAID & vals.keys():
            self._check_log_kept()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_log(self):
        self._check_log_kept()

    def _check_log_kept(self):
        """What people wrote is theirs; what the system noted belongs to the document.

        :raises UserError: when a person changes or deletes what the log of a document tells
        """
        if self.env.su:  # the document itself goes, such as an estimate that is thrown away
            return
        kept = self.env.registry['aftersales.log.mixin']
        for message in self.sudo():  # sudo: what was tracked is hidden from people
            document = self.env.get(message.model) if message.model else None
            if document is None or not isinstance(document, kept):
                continue
            if message.message_type == 'comment' and not message.tracking_value_ids:
                continue
            raise UserError(self.env._(
                "The log of %(document)s is neither changed nor deleted. Write what is to be added as a note.",
                document=message.record_name or document._description))
