from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesSurveyInvitation(models.Model):
    """Nobody is called twice on a day: whom follow-up calls today asks the questions, too; and calls of surveys stand in
    the register (J2, J3)."""
    _inherit = 'aftersales.survey.invitation'

    followup_ids = fields.One2many(
        'aftersales.followup', 'invitation_id', string="Asked by Follow-up", readonly=True,
        groups='aftersales.group_followup')

    # === WHO IS CALLED ===#

    @api.model
    def get_call(self, invitation_id=False, skipped_ids=()):
        if isinstance(invitation_id, int) and invitation_id:
            self.browse()._check_may_ask()
            asked = self.browse(invitation_id).exists()
            if asked.state == 'open' and asked.partner_id.id in self._get_called_by_followup():
                raise UserError(self.env._(
                    "%(customer)s was called today already. Call him another day.",
                    customer=asked.partner_id.display_name))
        return super().get_call(invitation_id, skipped_ids)

    @api.model
    def _get_undisturbed_domain(self):
        today = fields.Date.to_string(self.env['aftersales.followup']._get_today())
        return [
            *super()._get_undisturbed_domain(),
            ('partner_id.followup_ids', 'not any', [
                ['state', 'in', ['planned', 'in_call', 'no_answer']], ['channel', '=', 'call'], ['due_date', '<=', today]]),
            ('partner_id', 'not in', self._get_called_by_followup()),
        ]

    @api.model
    def _get_called_by_followup(self):
        """Customers whom a call of ours reached today, or follow-up tried to."""
        # sudo: whoever asks need not see the register
        calls = self.env['aftersales.followup.contact'].sudo()._read_group([
            ('contact_day', '=', self.env['aftersales.followup']._get_today()), ('medium', '=', 'call'),
            ('direction', '=', 'out'), '|', ('invitation_id', '=', False), ('outcome', '!=', 'no_answer'),
        ], ['partner_id'])
        return [partner.id for partner, in calls]

    # === REGISTER ===#

    def save_call(self, answers, method='phone'):
        result = super().save_call(answers, method)
        if method == 'phone':
            self._enter_in_register('reached', user=self.env.user)
        return result

    def note_not_reached(self, best_time=False):
        result = super().note_not_reached(best_time)
        self._enter_in_register('later' if best_time else 'no_answer', user=self.env.user, next_date=self.call_from)
        return result

    def note_refused(self, reason='', is_for_ever=False):
        result = super().note_refused(reason, is_for_ever)
        self._enter_in_register('refused', user=self.env.user, summary=self.sudo().refused_reason or False)
        return result

    def _enter_in_register(self, outcome, user, **values):
        # sudo: the register is the system's
        asked = self.sudo()
        outlet = asked.workshop_id or asked.company_id.aftersales_workshop_ids[:1]
        if outlet and asked.partner_id:
            self.env['aftersales.followup.contact'].sudo().create({
                'invitation_id': asked.id, 'company_id': asked.company_id.id, 'workshop_id': outlet.id, 'medium': 'call',
                'direction': 'out', 'partner_id': asked.partner_id.id, 'vehicle_id': asked.vehicle_id.id,
                'order_id': asked.order_id.id, 'topic': asked.survey_id.title, 'outcome': outcome, 'user_id': user.id,
                **values})
