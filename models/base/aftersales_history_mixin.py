from odoo import api, models
from odoo.exceptions import UserError


class AftersalesHistoryMixin(models.AbstractModel):
    """A line of what happened: from some moment on people neither change nor delete it; the system may.

    The model says since when (``_is_history``), and what stays open even then (``_get_open_fields``).
    """
    _name = 'aftersales.history.mixin'
    _description = "Line of a History"

    def write(self, vals):
        if vals.keys() - self._get_open_fields():
            self._check_not_history('write')
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        self._check_not_history('unlink')

    # === BUSINESS METHODS ===#

    def _is_history(self):
        self.ensure_one()
        return True

    @api.model
    def _get_open_fields(self):
        return set()

    def _check_not_history(self, operation):
        """Refuse what a person does to a line that is history.

        :raises AccessError: when the person may not do it to any line
        :raises UserError: when one of the lines is history
        """
        if self.env.su:
            return
        self.check_access(operation)
        for record in self:
            if record._is_history():
                raise UserError(record._get_history_message())

    def _get_history_message(self):
        self.ensure_one()
        return self.env._(
            "%(record)s (%(document)s) is history: it is neither changed nor deleted. Record what is right anew.",
            record=self.display_name, document=self.env['ir.model']._get(self._name).name)
