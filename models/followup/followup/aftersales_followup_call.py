from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.contacts import PURPOSES
from odoo.addons.aftersales.models.base.lookups import looked_up

from .aftersales_followup import LIVE

# Who began to call has so long, before somebody else gets the same customer.
TAKEN = timedelta(minutes=30)
LOOKED_AT = 50
# Who was not reached in the morning is tried in the afternoon of another day, and the other way round.
MORNING, AFTERNOON = time(9, 30), time(15, 0)
# What the customer did not say is not what came of the call.
MISSED = ('no_answer', 'busy', 'machine', 'wrong_number', 'later')


class AftersalesFollowup(models.Model):
    """Calling: who comes next, who is on the phone with whom, and what an attempt gave (J2, J3)."""
    _inherit = 'aftersales.followup'

    is_to_call = fields.Boolean(
        string="To Call Now", compute='_compute_is_to_call', search='_search_is_to_call',
        help="The screen for calls offers it to you now: due, yours or nobody's, and the customer may be called.")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_is_to_call(self):
        offered = self.search(self._get_call_domain() & Domain('id', 'in', self._origin.ids))
        for followup in self:
            followup.is_to_call = followup._origin in offered

    @api.model
    def _search_is_to_call(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return self._get_call_domain() if True in value else ~self._get_call_domain()

    # === ACTION METHODS ===#

    def action_call(self):
        """Call this customer, on the screen for calls."""
        self.ensure_one()
        self._check_may_call()
        self._check_is_live()
        return {
            'type': 'ir.actions.client', 'tag': 'aftersales_followup_call', 'name': self.env._("Follow-up Calls"),
            'params': {'followup_id': self.id}}

    @api.model
    def get_call(self, followup_id=False, skipped_ids=()):
        """Who is called now, with all that is known of him; the next one in the list where nobody is named.

        :param skipped_ids: whom the caller passed by
        :return: dict as of ``_prepare_call``; only ``left`` and ``quiet`` when nobody is called now
        """
        self.browse()._check_may_call()
        domain = self._get_call_domain()
        if followup_id:
            followup = self.browse(followup_id if isinstance(followup_id, int) else ()).exists()
            followup._check_may_call()
            followup._check_is_live()
        else:
            quiet = self.env.company._get_quiet_reason(fields.Datetime.now())
            followup = self._pick_next(domain & self._get_agreed_domain() if quiet else domain, skipped_ids)
            if not followup:
                return {'left': self.search_count(domain), 'quiet': quiet}
        followup._take()
        return {**followup._prepare_call(), 'left': self.search_count(domain)}

    def note_missed(self, outcome, best_time=False):
        """Nobody answered, the line was busy, a machine or somebody else spoke, or the customer wants another time.

        :param outcome: one of ``MISSED``
        :param best_time: naive UTC moment as text: when the customer wants to be called
        """
        self.ensure_one()
        self._check_may_call()
        if outcome not in MISSED:
            raise UserError(self.env._("Choose what happened."))
        moment = self._read_best_time(best_time) if outcome == 'later' else False
        self._claim_for_update()
        self._check_is_live()
        followup = self.sudo()  # sudo: attempts are counted by the system
        followup._note_contact(outcome, next_date=moment)
        followup.attempt_count += 1
        if outcome == 'wrong_number':
            followup.write({'state': 'wrong_number', 'taken_date': False, 'call_from': False})
        elif outcome == 'later':
            followup.write({
                'state': 'no_answer', 'taken_date': False, 'call_from': moment, 'is_agreed': True, 'agent_id': self.env.uid})
        elif followup.attempt_count >= followup.company_id.aftersales_call_attempts:
            followup._go_on('unreachable')
        else:
            followup.write({
                'state': 'no_answer', 'taken_date': False, 'is_agreed': False, 'call_from': followup._get_next_try()})
        return True

    def note_refused(self, reason='', is_for_ever=False):
        """The customer wants no calls; with ``is_for_ever`` none for whatever purpose."""
        self.ensure_one()
        self._check_may_call()
        self._claim_for_update()
        self._check_is_live()
        reason = reason.strip()[:300] if isinstance(reason, str) else ''
        followup = self.sudo()  # sudo: attempts are counted by the system
        followup._note_contact('refused', summary=reason)
        followup.write({'attempt_count': followup.attempt_count + 1, 'agent_id': self.env.uid})
        followup._end('refused')
        purposes = [name for name, __ in PURPOSES] if is_for_ever else [self.purpose]
        followup.partner_id.with_env(self.env)._refuse_all(['call'], purposes, 'phone', reason or False)
        return True

    # === BUSINESS METHODS ===#

    def _check_may_call(self):
        """:raises AccessError: for whoever does not call customers"""
        self.check_access('write')

    def _check_is_live(self):
        for followup in self:
            if followup.state not in LIVE:
                raise UserError(self.env._(
                    "%(followup)s is over: %(state)s.", followup=followup.display_name, state=followup._get_state_label()))

    def _read_best_time(self, best_time):
        moment = self._read_inputs({'call_from': best_time})['call_from'] if best_time else False
        moment = fields.Datetime.to_datetime(moment) if moment else False
        if not moment or moment < fields.Datetime.now():
            raise UserError(self.env._("Say when the customer wants to be called: a time to come."))
        return moment

    @api.model
    def _get_call_domain(self):
        """Who is to be called now by whoever asks: his own calls, those of whom he stands in for, and nobody's.

        Left out are who was called today already, who is on the phone, who refuses and who waits for an answer.
        """
        now, today = fields.Datetime.now(), self._get_today()
        Deputy, Partner = self.env['aftersales.followup.deputy'], self.env['res.partner']
        users = self.env.user | Deputy._get_represented(self.env.user, today)
        waits = self._get_waiting_domain() & Domain('company_id', 'in', self.env.companies.ids)
        mine = self._get_mine_domain(users) & (
            Domain('is_agreed', '=', False) | Domain('agent_id', 'in', users.ids) | Domain('call_from', '<', now - TAKEN))
        wanted = Domain.OR(
            Domain('purpose', '=', purpose) & ~looked_up(self, 'partner_id', Partner._get_refusing_domain('call', purpose))
            for purpose, __ in self._fields['purpose'].selection)
        return waits & mine & wanted & (Domain('partner_id', 'not in', self._get_called_today()) | self._get_agreed_domain())

    @api.model
    def _get_mine_domain(self, users):
        """Hook: calls that ``users``, whoever asks and those he stands in for, make."""
        return Domain('user_id', 'in', [False, *users.ids])

    @api.model
    def _get_waiting_domain(self):
        """Calls that are due, whoever makes them; those of a customer who waits for an answer are not."""
        now, today = fields.Datetime.now(), self._get_today()
        system = self.sudo()  # sudo: whoever calls need not see complaints
        pause = system.env['fleet.vehicle']._get_contact_pause_domain()
        return (
            Domain('state', 'in', LIVE) & Domain('channel', '=', 'call') & Domain('due_date', '<=', today)
            & (Domain('call_from', '=', False) | Domain('call_from', '<=', now))
            & (Domain('state', '!=', 'in_call') | Domain('taken_date', '<', now - TAKEN)
               | Domain('agent_id', '=', self.env.uid))
            & (Domain('anchor', '=', 'complaint') | ~looked_up(system, 'vehicle_id', pause)))

    @api.model
    def _get_agreed_domain(self):
        """Customers who asked to be called just now, also at noon."""
        return Domain('is_agreed', '=', True) & Domain('call_from', '<=', fields.Datetime.now())

    @api.model
    def _get_called_today(self):
        """Customers who had a call of ours today, about whatever."""
        today = self._get_today()
        # sudo: whoever calls asks for all outlets of the customer
        calls = self.env['aftersales.followup.contact'].sudo()._read_group(
            [('contact_day', '=', today), ('medium', '=', 'call'), ('direction', '=', 'out')], ['partner_id'])
        asked = self.env['aftersales.survey.invitation'].sudo()._read_group(
            [('taken_date', '>=', self._get_day_start())], ['partner_id'])
        told = self.env['aftersales.complaint'].sudo()._read_group(
            [('confirmed_date', '>=', self._get_day_start()), ('partner_id', '!=', False)], ['partner_id'])
        return [partner.id for partner, in calls + asked + told]

    @api.model
    def _check_not_called_today(self, partner):
        """:raises UserError: where we have called him today, about whatever"""
        if partner and partner.id in self._get_called_today():
            raise UserError(self.env._(
                "%(customer)s was called today already. Call him another day.", customer=partner.display_name))

    @api.model
    def _get_day_start(self):
        return self.env.company._get_day_start()

    @api.model
    def _get_call_order(self):
        """Hook: in which order those who are due are called."""
        return 'priority, late_date, id'

    @api.model
    def _pick_next(self, domain, skipped_ids):
        passed = [
            number for number in skipped_ids if isinstance(number, int)
        ][-LOOKED_AT:] if isinstance(skipped_ids, (list, tuple)) else []
        free = domain & Domain('id', 'not in', passed)
        waiting = self.search(free & self._get_agreed_domain(), order='call_from, id', limit=LOOKED_AT)
        waiting = waiting or self.search(free, order=self._get_call_order(), limit=LOOKED_AT)
        return waiting.try_lock_for_update(limit=1)

    def _take(self):
        """Nobody else calls this customer, about whatever car of his."""
        self.ensure_one()
        # sudo: who calls is noted by the system
        system, now = self.sudo(), fields.Datetime.now()
        if self.state == 'in_call' and self.agent_id != self.env.user and self.taken_date > now - TAKEN:
            raise UserError(self.env._(
                "%(agent)s is on the phone with %(customer)s just now.", agent=system.agent_id.name,
                customer=self.partner_id.display_name))
        # Asked as the list of calls asks, or one that it offers could not be begun.
        for obstacle in self.partner_id._get_contact_obstacles('call', self._get_contact_purpose()).values():
            raise UserError(obstacle)
        is_agreed = self.is_agreed and self.call_from and self.call_from <= now
        if self.state != 'in_call' and not is_agreed:
            self._check_not_called_today(self.partner_id)
        # What somebody began for this customer and left stands in nobody's way.
        left = system.search([
            ('partner_id', '=', self.partner_id.id), ('state', '=', 'in_call'), ('id', '!=', self.id),
            '|', ('taken_date', '<', now - TAKEN), ('agent_id', '=', self.env.uid)])
        left.write({'state': 'planned', 'taken_date': False})
        left.flush_recordset()
        system.write({'state': 'in_call', 'taken_date': now, 'agent_id': self.env.uid})

    def _get_next_try(self):
        """Another working day at another time of the day, and no night."""
        self.ensure_one()
        tz = self.workshop_id._get_tz()
        local = pytz.utc.localize(fields.Datetime.now()).astimezone(tz)
        hour = AFTERNOON if local.hour < 12 else MORNING
        for days in range(1, 8):
            moment = tz.localize(datetime.combine(local.date() + timedelta(days=days), hour))
            moment = moment.astimezone(pytz.utc).replace(tzinfo=None)
            if not self.company_id._get_quiet_reason(moment):
                return moment
        return fields.Datetime.now() + timedelta(days=1)

    def _note_contact(self, outcome, medium='call', **values):
        """A row of the register, as the system."""
        self.ensure_one()
        return self.env['aftersales.followup.contact'].sudo().create({
            'followup_id': self.id, 'company_id': self.company_id.id, 'workshop_id': self.workshop_id.id, 'medium': medium,
            'direction': 'out', 'partner_id': self.partner_id.id, 'vehicle_id': self.vehicle_id.id,
            'order_id': self.order_id.id, 'topic': self.rule_id.name, 'outcome': outcome, 'user_id': self.env.uid,
            'is_agreed': self.is_agreed, **values})
