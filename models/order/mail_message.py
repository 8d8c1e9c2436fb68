from odoo import models
from odoo.fields import Domain


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
        return super()._get_marking_fields() | {'message_type', 'subtype_id'}

    def _get_open_domain(self):
        """Whoever wrote it or was written to, reads it; what the system tells a customer is nobody's writing."""
        me = self.env.user.partner_id.id
        mine = Domain('author_id', '=', me) & Domain('message_type', 'in', ('comment', 'email'))
        addressed = Domain('partner_ids', 'in', [me]) | Domain('notified_partner_ids', 'in', [me])
        return super()._get_open_domain() | mine | addressed

    def _says_amounts(self):
        is_note = self.message_type == 'comment' and (not self.subtype_id or self.subtype_id.internal)
        return not is_note and super()._says_amounts()
