from odoo import fields, models

from odoo.addons.aftersales.models.base.entries import Tally

RESCUES = 'aftersales.action_rescues'


class AftersalesWorkshop(models.Model):
    """Who waits on the road comes before all else, on the screens of customer care and of the manager."""
    _inherit = 'aftersales.workshop'

    def _get_own_rescues(self):
        return [('workshop_id', '=', self.id), ('is_open', '=', True)]

    def _get_day_start_text(self):
        """When the outlet's today begins."""
        start, __ = self._get_day_bounds(self._get_local_day(fields.Datetime.now()))
        return fields.Datetime.to_string(start)

    def _get_rescue_tallies(self, words):
        own = self._get_own_rescues()
        soon = fields.Datetime.to_string(fields.Datetime.add(fields.Datetime.now(), minutes=15))
        return [
            Tally(1, 'rescues_left_over', 'now', words['left'], RESCUES, [
                *own, ('call_date', '<', self._get_day_start_text()),
                ('state', 'in', ('new', 'confirmed', 'offered', 'refused'))], 'danger'),
            Tally(1, 'rescues_overdue', 'wrong', words['late'], RESCUES, [*own, ('is_overdue', '=', True)], 'danger'),
            Tally(1, 'rescues_waiting', 'now', words['waiting'], RESCUES, [
                *own, ('state', 'in', ('new', 'confirmed', 'offered', 'refused'))], 'warning'),
            Tally(1, 'rescue_promises_late', 'wrong', words['promised'], RESCUES, [
                *own, ('promise_ids', 'any', [('done_date', '=', False), ('due', '<', fields.Datetime.to_string(
                    fields.Datetime.now()))])], 'danger'),
            Tally(2, 'rescues_absent', 'now', words['absent'], RESCUES, [*own, ('state', '=', 'absent')], 'warning'),
            Tally(2, 'rescues_soon', 'now', words['soon'], RESCUES, [
                *own, ('is_overdue', '=', False), ('state', 'in', ('accepted', 'under_way')),
                ('promised_date', '<', soon)], 'warning'),
            Tally(3, 'rescues_running', 'now', words['running'], RESCUES, [
                *own, ('state', 'in', ('accepted', 'under_way', 'arrived', 'working', 'towing'))]),
        ]

    def _get_care_tallies(self, start, stop):
        late = fields.Datetime.to_string(fields.Datetime.now())
        return [
            *super()._get_care_tallies(start, stop),
            *self._get_rescue_tallies({
                'left': self.env._("calls left over from the day before: send first"),
                'late': self.env._("rescues are late"), 'waiting': self.env._("rescues nobody drives to"),
                'promised': self.env._("rescues whose promises are late"),
                'absent': self.env._("customers who were not there: agree on a new time"),
                'soon': self.env._("rescues due within a quarter of an hour"), 'running': self.env._("rescues on the road"),
            }),
            Tally(52, 'rescues_to_close', 'wait', self.env._("rescues to close"), RESCUES, [
                *self._get_own_rescues(), ('state', 'in', ('solved', 'handed_in'))]),
            Tally(53, 'rescue_cash', 'wrong', self.env._("cash of crews is late"), 'aftersales.action_rescue_cash', [
                ('workshop_id', '=', self.id), ('cash_due', '<', late), ('cash_handed_date', '=', False)], 'danger'),
        ]

    def _get_tallies(self, start, stop):
        tallies = super()._get_tallies(start, stop)
        if not self.env.user.has_group('aftersales.group_dispatch_rescue'):
            return tallies
        return [*tallies, *self._get_rescue_tallies({
            'left': self.env._("calls left over: send first"),
            'late': self.env._("rescues late"), 'waiting': self.env._("rescues nobody drives to"),
            'promised': self.env._("promises of rescues late"),
            'absent': self.env._("customers not there: new time"),
            'soon': self.env._("rescues due soon"), 'running': self.env._("rescues on the road"),
        })]
