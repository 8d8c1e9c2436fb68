from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        own = [('workshop_id', '=', self.id)]
        return [
            *super()._get_tallies(start, stop),
            Tally(20, 'work', 'now', self.env._("in work"),
                  'aftersales.action_orders', [*own, ('is_in_work', '=', True)], 'info'),
        ]
