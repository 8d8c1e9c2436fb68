from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .aftersales_complaint import OPEN_STATES

TAKE = 'aftersales.group_take_complaint'
HANDLE = 'aftersales.group_handle_complaint'
INVESTIGATE = 'aftersales.group_investigate_complaint'
MANAGER = 'aftersales.group_manager'
# These two are over sooner: nobody lost or asked for anything.
SHORT_KINDS = ('incident', 'suggestion')


class AftersalesComplaint(models.Model):
    """The way of a complaint, each step by those whose it is (K2, K4)."""
    _inherit = 'aftersales.complaint'
    _transitions = {
        'received': {'acknowledged': HANDLE, 'closed': HANDLE, 'unfounded': HANDLE, 'cancelled': TAKE},
        'acknowledged': {'investigating': INVESTIGATE, 'closed': HANDLE, 'unfounded': HANDLE, 'cancelled': HANDLE},
        'investigating': {'proposed': INVESTIGATE, 'unfounded': HANDLE, 'cancelled': HANDLE},
        'proposed': {'approved': None, 'investigating': INVESTIGATE, 'unfounded': HANDLE},
        'approved': {'carried_out': HANDLE, 'refused': TAKE, 'investigating': MANAGER},
        'carried_out': {'confirmed': TAKE, 'refused': TAKE},
        'confirmed': {'closed': HANDLE},
        'closed': {},
        'unfounded': {'investigating': MANAGER},
        'refused': {},
        'cancelled': {'received': HANDLE},
    }

    # === ACTION METHODS ===#

    def action_acknowledge(self):
        """The customer knows that we have it, and when he hears from us."""
        self.check_access('write')
        self._check_role(HANDLE)
        self.filtered(lambda complaint: complaint.state == 'received')._take_in()
        self._transition('acknowledged')

    def action_investigate(self):
        self._transition('investigating')

    def action_carry_out(self):
        """What was promised is done."""
        self._transition('carried_out')

    def action_make_complaint(self):
        """An incident turns out to be a complaint: the same record with a number and deadlines of its own; what is closed
        stays, and a complaint follows from it."""
        self.ensure_one()
        self.check_access('write')
        self._check_role(HANDLE)
        if self.kind == 'complaint':
            raise UserError(self.env._("%(complaint)s is a complaint already.", complaint=self.display_name))
        if self.state not in OPEN_STATES:
            return self._get_form_action(self.followup_ids[:1] or self._create_following())
        number = self.name
        # sudo: numbers and stamps are the system's
        self.sudo().write({'kind': 'complaint', 'former_number': number, 'name': '/', 'registered_date': False})
        self._take_in()
        self._give_tasks()
        return None

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _check_role(self, group):
        """:raises AccessError: when the user has no such role"""
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(self.env._(
                "Only these roles do this: %(role)s.", role=self.env.ref(group).sudo().name))

    def _check_transition(self, target):
        super()._check_transition(target)
        for complaint in self:
            if target in ('received', 'cancelled'):
                continue  # a slip that was dropped before it had a number is taken up without one
            if not complaint.registered_date:
                raise UserError(self.env._(
                    "%(complaint)s has no number yet. Register it first.", complaint=complaint.display_name))
            if complaint.is_paused:
                raise UserError(self.env._(
                    "%(complaint)s waits for others. Say first that the wait is over.", complaint=complaint.display_name))

    def _after_transition(self, source, target):
        now = fields.Datetime.now()
        super()._after_transition(source, target)
        if target in OPEN_STATES:
            self.sudo().filtered('closed_date').closed_date = False  # sudo: stamps are the system's
            self._begin_stage(now)
        else:
            self.sudo().closed_date = now  # sudo: as above; from here on what is over stays as it is
        self._give_tasks()

    def _get_life_name(self):
        self.ensure_one()
        return self.display_name

    def _needs_cancel_reason(self):
        return True

    def _needs_reopen_reason(self):
        return True

    def _check_cancelled(self):
        """What has a number is the office's."""
        for complaint in self:
            if complaint.registered_date and not self.env.user.has_group(HANDLE):
                raise AccessError(complaint._get_role_message(HANDLE, 'cancelled'))

    def _after_cancelled(self, source):
        self.sudo().pause_ids.filtered(lambda pause: not pause.stop)._end()  # sudo: waits are the system's

    def _check_acknowledged(self):
        for complaint in self.filtered(lambda complaint: not complaint.category_id and complaint.kind == 'complaint'):
            raise UserError(self.env._(
                "%(complaint)s: choose its category first; deadlines and statistics follow from it.",
                complaint=complaint.display_name))

    def _check_investigating(self):
        for complaint in self:
            if complaint.kind in SHORT_KINDS:
                raise UserError(self.env._(
                    "%(complaint)s is no complaint. Make one of it, or close it with what came of it.",
                    complaint=complaint.display_name))
            if complaint.state == 'unfounded' and complaint.decided_by_id == self.env.user:
                raise UserError(self.env._(
                    "%(complaint)s: you said that it is unfounded. Somebody above looks at it again.",
                    complaint=complaint.display_name))

    def _after_investigating(self, source):
        for complaint in self.sudo():  # sudo: stamps are the system's
            complaint.write({
                'investigation_date': complaint.investigation_date or fields.Datetime.now(),
                'investigator_id': complaint.investigator_id.id or self.env.uid})
        if source in ('approved', 'unfounded'):
            self._forget_decision()

    def _check_carried_out(self):
        for complaint in self:
            if not (complaint.carried_note or '').strip():
                raise UserError(self.env._(
                    "%(complaint)s: write what was done for the customer.", complaint=complaint.display_name))

    def _is_frozen(self):
        """What is closed, or refused by the customer, stays as it was."""
        self.ensure_one()
        return self.state in ('closed', 'refused') and bool(self.closed_date)

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._(
            "%(complaint)s is closed and stays as it is. Where the customer comes again, make a new complaint of it.",
            complaint=self.display_name)
