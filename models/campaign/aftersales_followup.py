from odoo import fields, models

from .followup_words import ANCHOR, ONDELETE, RESULTS

# What whoever calls about an event chooses from, with its key.
KEYS = {
    'registered': '1', 'declined': '2', 'nothing': '3', 'booked': '4', 'complaint': '5', 'suggestion': '6', 'question': '7',
    'data': '8', 'lost': '9'}


class AftersalesFollowup(models.Model):
    """A call about an event: what the caller says and asks, and what the answer does (J5)."""
    _inherit = 'aftersales.followup'

    anchor = fields.Selection(selection_add=[(ANCHOR, "Invitation to an event")], ondelete={ANCHOR: 'set null'})
    result = fields.Selection(selection_add=RESULTS, ondelete=ONDELETE)

    # === HOOKS OF THE CALL ===#

    def _get_keys(self):
        return dict(KEYS) if self.anchor == ANCHOR else super()._get_keys()

    def _get_result_openers(self):
        return {**super()._get_result_openers(), 'registered': '_open_guest', 'declined': '_note_declined'}

    def _open_guest(self, texts):
        """He comes: registered at once; with how many is said on the form that opens."""
        guest = self._get_guests()
        guest._sign_up(guest.persons, 'call')
        if texts['wishes']:
            guest.note = texts['wishes'][:200]
        return self._get_form(guest.with_env(self.env))

    def _note_declined(self, texts):
        self._get_guests()._decline()
        return False

    def _open_booking(self, texts):
        """What is booked in a call about an event came of it."""
        action, guest = super()._open_booking(texts), self._get_guests()
        if guest:
            action['context'] |= {
                'default_campaign_guest_id': guest.id, 'default_vehicle_id': guest.vehicle_id.id or
                action['context'].get('default_vehicle_id')}
        return action

    def _prepare_open_things(self):
        """The event first: when, where, what is offered, how many places are left."""
        campaign = self._get_guests().campaign_id
        found = super()._prepare_open_things()
        if not campaign:
            return found
        left = campaign._get_seats_left()
        seats = '' if left is None else self.env._("%(left)s places left", left=str(left))
        text = ' · '.join(filter(None, (campaign.name, campaign._say_when(), campaign.place, campaign._say_offer(), seats)))
        title = self.env._("Invitation")
        return [{'level': 'info', 'label': title, 'text': text}, *found]

    # === WHAT FOLLOWS ===#

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        steps = self.filtered(lambda step: step.anchor == ANCHOR)
        if steps and target in ('done', 'refused', 'cancelled', 'superseded', 'wrong_number'):
            getattr(steps._get_guests(), f'_on_call_{target}')()

    def _get_guests(self):
        """Whom these calls are about, as the system."""
        rules = self.filtered(lambda step: step.anchor == ANCHOR).rule_id
        if not rules:
            return self.env['aftersales.campaign.guest'].sudo()
        # sudo: who may call reads and notes what the call is about
        guests = self.env['aftersales.campaign.guest'].sudo().search([
            ('campaign_id.rule_id', 'in', rules.ids), ('partner_id', 'in', self.partner_id.ids)])
        wanted = {(step.rule_id, step.partner_id) for step in self}
        return guests.filtered(lambda guest: (guest.campaign_id.sudo().rule_id, guest.partner_id) in wanted)
