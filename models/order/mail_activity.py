from odoo import models
from odoo.fields import Domain


class MailActivity(models.Model):
    """What somebody is to do about an order, such as take its money; who is to do it, reads it."""
    _name = 'mail.activity'
    _inherit = ['aftersales.amounts.mixin', 'mail.activity']
    _words_fields = ('summary', 'note', 'feedback')
    _document_field = 'res_model'

    def _check_access(self, operation):
        hidden = self._filter_hidden() if operation == 'read' else self.browse()
        result = super(MailActivity, self - hidden)._check_access(operation)
        if not hidden:
            return result
        forbidden = hidden + (result[0] if result else self.browse())
        return forbidden, lambda: forbidden._make_access_error(operation)

    def _get_open_domain(self):
        return super()._get_open_domain() | Domain('user_id', '=', self.env.uid)
