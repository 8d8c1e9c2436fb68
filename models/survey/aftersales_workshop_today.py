from odoo import fields, models

from odoo.addons.aftersales.models.base.entries import Tally

SURVEYS = 'aftersales.action_surveys'


class AftersalesWorkshop(models.Model):
    """Whom customer care calls today: to ask, and because of what was answered."""
    _inherit = 'aftersales.workshop'

    def _get_own_callbacks(self, owner):
        return [
            ('workshop_id', '=', self.id), *self.env['aftersales.survey.invitation']._get_callback_domain(),
            ('callback_owner', '=', owner)]

    def _get_tallies(self, start, stop):
        tallies = super()._get_tallies(start, stop)
        if not self.env.user.has_group('aftersales.group_manager'):
            return tallies
        return [*tallies, Tally(
            8, 'survey_callbacks', 'wait', self.env._("bad answers to call back"), SURVEYS,
            self._get_own_callbacks('manager'), 'danger')]

    def _get_care_tallies(self, start, stop):
        own, now = self._get_own_callbacks('care'), fields.Datetime.to_string(fields.Datetime.now())
        return [
            *super()._get_care_tallies(start, stop),
            Tally(45, 'survey_callbacks', 'now', self.env._("bad answers to call back"), SURVEYS, own, 'warning'),
            Tally(50, 'survey_calls', 'now', self.env._("customers to ask by phone"), SURVEYS, [
                ('workshop_id', '=', self.id), *self.env['aftersales.survey.invitation']._get_call_domain()]),
            Tally(30, 'survey_callbacks_overdue', 'wrong', self.env._("call-backs are overdue"), SURVEYS, [
                *own, ('callback_deadline', '<', now)], 'danger'),
            Tally(28, 'survey_letters', 'wait', self.env._("weekly letters not read yet"), 'aftersales.action_survey_letters', [
                ('workshop_id', '=', self.id), ('read_date', '=', False)]),
        ]
