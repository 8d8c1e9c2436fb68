from odoo import fields, models
from odoo.exceptions import UserError

from .aftersales_rescue import RUNNING_STATES

TAKE = 'aftersales.group_take_rescue'
DISPATCH = 'aftersales.group_dispatch_rescue'
CLOSE = 'aftersales.group_dispatch_rescue'
# Kinds of which somebody may stand in the road.
ROAD_KINDS = ('roadside', 'tow')
STAMPED = ('confirmed', 'accepted', 'under_way', 'arrived', 'working', 'towing', 'solved', 'handed_in', 'absent')
# A crew that dropped out: the call was complete before.
NOT_STAMPED = tuple(('confirmed', source) for source in ('offered', 'accepted', 'under_way', 'absent'))


class AftersalesRescue(models.Model):
    """The way of a rescue, and when each step was (J7): by its buttons, or by the crew on its phone."""
    _inherit = 'aftersales.rescue'
    _transitions = {
        'new': {'confirmed': TAKE, 'cancelled': TAKE},
        'confirmed': {'offered': DISPATCH, 'refused': DISPATCH, 'cancelled': TAKE},
        'offered': {'accepted': DISPATCH, 'refused': DISPATCH, 'confirmed': DISPATCH, 'cancelled': TAKE},
        'refused': {'offered': DISPATCH, 'cancelled': TAKE},
        'accepted': {'under_way': TAKE, 'confirmed': DISPATCH, 'cancelled': TAKE},
        'under_way': {'arrived': TAKE, 'confirmed': DISPATCH, 'cancelled': TAKE},
        'arrived': {'working': TAKE, 'towing': TAKE, 'solved': TAKE, 'absent': TAKE, 'cancelled': DISPATCH},
        'absent': {'confirmed': DISPATCH, 'closed': CLOSE, 'cancelled': DISPATCH},
        'working': {'solved': TAKE, 'towing': TAKE},
        'towing': {'handed_in': TAKE},
        'solved': {'closed': CLOSE, 'towing': TAKE},
        'handed_in': {'closed': CLOSE},
        'closed': {},
        'cancelled': {'new': TAKE},
    }

    confirmed_date = fields.Datetime(string="Confirmed On", readonly=True, copy=False)
    accepted_date = fields.Datetime(string="Accepted On", readonly=True, copy=False)
    under_way_date = fields.Datetime(string="Left On", readonly=True, copy=False)
    arrived_date = fields.Datetime(string="Arrived On", readonly=True, copy=False, index='btree_not_null')
    working_date = fields.Datetime(string="Work Began On", readonly=True, copy=False)
    towing_date = fields.Datetime(string="Towed From", readonly=True, copy=False)
    solved_date = fields.Datetime(string="Solved On", readonly=True, copy=False)
    handed_in_date = fields.Datetime(string="Handed In On", readonly=True, copy=False)
    closed_date = fields.Datetime(string="Rescue Closed On", readonly=True, copy=False, index='btree_not_null')
    result = fields.Text(string="What Came of It", tracking=True)

    # === ACTION METHODS ===#

    def action_confirm(self):
        """The call sheet is complete: a crew can be sent."""
        self._transition('confirmed')

    def action_under_way(self):
        self._transition('under_way')

    def action_arrive(self):
        self._transition('arrived')

    def action_work(self):
        self._transition('working')

    def action_tow(self):
        self._transition('towing')

    def action_solve(self):
        self._transition('solved')

    def action_hand_in(self):
        self._transition('handed_in')

    def action_close(self):
        self._transition('closed')

    def action_reopen(self):
        return self._take_up_again()

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _needs_reopen_reason(self):
        self.ensure_one()
        return bool(self.confirmed_date)

    def _needs_cancel_reason(self):
        return True

    def _get_ended_error(self):
        return UserError(self.env._(
            "%(rescue)s was called off. Take it up again first.", rescue=self.display_name))

    def _after_transition(self, source, target):
        # sudo: stamps are the system's
        if target in STAMPED and (target, source) not in NOT_STAMPED:
            self.sudo().write({f'{target}_date': fields.Datetime.now()})
        super()._after_transition(source, target)
        if target in ('solved', 'handed_in', 'cancelled', 'closed'):
            self.sudo().offer_ids._withdraw_planned()
        if target not in ('closed', 'cancelled'):
            self._begin_step()
        self._end_late_tasks()
        if target == 'closed':  # last: from here on it stays as it is
            self.sudo().closed_date = fields.Datetime.now()

    def _check_confirmed(self):
        """Precise place, call-back number and, where somebody stands in danger, that he was told."""
        for rescue in self:
            missing = []
            if not (rescue.place or '').strip():
                missing.append(self.env._("the precise place"))
            if not (rescue.phone or '').strip():
                missing.append(self.env._("the call-back number"))
            if not (rescue.vehicle_id or (rescue.license_plate or '').strip() or (rescue.car_words or '').strip()):
                missing.append(self.env._("which car it is"))
            if missing:
                raise UserError(self.env._(
                    "%(rescue)s is not complete. Ask for: %(missing)s.",
                    rescue=rescue.display_name, missing=", ".join(missing)))
            if (rescue.is_danger or rescue.is_lane_blocked) and not rescue.is_safety_told:
                raise UserError(self.env._(
                    "%(rescue)s: tell them first to get to safety behind the barrier and to call the police, "
                    "then tick that they were told.", rescue=rescue.display_name))

    def _after_confirmed(self, source):
        """A crew that drops out, or was asked for nothing, is nobody's any more."""
        if source != 'new':
            rescues = self.sudo()  # sudo: who is sent is the system's
            rescues.offer_ids.filtered(lambda offer: offer.state in ('asked', 'accepted'))._transition('withdrawn')
            rescues.write({'accepted_date': False, 'under_way_date': False})

    def _check_offered(self):
        for rescue in self:
            if not rescue.sudo().offer_ids.filtered(lambda offer: offer.state == 'asked'):
                raise UserError(self.env._(
                    "%(rescue)s: ask somebody first. “Ask Next” asks the first of the list.", rescue=rescue.display_name))

    def _check_accepted(self):
        for rescue in self:
            if not rescue.sudo().offer_ids.filtered(lambda offer: offer.state == 'accepted'):
                raise UserError(self.env._(
                    "%(rescue)s: nobody has accepted it. Note the answer of who was asked.", rescue=rescue.display_name))

    def _check_refused(self):
        for rescue in self:
            if rescue.sudo().offer_ids.filtered(lambda offer: offer.state == 'asked'):
                raise UserError(self.env._(
                    "%(rescue)s: somebody is asked and has not answered yet.", rescue=rescue.display_name))

    def _check_under_way(self):
        """Outside a coverage the price is told and accepted before anybody leaves."""
        for rescue in self:
            if not rescue.is_price_told:
                raise UserError(self.env._(
                    "%(rescue)s: tell the customer what it costs, or that it costs nothing, before the crew leaves; "
                    "then tick that the price is told and accepted.", rescue=rescue.display_name))

    def _check_closed(self):
        """Only what has come in again is struck off the register."""
        for rescue in self:
            sheet = rescue.sudo().sheet_ids  # sudo: whether it is signed is no secret
            if rescue.kind in ('roadside', 'on_site', 'round') and rescue.solved_date and not rescue.handed_in_date and not (
                    sheet.filtered('content_hash')):
                raise UserError(self.env._(
                    "%(rescue)s: the signed service report has not come in yet.", rescue=rescue.display_name))
            if sheet.filtered(lambda sheet: not sheet.content_hash):
                raise UserError(self.env._(
                    "%(rescue)s has a service report that nobody signed. Have it signed, or delete it.",
                    rescue=rescue.display_name))
            if not (rescue.result or '').strip():
                raise UserError(self.env._("%(rescue)s: write what came of it.", rescue=rescue.display_name))

    def _after_cancelled(self, source):
        """Whoever was asked or is on the way need not come."""
        # sudo: who is sent is the system's
        self.sudo().offer_ids.filtered(lambda offer: offer.state in ('asked', 'accepted'))._transition('withdrawn')

    def _check_new(self):
        """Hook: before what was called off is taken up again."""

    def _is_crew_sent(self):
        self.ensure_one()
        return self.state in RUNNING_STATES
