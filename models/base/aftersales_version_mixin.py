from odoo import models
from odoo.exceptions import UserError


class AftersalesVersionMixin(models.AbstractModel):
    """A document that is in force from some day on and stays as it is: what changes is a new version, which takes its place.

    The model has the links ``replaces_id`` and ``replaced_by_ids``, and is a draft first; how it calls being in force, and
    what became of one whose place another took, it says below. The moves are its own buttons' or those of this mixin.
    """
    _name = 'aftersales.version.mixin'
    _description = "Versions of a Document"
    _inherit = ['aftersales.frozen.mixin', 'aftersales.life.mixin']

    _in_force = 'used'
    _out_of_force = 'retired'
    # Which one it replaces, and those that replace it.
    _former_field = 'replaces_id'
    _later_field = 'replaced_by_ids'

    # === ACTION METHODS ===#

    def action_use(self):
        """From here on it binds, and stays as it is; what it replaces is withdrawn."""
        self._claim_for_update()
        self._transition(self._in_force)

    def action_retire(self):
        """It binds nobody any more."""
        self._claim_for_update()
        self._transition(self._out_of_force)

    def action_new_version(self):
        """A draft with the same content; put in force, it takes this one's place."""
        self.ensure_one()
        self._check_may_be_renewed()
        self._claim_for_update()
        draft = self._get_next_version()
        if not draft:
            draft = self._copy_version()
            draft.sudo().write(self._prepare_version_vals())  # sudo: which one it replaces is the system's
        return {
            'type': 'ir.actions.act_window', 'res_model': self._name, 'view_mode': 'form', 'views': [(False, 'form')],
            'res_id': draft.id}

    # === BUSINESS METHODS ===#

    def _check_may_be_renewed(self):
        """Hook: who makes a new version, and of what."""
        self.check_access('write')
        if not self._is_frozen():
            raise UserError(self.env._("%(record)s is a draft: change it as it is.", record=self.display_name))

    def _get_next_version(self):
        """The version that was made of this one already."""
        return self[self._later_field][:1]

    def _copy_version(self):
        return self.copy()

    def _prepare_version_vals(self):
        """What the system writes on a new version of this one."""
        self.ensure_one()
        return {self._former_field: self.id}

    def _is_frozen(self):
        return self.state != self._get_first_state()

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._(
            "%(record)s is or was in force: it stays as it is. Make a new version of it.", record=self.display_name)

    def _make_way(self):
        """What these replace goes first: the database holds that one of them is in force at a time."""
        former = self[self._former_field].filtered(lambda old: old.state == self._in_force)
        if former:
            former._transition(self._out_of_force)
            former.flush_recordset(['state'])

    def _check_used(self):
        self._make_way()
