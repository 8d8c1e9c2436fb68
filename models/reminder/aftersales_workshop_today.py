from odoo import fields, models

from odoo.addons.aftersales.models.base.entries import Tally

LIST, RENEWALS = 'aftersales.action_reminders', 'aftersales.action_renewals'


class AftersalesWorkshop(models.Model):
    """What waits to be told by letter or call, and which insurances end (J4)."""
    _inherit = 'aftersales.workshop'

    def _get_care_tallies(self, start, stop):
        today = self._get_local_day(fields.Datetime.now())
        own = [('workshop_id', '=', self.id)]
        soon = fields.Date.to_string(fields.Date.add(today, days=30))
        today = fields.Date.to_string(today)
        return [
            *super()._get_care_tallies(start, stop),
            Tally(43, 'reminder_letters', 'now', self.env._("reminder letters to write"), LIST, [
                *own, ('state', '=', 'planned'), ('channel', '=', 'letter')]),
            Tally(44, 'reminder_calls', 'now', self.env._("reminders to be called"), LIST, [
                *own, ('state', '=', 'planned'), ('channel', '=', 'call')]),
            Tally(45, 'renewals', 'now', self.env._("insurances to renew"), RENEWALS, [
                *own, ('state', 'in', ['open', 'quoted']), ('due_date', '<=', soon)], 'info'),
            Tally(33, 'renewals_late', 'wrong', self.env._("insurances ended and not decided"), RENEWALS, [
                *own, ('state', 'in', ['open', 'quoted']), ('due_date', '<', today)], 'danger'),
        ]
