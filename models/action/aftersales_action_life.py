from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .aftersales_action import CHECK_DAYS, STEER_GROUP


class AftersalesAction(models.Model):
    """Done by its owner with evidence, its effect checked by somebody else (K3)."""
    _inherit = 'aftersales.action'
    _transitions = {
        'open': {'done': None, 'cancelled': STEER_GROUP},
        'done': {'effective': None, 'ineffective': None, 'open': STEER_GROUP},
        'effective': {},
        'ineffective': {'open': STEER_GROUP},
        'cancelled': {'open': STEER_GROUP},
    }

    # === ACTION METHODS ===#

    def action_done(self):
        self._transition('done')

    def action_effective(self):
        """It helped."""
        self._transition('effective')

    def action_ineffective(self):
        """It did not help: something else has to be done."""
        self._transition('ineffective')

    def action_reopen(self):
        ended = self.filtered(lambda action: action.state == 'cancelled')
        (self - ended)._transition('open')
        return ended._take_up_again() if ended else None

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _get_life_name(self):
        self.ensure_one()
        return self.env._("“%(action)s”", action=self.name)

    def _needs_reopen_reason(self):
        return True

    def _check_done(self):
        for action in self:
            if action.user_id != self.env.user and not self.env.user.has_group(STEER_GROUP):
                raise AccessError(self.env._(
                    "“%(action)s” is done by %(owner)s.", action=action.name, owner=action.user_id.name))
            if not (action.evidence or '').strip():
                raise UserError(self.env._(
                    "“%(action)s”: write what shows that it was done, as its evidence.", action=action.name))

    def _check_effective(self):
        self._check_checked()

    def _check_ineffective(self):
        self._check_checked()

    def _check_checked(self):
        for action in self:
            if not action.needs_check:
                raise UserError(self.env._("The effect of “%(action)s” is not checked.", action=action.name))
            if action.user_id == self.env.user:
                raise AccessError(self.env._(
                    "“%(action)s” is yours: whether it helped is checked by somebody else.", action=action.name))
            if self.env.user != action.checker_id and not self.env.user.has_group(STEER_GROUP):
                raise AccessError(self.env._(
                    "“%(action)s” is checked by %(checker)s.", action=action.name,
                    checker=action.checker_id.name or self.env._("nobody yet")))
            if not (action.check_note or '').strip():
                raise UserError(self.env._(
                    "“%(action)s”: write what the check found before you close it.", action=action.name))

    def _after_transition(self, source, target):
        self.sudo().escalation_date = False  # sudo: the stamp is the system's
        super()._after_transition(source, target)
        self._give_tasks()

    def _after_done(self, source):
        self.sudo().done_date = fields.Date.context_today(self)  # sudo: stamps are the system's
        self._set_check_due()

    def _set_check_due(self):
        """Its effect can be seen after some time, where nobody said when."""
        day = fields.Date.context_today(self) + timedelta(days=CHECK_DAYS)
        # sudo: as above
        self.sudo().filtered(lambda action: action.needs_check and not action.check_due).check_due = day

    def _after_open(self, source):
        # sudo: as above; what was found of the first try is in the log
        self.sudo().write({'done_date': False, 'check_date': False, 'check_due': False, 'check_note': False})

    def _after_effective(self, source):
        self._after_checked()

    def _after_ineffective(self, source):
        self._after_checked()

    def _after_checked(self):
        self.sudo().write({'check_date': fields.Date.context_today(self), 'checker_id': self.env.uid})  # sudo: as above
