from odoo import fields, models
from odoo.exceptions import UserError

from .inputs import clean_line


class AftersalesCancelMixin(models.AbstractModel):
    """A document with a life whose end before its time has a reason, whatever way it ends.

    The dialog that names its actions asks for it; no call, import or other room's button leads around it. In
    ``_inherit`` it stands behind ``aftersales.life.mixin``, whose guards come first.
    """
    _name = 'aftersales.cancel.mixin'
    _description = "Cancelled with a Reason"

    cancel_reason = fields.Char(string="Reason for Cancelling", readonly=True, copy=False, tracking=True)

    # === CRUD METHODS ===#

    def write(self, vals):
        target = vals.get(self._life_field)
        if target == 'cancelled':
            self.filtered(lambda document: document[self._life_field] != target)._check_cancel_reason(vals)
        back = self.filtered(lambda document: document[self._life_field] == 'cancelled') if target else self.browse()
        result = super().write(vals)
        if target and target != 'cancelled' and back:
            back.sudo().cancel_reason = False  # sudo: the stamp is the system's; the log keeps it
        return result

    # === ACTION METHODS ===#

    def action_cancel(self):
        """End before its time; of what somebody relies on by now it is asked why."""
        if any(document._needs_cancel_reason() and not document.cancel_reason for document in self):
            return self.action_ask_cancel()
        self._transition('cancelled')
        return None

    def action_ask_cancel(self):
        """Ask why; what cannot be cancelled is told before anybody types."""
        self.check_access('write')
        self._check_transition('cancelled')
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Cancel %(documents)s", documents=", ".join(self.mapped('display_name'))),
            'res_model': 'aftersales.cancel.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_res_model': self._name, 'default_res_ids': self.ids},
        }

    # === BUSINESS METHODS ===#

    def _cancel(self, reason):
        """Cancel for ``reason``, which stays with the documents and in their logs."""
        self.check_access('write')
        self._check_transition('cancelled')
        self.sudo().write({'cancel_reason': clean_line(reason or '')})  # sudo: the stamp is the system's, whoever cancels
        self._transition('cancelled')

    def _check_cancel_reason(self, vals):
        """:raises UserError: when a document that needs a reason has none, neither of its own nor in ``vals``"""
        if clean_line(vals.get('cancel_reason') or ''):
            return
        for document in self:
            if document._needs_cancel_reason() and not clean_line(document.cancel_reason or ''):
                raise UserError(self.env._(
                    "%(document)s is not cancelled without a reason. Use its button, and write why.",
                    document=document.display_name))

    def _needs_cancel_reason(self):
        """Hook: whether somebody relies on the document by now."""
        self.ensure_one()
        return True

    def _describe_cancelling(self):
        """Hook: what follows from cancelling these, in a sentence."""
        return ''
