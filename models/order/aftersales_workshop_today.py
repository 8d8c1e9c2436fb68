from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        own = [('workshop_id', '=', self.id)]
        return [
            *super()._get_tallies(start, stop),
            Tally(10, 'house', 'now', self.env._("in house"), 'aftersales.action_orders', [*own, ('is_in_house', '=', True)]),
            Tally(30, 'waiting', 'now', self.env._("waiting"),
                  'aftersales.action_waits', [*own, ('is_waiting', '=', True)], 'warning'),
            Tally(40, 'late', 'now', self.env._("late"), 'aftersales.action_orders', [*own, ('is_late', '=', True)], 'danger'),
            Tally(60, 'ready', 'now', self.env._("ready"),
                  'aftersales.action_orders', [*own, ('state', '=', 'ready')], 'success'),
            Tally(10, 'promises', 'wrong', self.env._("promises put off"), 'aftersales.action_orders', [
                *own, ('promise_change_ids', 'any', [('date', '>=', start), ('date', '<', stop)])], 'warning'),
            Tally(15, 'long_waits', 'wrong', self.env._("waiting for more than a day"), 'aftersales.action_orders', [
                *own, ('is_locked', '=', False),
                ('hold_ids', 'any', [('is_open', '=', True), ('start', '<', '-1d')])], 'danger'),
        ]
