from odoo import api, fields, models
from odoo.exceptions import UserError

from .inputs import clean_line


class AftersalesCancelMixin(models.AbstractModel):
    """A document with a life whose end before its time has a reason, whatever way it ends, and its second life another.

    The dialogs that name their actions ask for them; no call, import or other room's button leads around them. In
    ``_inherit`` it stands behind ``aftersales.life.mixin``, whose guards come first.
    """
    _name = 'aftersales.cancel.mixin'
    _description = "Cancelled with a Reason"

    cancel_reason = fields.Char(string="Reason for Cancelling", readonly=True, copy=False, tracking=True)
    reopen_reason = fields.Char(string="Reason for Reopening", readonly=True, copy=False, tracking=True)

    # === CRUD METHODS ===#

    def write(self, vals):
        target = vals.get(self._life_field)
        if not target:
            return super().write(vals)
        ended = self.filtered(lambda document: document[self._life_field] == 'cancelled')
        if target == 'cancelled':
            moving, old = self - ended, 'reopen_reason'
            moving._check_cancel_reason(vals)
        else:
            moving, old = ended, 'cancel_reason'
            moving._check_reopen_reason(vals)
        result = super().write(vals)
        moving.filtered(old).sudo()[old] = False  # sudo: the stamp is the system's; the log keeps it
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
        return self._get_reason_action('aftersales.cancel.wizard', self.env._(
            "Cancel %(documents)s", documents=", ".join(self.mapped('display_name'))))

    def action_ask_reopen(self):
        """Ask why it is taken up again."""
        self.check_access('write')
        self._check_transition(self._get_reopened_state())
        return self._get_reason_action('aftersales.reopen.wizard', self.env._(
            "Reopen %(documents)s", documents=", ".join(self.mapped('display_name'))))

    def _get_reason_action(self, wizard, name):
        return {
            'type': 'ir.actions.act_window',
            'name': name,
            'res_model': wizard,
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_res_model': self._name, 'default_res_ids': self.ids},
        }

    # === BUSINESS METHODS ===#

    def _take_up_again(self):
        """What the button does: of what was ended for a reason it is asked why it goes on."""
        if any(document._needs_reopen_reason() and not document.reopen_reason for document in self):
            return self.action_ask_reopen()
        self._transition(self._get_reopened_state())
        return None

    def _reopen(self, reason):
        """Take up again for ``reason``, which stays with the documents and in their logs."""
        self.check_access('write')
        self._check_transition(self._get_reopened_state())
        self.sudo().write({'reopen_reason': clean_line(reason or '')})  # sudo: the stamp is the system's, whoever reopens
        self._transition(self._get_reopened_state())

    @api.model
    def _get_reopened_state(self):
        return next(iter(self._transitions['cancelled']))

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

    def _check_reopen_reason(self, vals):
        """:raises UserError: when a document that is taken up for a reason only has none, neither its own nor in ``vals``"""
        if clean_line(vals.get('reopen_reason') or ''):
            return
        for document in self:
            if document._needs_reopen_reason() and not clean_line(document.reopen_reason or ''):
                raise UserError(self.env._(
                    "%(document)s is not reopened without a reason. Use its button, and write why.",
                    document=document.display_name))

    def _needs_reopen_reason(self):
        """Hook: whether somebody was told of the end, so that its second life is for a reason only."""
        self.ensure_one()
        return False

    def _needs_cancel_reason(self):
        """Hook: whether somebody relies on the document by now."""
        self.ensure_one()
        return True

    def _describe_cancelling(self):
        """Hook: what follows from cancelling these, in a sentence."""
        return ''
