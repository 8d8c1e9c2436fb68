from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.entries import Tally

LIST, OPEN = 'aftersales.action_followups', 'aftersales.action_followup_questions'


class AftersalesWorkshop(models.Model):
    """Whom customer care calls today, what is late, and whose question waits (J2, J3)."""
    _inherit = 'aftersales.workshop'

    @api.model
    def _get_telling_domain(self):
        """Who calls his customers is told every week what they said, whether or not he sends surveys."""
        return super()._get_telling_domain() | Domain('company_id.aftersales_follow_up', '=', True)

    def _get_tallies(self, start, stop):
        tallies = super()._get_tallies(start, stop)
        if not self.env.user.has_group('aftersales.group_manager'):
            return tallies
        return [*tallies, Tally(
            9, 'followup_questions', 'wait', self.env._("questions of customers at the head"), OPEN, [
                ('workshop_id', '=', self.id), ('escalated_date', '!=', False), ('solved_date', '=', False)], 'danger')]

    def _get_care_tallies(self, start, stop):
        today = fields.Date.to_string(self._get_local_day(fields.Datetime.now()))
        now = fields.Datetime.to_string(fields.Datetime.now())
        call = [('workshop_id', '=', self.id), ('is_to_call', '=', True)]
        own = [('workshop_id', '=', self.id)]
        live = [*own, ('state', 'in', ['planned', 'in_call', 'no_answer']), ('due_date', '<=', today)]
        question = [*own, ('question', '!=', False), ('told_date', '=', False)]
        return [
            *super()._get_care_tallies(start, stop),
            Tally(40, 'followup_calls', 'now', self.env._("follow-up calls due"), LIST, call, 'info'),
            Tally(41, 'followup_letters', 'now', self.env._("letters to write"), LIST, [*live, ('channel', '=', 'letter')]),
            Tally(42, 'followup_questions', 'now', self.env._("questions of customers open"), OPEN, question, 'warning'),
            Tally(31, 'followup_late', 'wrong', self.env._("follow-up calls at their last day"), LIST, [
                *call, ('late_date', '<=', today)], 'danger'),
            Tally(32, 'followup_untold', 'wrong', self.env._("customers not told what was decided"), OPEN, [
                *question, ('tell_deadline', '<', now)], 'danger'),
        ]
