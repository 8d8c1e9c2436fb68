from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.contacts import PURPOSES

from .aftersales_followup import LIVE

# Whoever began to call has said by then what came of it.
LEFT = timedelta(hours=12)


class AftersalesFollowup(models.Model):
    """How a step ends without a call: overtaken, too late, the car sold, the customer refusing (J2, J3)."""
    _inherit = 'aftersales.followup'

    # === ACTION METHODS ===#

    def action_end(self):
        """There is no use in it any more."""
        self.check_access('write')
        for followup in self:
            if followup.state not in (*LIVE, 'wrong_number'):
                raise UserError(self.env._(
                    "%(followup)s is over already: %(state)s.", followup=followup.display_name,
                    state=followup._get_state_label()))
        self.sudo()._end('hand')  # sudo: the state is the system's

    def action_plan_again(self):
        """The number was put right."""
        self.check_access('write')
        self.sudo()._transition('planned')

    # === BUSINESS METHODS ===#

    def _check_planned(self):
        for followup in self.filtered(lambda followup: followup.state == 'wrong_number'):
            if not followup.partner_phone:
                raise UserError(self.env._(
                    "%(customer)s has no phone number. Enter it first.", customer=followup.partner_id.display_name))

    def _check_refused(self):
        for followup in self.filtered(lambda followup: followup.state == 'done' and followup.result != 'message'):
            raise UserError(self.env._(
                "%(followup)s is over: what was said stays as it is. Note what the customer refuses on his form.",
                followup=followup.display_name))

    def _end(self, reason):
        """End steps, whatever state they live in."""
        state = {'newer': 'superseded', 'visit': 'superseded', 'refused': 'refused'}.get(reason, 'cancelled')
        for followup in self:
            followup._claim_for_update()
        ended = self.filtered(lambda followup: followup.state in (*LIVE, 'wrong_number'))
        refused = ended.filtered(lambda followup: followup.state == 'wrong_number') if state != 'cancelled' else ended.browse()
        vals = {'end_reason': reason, 'ended_date': fields.Datetime.now(), 'call_from': False, 'taken_date': False}
        (ended - refused).write({**vals, 'state': state})
        refused.write({**vals, 'state': 'cancelled'})

    @api.model
    def _get_over_domain(self):
        """Steps that do not go on as they are: too late and not agreed with the customer, sold, without a number, refused."""
        today = self._get_today()
        waits = Domain('state', 'in', ('planned', 'no_answer')) | Domain('state', '=', 'in_call') & Domain(
            'taken_date', '<', fields.Datetime.now() - LEFT)  # begun, and nobody said what came of it
        return waits & (
            Domain('late_date', '<', today) & (Domain('is_agreed', '=', False) | Domain('call_from', '=', False))
            | Domain('channel', '=', 'call') & Domain('partner_id.phone', '=', False)
            | self._get_unwanted_domain()
            | Domain('vehicle_id.active', '=', False) | Domain('vehicle_id.is_customer_vehicle', '=', False)
            & Domain('vehicle_id', '!=', False))

    @api.model
    def _get_unwanted_domain(self):
        """Calls and letters of customers who refuse them: rules plan their first way, whether or not another is left."""
        Partner = self.env['res.partner']
        return Domain.OR(
            Domain('channel', '=', channel) & Domain('purpose', '=', purpose)
            & Domain('partner_id', 'any', Partner._get_refusing_domain(channel, purpose))
            for channel in ('call', 'letter') for purpose, __ in PURPOSES)

    @api.model
    def _cron_end(self, batch_size=500):
        """What is too late leaves the list with its reason; who has no number, or refuses, is tried on the next way."""
        self._work_through(self._get_over_domain(), '_end_by_itself', batch_size, order='late_date, id', together=True)

    def _end_by_itself(self):
        today = self._get_today()
        late = self.filtered(lambda followup: followup.late_date < today)
        late._end('late')
        sold = (self - late).filtered(lambda followup: followup.vehicle_id and not (
            followup.vehicle_id.active and followup.vehicle_id.is_customer_vehicle))
        sold._end('sold')
        refused = (self - late - sold).filtered(lambda followup: followup.partner_id._refuses(
            followup.channel, followup.purpose))
        refused._go_on('refused')
        (self - late - sold - refused)._go_on('unreachable')

    @api.model
    def _end_of_cars(self, vehicles, reason, domain=()):
        """What waits for these cars is over."""
        # sudo: whoever moves the car need not see follow-up
        self.sudo().search(
            Domain('vehicle_id', 'in', vehicles.ids) & Domain('state', 'in', ('planned', 'no_answer')) & Domain(domain)
        )._end(reason)
