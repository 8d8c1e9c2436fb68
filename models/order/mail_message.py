from odoo import models
from odoo.fields import Domain

from odoo.addons.mail.tools.discuss import Store


class MailMessage(models.Model):
    """What a customer was told stands in the log of his order.

    What somebody of the house notes there is written for all who work on the order, whatever it says.
    """
    _name = 'mail.message'
    _inherit = ['aftersales.amounts.mixin', 'mail.message']
    _words_fields = ('subject', 'body')
    _document_field = 'model'

    def _get_forbidden_access(self, operation):
        hidden = self._filter_hidden() if operation != 'create' else self.browse()
        rest = self - hidden
        return hidden + super(MailMessage, rest)._get_forbidden_access(operation) if rest else hidden

    def _get_marking_fields(self):
        return super()._get_marking_fields() | {'message_type', 'subtype_id', 'attachment_ids'}

    def _to_store_defaults(self, target):
        """A note is for all, the files on it are for who may read them: core gives them with the message."""
        return [
            Store.Many(
                'attachment_ids', sort='id', sudo=True,
                dynamic_fields=lambda message: message._get_store_attachment_fields(target),
                value=lambda message: message._get_shown_files())
            if isinstance(field, Store.Many) and field.field_name == 'attachment_ids' else field
            for field in super()._to_store_defaults(target)]

    def _get_shown_files(self):
        files, user = self.sudo().attachment_ids, self.env.user  # sudo: as core, who reads the message reads its files
        if not files or not files.with_user(user)._hides_amounts():
            return files
        return files.filtered(lambda file: not file.aftersales_amounts or file.create_uid == user)

    def _get_open_domain(self):
        """Whoever wrote it or was written to, reads it; what the system tells a customer is nobody's writing."""
        me = self.env.user.partner_id.id
        mine = Domain('author_id', '=', me) & Domain('message_type', 'in', ('comment', 'email'))
        addressed = Domain('partner_ids', 'in', [me]) | Domain('notified_partner_ids', 'in', [me])
        return super()._get_open_domain() | mine | addressed

    def _says_amounts(self):
        is_note = self.message_type == 'comment' and (not self.subtype_id or self.subtype_id.internal)
        return not is_note and (super()._says_amounts() or any(self.attachment_ids.mapped('aftersales_amounts')))
