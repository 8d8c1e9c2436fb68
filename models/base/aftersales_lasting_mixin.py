from odoo import api, models
from odoo.exceptions import UserError


class AftersalesLastingMixin(models.AbstractModel):
    """A document that people never delete, from its first moment on: what was entered by mistake is ended, with a reason."""
    _name = 'aftersales.lasting.mixin'
    _description = "Document That Is Never Deleted"

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if self.env.su:
            return
        for record in self:
            raise UserError(record._get_lasting_message())

    def _get_lasting_message(self):
        """Hook: what to do instead, in words."""
        self.ensure_one()
        return self.env._(
            "%(record)s stays in the history. End it and say why instead of deleting it.", record=self.display_name)
