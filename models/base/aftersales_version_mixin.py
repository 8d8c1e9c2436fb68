from odoo import models
from odoo.exceptions import UserError


class AftersalesVersionMixin(models.AbstractModel):
    """A document that is in force from some day on and stays as it is: what changes is a new version, which takes its place.

    The model has the states draft, used and retired, and the links ``replaces_id`` and ``replaced_by_ids``.
    """
    _name = 'aftersales.version.mixin'
    _description = "Versions of a Document"
    _inherit = ['aftersales.frozen.mixin', 'aftersales.life.mixin']

    # === ACTION METHODS ===#

    def action_use(self):
        """From here on it binds, and stays as it is; what it replaces is withdrawn."""
        self._claim_for_update()
        self._transition('used')

    def action_retire(self):
        """It binds nobody any more."""
        self._claim_for_update()
        self._transition('retired')

    def action_new_version(self):
        """A draft with the same content; put in force, it takes this one's place."""
        self.ensure_one()
        self.check_access('write')
        self._claim_for_update()
        if self.state == 'draft':
            raise UserError(self.env._("%(record)s is a draft: change it as it is.", record=self.display_name))
        draft = self.replaced_by_ids[:1]
        if not draft:
            draft = self.copy()
            draft.sudo().write(self._prepare_version_vals())  # sudo: which one it replaces is the system's
        return {
            'type': 'ir.actions.act_window', 'res_model': self._name, 'view_mode': 'form', 'views': [(False, 'form')],
            'res_id': draft.id}

    # === BUSINESS METHODS ===#

    def _prepare_version_vals(self):
        """What the system writes on a new version of this one."""
        self.ensure_one()
        return {'replaces_id': self.id}

    def _is_frozen(self):
        return self.state != 'draft'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._(
            "%(record)s is or was in force: it stays as it is. Make a new version of it.", record=self.display_name)

    def _check_used(self):
        """What it replaces goes first: the database holds that one of them is in force at a time."""
        former = self.replaces_id.filtered(lambda old: old.state == 'used')
        if former:
            former._transition('retired')
            former.flush_recordset(['state'])
