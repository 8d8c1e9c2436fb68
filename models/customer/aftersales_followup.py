from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.words import say_field

LONGEST_TOPIC = 200


class AftersalesFollowup(models.Model):
    """What a planned contact is about, and what the customer is spoken with next, agreed at the end of a call (J1)."""
    _inherit = 'aftersales.followup'

    anchor = fields.Selection(selection_add=[('planned', "Day of a planned contact")])
    planned_topic = fields.Char(string="Topic", compute='_compute_planned_topic')

    # === COMPUTE METHODS ===#

    @api.depends('anchor', 'anchor_date')
    def _compute_planned_topic(self):
        """Of steps that a plan made; one query for all."""
        planned = self.filtered(lambda followup: followup.anchor == 'planned')
        plans = self.env['aftersales.contact.plan'].sudo().search([  # sudo: whoever calls is told what about
            ('partner_id', 'in', planned.partner_id.ids), ('date', 'in', planned.mapped('anchor_date'))],
        ) if planned else self.env['aftersales.contact.plan']
        topics = {(plan.partner_id, plan.vehicle_id, plan.date): plan.topic for plan in plans}
        for followup in self:
            followup.planned_topic = topics.get(
                (followup.partner_id, followup.vehicle_id, followup.anchor_date)) if followup in planned else False

    # === THE CALL ===#

    def _prepare_open_things(self):
        """What was planned to be spoken of, also where another call of the car came first, and how he likes to be called."""
        partner, today = self.partner_id, self._get_today()
        plans = self.env['aftersales.contact.plan'].search([
            ('partner_id', '=', partner.id), ('company_id', '=', self.company_id.id), ('date', '<=', today),
            ('date', '>=', fields.Date.subtract(today, days=self._get_planned_days()))])
        topics = dict.fromkeys(filter(None, (self.planned_topic, *plans.mapped('topic'))))
        likes = " · ".join(filter(None, (
            say_field(partner, 'aftersales_channel'), say_field(partner, 'aftersales_call_time'))))
        label, liking = self.env._("To Speak Of"), self.env._("Likes to Be Contacted")
        return [
            *({'level': 'info', 'label': label, 'text': topic} for topic in topics),
            *super()._prepare_open_things(),
            *([{'level': 'light', 'label': liking, 'text': likes}] if likes else [])]

    @api.model
    def _get_planned_days(self):
        """So many days a planned contact is in time."""
        return self.env['aftersales.contact.plan']._get_rule().window_days

    def _get_script_words(self):
        return {**super()._get_script_words(), 'topic': self.planned_topic or self.rule_id.name or ''}

    def _prepare_call(self):
        return {**super()._prepare_call(), 'next': self._prepare_next()}

    def _prepare_next(self):
        """What is planned for this customer, or proposed."""
        partner = self.partner_id.with_env(self.env)
        tomorrow = fields.Date.add(self._get_today(), days=1)
        plan = partner._get_planned_contacts(tomorrow).get(partner)
        if plan:
            return {'date': fields.Date.to_string(plan.date), 'text': plan.topic, 'is_planned': True}
        proposal = partner._get_next_proposals(self._get_today()).get(partner)
        if not proposal:
            return {'date': '', 'text': '', 'is_planned': False}
        # Who is on the phone now is not called a second time today.
        day = max(proposal['date'], tomorrow)
        return {'date': fields.Date.to_string(day), 'text': proposal['text'], 'is_planned': False}

    def save_call(self, said):
        action = super().save_call(said)
        following = said.get('next') if isinstance(said, dict) else None
        if isinstance(following, dict) and following.get('date'):
            self._plan_next(following)
        return action

    def _plan_next(self, following):
        """Agree on the next contact: what was proposed, or another day and topic."""
        partner = self.partner_id
        topic = self._read_said(following.get('text'))[:LONGEST_TOPIC] or self.rule_id.name
        proposal = partner._get_next_proposals(self._get_today()).get(partner) or {}
        car = self.vehicle_id if self.vehicle_id.owner_id == partner else self.vehicle_id.browse()
        self.env['aftersales.contact.plan'].with_company(self.company_id).create({
            'date': following['date'], 'topic': topic, 'partner_id': partner.id, 'company_id': self.company_id.id,
            'workshop_id': self.workshop_id.id,
            'vehicle_id': proposal['vehicle_id'] if proposal.get('text') == topic else car.id})

    # === WHO CALLS ===#

    @api.model
    def _get_mine_domain(self, users):
        """Whose agent is away is called by the deputy whom his file names, too."""
        today = self._get_today()
        away = self.env['aftersales.followup.deputy'].sudo().search([  # sudo: who is away is told to whoever calls
            ('date_from', '<=', today), ('date_to', '>=', today), ('company_id', 'in', self.env.companies.ids)]).user_id
        return super()._get_mine_domain(users) | (
            Domain('user_id', 'in', away.ids) & Domain('partner_id.aftersales_agent_deputy_id', '=', self.env.uid))
