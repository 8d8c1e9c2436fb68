from odoo import fields, models


class AftersalesCancelMixin(models.AbstractModel):
    """A document with a life whose end before its time has a reason, asked for in a dialog that names its actions."""
    _name = 'aftersales.cancel.mixin'
    _description = "Cancelled with a Reason"

    cancel_reason = fields.Char(string="Reason for Cancelling", readonly=True, copy=False, tracking=True)

    # === ACTION METHODS ===#

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
        self.sudo().write({'cancel_reason': reason})  # sudo: the stamp is the system's, whoever cancels
        self._transition('cancelled')

    def _describe_cancelling(self):
        """Hook: what follows from cancelling these, in a sentence."""
        return ''
